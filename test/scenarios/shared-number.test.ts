/** A tax number that becomes that of another linked card is a question, once, and over when they differ. */
import { expect } from 'chai';
import { undoAnswer } from '../../connector/sync/resolve.ts';
import { BOOKS, crmStage } from './dataverse-setting.ts';
import { customer } from './making.ts';
import { parties, stage, type Setting } from './setting.ts';

const [INN, OTHER] = ['7736050003', '7701000010'];
const CODE = 'number-shared';

describe('a tax number that becomes that of another card', () => {
  const { start } = stage();
  const both = crmStage();

  async function two() {
    const s = await start();
    const [a, b] = ([['Астра', INN], ['Бета', OTHER]] as const).map(([Description, ИНН]) => customer(s.fake, { Description, ИНН, КПП: '770101001' })) as [string, string]; // prettier-ignore
    await s.cycle();
    const ids = [(await s.recordAt('counterparty', a)).id, (await s.recordAt('counterparty', b)).id] as const;
    return { s, a, b, ids };
  }

  const asked = async (s: Pick<Setting, 'problems'>): Promise<unknown[]> =>
    (await s.problems()).map((p) => [p.kind, p.detail['code'], p.record, p.detail['record'], p.detail['name']]);
  async function cycle(s: Setting): Promise<void> {
    s.tick(20);
    await s.cycle();
  }

  async function mistyped() {
    const at = await two();
    at.s.fake.edit(parties, at.b, { ИНН: INN });
    await cycle(at.s);
    return at;
  }

  it('in 1C is asked about, and closes by itself when it is corrected there', async () => {
    const { s, b, ids } = await mistyped();
    expect(await asked(s)).to.deep.equal([['duplicate', CODE, ids[1], ids[0], 'Астра']]);
    await cycle(s);
    expect(await s.problems()).to.have.length(1);
    s.fake.edit(parties, b, { ИНН: OTHER });
    await cycle(s);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('closes when the other one is corrected', async () => {
    const { s, a } = await mistyped();
    s.fake.edit(parties, a, { ИНН: '7701000035' });
    await cycle(s);
    await cycle(s);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('closes when the other one is gone over there', async () => {
    const { s, a } = await mistyped();
    s.fake.remove(parties, a);
    s.tick(24 * 60);
    await s.everything();
    await s.everything();
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });

  it('typed here where nothing may be written yet makes no work of the other card, cycle by cycle', async () => {
    const { s, a, ids } = await mistyped();
    await s.switchWriting(false);
    await s.edit(ids[1], { taxId: '7701000035' });
    await cycle(s);
    await cycle(s);
    expect(await s.problems()).to.deep.equal([]);
    const tick = async (): Promise<unknown> => (await s.linkAt('counterparty', a))?.tick;
    const before = await tick();
    await cycle(s);
    await cycle(s);
    expect(await tick()).to.equal(before);
  });

  it('typed here is asked about as well, and reaches 1C', async () => {
    const { s, b, ids } = await two();
    await s.edit(ids[1], { taxId: INN });
    await s.cycle();
    expect([await asked(s), s.fake.get(parties, b)?.['ИНН']]).to.deep.equal([
      [['duplicate', CODE, ids[1], ids[0], 'Астра']],
      INN,
    ]);
  });

  it('is asked about no more once a person said that they are two, until that is taken back', async () => {
    const { s, b, ids } = await mistyped();
    const [problem] = await s.problems();
    await s.answer(problem, { choose: 'apart' });
    s.fake.edit(parties, b, { Комментарий: 'другое' });
    await cycle(s);
    await s.everything();
    expect(await s.problems()).to.deep.equal([]);
    await undoAnswer(s.sidebook.engine, problem?.id ?? 0, 'anna');
    expect([await asked(s), (await s.record(ids[1])).fields['comment']]).to.deep.equal([[['duplicate', CODE, ids[1], ids[0], 'Астра']], 'другое']); // prettier-ignore
    await s.answer(problem, { choose: 'apart' });
    s.fake.edit(parties, b, { ИНН: OTHER });
    await cycle(s);
    await undoAnswer(s.sidebook.engine, problem?.id ?? 0, 'anna');
    await cycle(s);
    expect(await s.problems()).to.deep.equal([]); // over since it was answered
  });

  it('is over once Dynamics makes the two one', async () => {
    const s = await both();
    const [one = '', other = ''] = [INN, OTHER].map((new_inn, i) =>
      s.account({ name: `Фирма ${String(i)}`, new_inn, new_kpp: '770101001' }),
    );
    await s.settle();
    s.crm.edit('account', other, { new_inn: INN });
    s.clock.pass(20);
    await s.settle();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal([CODE]);
    const stands = (await s.problems())[0]?.detail['id'] ?? '';
    s.crm.merge(stands, stands === one ? other : one);
    s.clock.pass(20);
    await s.settle();
    expect(await s.problems()).to.deep.equal([]);
  });

  it('is one question where both get it at once', async () => {
    const s = await both();
    const cards = ['7701000035', OTHER].map((new_inn, i) =>
      s.account({ name: `Фирма ${String(i)}`, new_inn, new_kpp: '770101001' }),
    );
    await s.settle();
    for (const card of cards) s.crm.edit('account', card, { new_inn: INN });
    s.clock.pass(20);
    await s.settle();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal([CODE]);
  });

  it('is one question, whatever number of bases hold both', async () => {
    const s = await both({ books: true });
    const keys = [INN, OTHER].map((ИНН, i) => customer(s.books, { Description: `Фирма ${String(i)}`, ИНН, КПП: '770101001' }));
    await s.settle();
    s.books.edit(parties, keys[1] ?? '', { ИНН: INN });
    s.clock.pass(20);
    await s.settle();
    expect((await s.problems()).map((p) => [p.host, p.kind, p.detail['code']])).to.deep.equal([[BOOKS, 'duplicate', CODE]]);
    expect(s.crm.list('account').map((r) => r['new_inn'])).to.deep.equal([INN, INN]);
  });
});
