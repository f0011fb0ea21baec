/** What 1C cuts, overrides or cannot hold is found by the write that caused it; neither side moves without a person (A4, S13). */
import { expect } from 'chai';
import { inStep, party } from './making.ts';
import { parties, stage } from './setting.ts';

describe('a value 1C does not hold as it was sent', () => {
  const { start } = stage();

  it('is refused before sending when it is too long', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { name: 'Я'.repeat(101), comment: 'идёт всё равно' });
    await s.cycle();
    const [problem] = await s.problems('refused');
    expect(problem?.detail).to.include({ code: 'field-too-long', field: 'name', max: '100' });
    expect(s.fake.get(parties, key)).to.include({ Description: 'Василёк ООО', Комментарий: 'идёт всё равно' });
  });

  it('closes its question when it is shortened here', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { name: 'Я'.repeat(101) });
    await s.cycle();
    await s.edit(id, { name: 'Я'.repeat(100) });
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
    expect(s.fake.get(parties, key)?.['Description']).to.equal('Я'.repeat(100));
  });

  it('is a question when 1C overrides the number of a branch', async () => {
    const s = await start();
    const head = party(s.fake, { Description: 'Головной' });
    const branch = party(s.fake, { КПП: '770743001', ОбособленноеПодразделение: true, ГоловнойКонтрагент_Key: head });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', branch);
    await s.edit(id, { taxId: '7707083893' });
    await s.cycle();
    const [problem] = await s.problems('altered');
    expect(problem).to.include({ record: id, unit: 'identity' });
    expect([problem?.ours?.['taxId'], problem?.theirs?.['taxId']]).to.deep.equal(['7707083893', '7736050003']);
  });

  it('is not sent again and again while it is asked', async () => {
    const s = await start();
    const head = party(s.fake, { Description: 'Головной' });
    const branch = party(s.fake, { КПП: '770743001', ОбособленноеПодразделение: true, ГоловнойКонтрагент_Key: head });
    await s.cycle();
    await s.edit((await s.recordAt('counterparty', branch)).id, { taxId: '7707083893' });
    await s.cycle();
    s.quiet();
    for (let i = 0; i < 5; i++) {
      s.tick(90);
      await s.everything();
    }
    expect(s.writes).to.deep.equal([]);
    expect(await s.problems('altered')).to.have.length(1);
  });

  it('is taken over when the person says theirs', async () => {
    const s = await start();
    const head = party(s.fake, { Description: 'Головной' });
    const branch = party(s.fake, { КПП: '770743001', ОбособленноеПодразделение: true, ГоловнойКонтрагент_Key: head });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', branch);
    await s.edit(id, { taxId: '7707083893' });
    await s.cycle();
    await s.answer((await s.problems('altered'))[0], { choose: 'theirs' });
    await s.cycle();
    expect((await s.record(id)).fields['taxId']).to.equal('7736050003');
    expect(await inStep(s, id)).to.equal(true);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('is no edit when 1C only trims the spaces', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    s.fake.edit(parties, key, { Description: '  Василёк ООО   ' });
    s.tick(20);
    s.quiet();
    const { counts } = await s.cycle();
    expect([counts.pulled, s.writes.length]).to.deep.equal([0, 0]);
  });
});
