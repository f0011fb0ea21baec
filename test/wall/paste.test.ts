import { expect } from 'chai';
import { customer, invoicesAt, issue, keyOf, live, party, service } from '../scenarios/making.ts';
import { bodyOf, invoices, parties, stage, type Setting } from '../scenarios/setting.ts';
import { readStatus } from '../../connector/report/status.ts';
import type { Row } from '../hosts/onec/fake.ts';
import { guard } from './guarded.ts';

const SECRET = 'Ромашка отдаёт по 950 за штуку, если платят вперёд';

const LOTOS = { Description: 'Лотос ООО', ИНН: '7707083893', КПП: '770701001' };

describe('a private text', () => {
  const { start } = stage();

  async function known(s: Setting, more: Row = {}): Promise<{ key: string; id: string }> {
    const key = customer(s.fake, more);
    await s.everything();
    return { key, id: (await s.recordAt('counterparty', key)).id };
  }
  const comment = (s: Setting, key: string) => s.fake.get(parties, key)?.['Комментарий'];

  it("pasted into a counterparty's comment is stopped with place and cure", async () => {
    const s = await start();
    const { key, id } = await known(s);
    await guard(s, [SECRET]);
    await s.edit(id, { comment: `Клиент говорит: ${SECRET}` });
    s.quiet();
    await s.cycle();
    expect(s.writes).to.deep.equal([]);
    const [problem] = await s.problems();
    expect([problem?.kind, problem?.record, problem?.entity, problem?.unit]).to.deep.equal([
      'leak',
      id,
      'counterparty',
      'comment',
    ]);
    expect(problem?.detail).to.include({ code: 'leak', field: 'comment', property: 'Комментарий' });
    expect(JSON.stringify(problem?.detail)).not.to.contain('Ромашка');
    expect(comment(s, key)).to.equal('');
  });

  it('raises an alarm at once, until it is gone', async () => {
    const s = await start();
    const { id } = await known(s);
    await guard(s, [SECRET]);
    await s.edit(id, { comment: SECRET });
    await s.cycle();
    expect((await readStatus(s.sidebook)).alarms).to.deep.equal([{ host: 'buh', code: 'leak-alarm', minutes: 0, count: 1 }]);
    await s.edit(id, { comment: 'платит вовремя' });
    await s.cycle();
    expect((await readStatus(s.sidebook)).alarms).to.deep.equal([]);
  });

  it('mended and answered leaves, and the question is over', async () => {
    const s = await start();
    const { key, id } = await known(s);
    await guard(s, [SECRET]);
    await s.edit(id, { comment: SECRET });
    await s.cycle();
    const [problem] = await s.problems();
    await s.answer(problem, { choose: 'retry' });
    await s.cycle();
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['leak']);
    await s.edit(id, { comment: 'платит вовремя' });
    const [again] = await s.problems();
    await s.answer(again, { choose: 'retry' });
    await s.settle();
    expect(await s.problems()).to.deep.equal([]);
    expect(comment(s, key)).to.equal('платит вовремя');
  });

  it('holds up nobody else', async () => {
    const s = await start();
    const { id } = await known(s);
    const other = customer(s.fake, LOTOS);
    await s.everything();
    await guard(s, [SECRET]);
    await s.edit(id, { comment: SECRET });
    await s.edit((await s.recordAt('counterparty', other)).id, { comment: 'свой' });
    await s.cycle();
    expect(comment(s, other)).to.equal('свой');
  });

  it('in a line or the comment of a new invoice keeps it here', async () => {
    const s = await start();
    const { id } = await known(s);
    await guard(s, [SECRET]);
    await issue(s, { counterparty: id, lines: [service('1500', { text: SECRET })] });
    await issue(s, { counterparty: id, fields: { comment: SECRET } });
    await s.cycle();
    expect(s.fake.list(invoices)).to.deep.equal([]);
    expect((await s.problems()).map((p) => [p.kind, p.detail['field']])).to.deep.equal([['leak', 'lines'], ['leak', 'comment']]); // prettier-ignore
  });

  it('in the name of a new counterparty keeps it here, look-up included', async () => {
    const s = await start();
    await guard(s, [SECRET]);
    await live(s, { name: SECRET, kind: 'company', taxId: '7707083893', branchCode: '770701001', country: 'RU' });
    s.quiet();
    await s.cycle();
    expect(s.fake.list(parties)).to.deep.equal([]);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['leak']);
    expect(s.fake.log.filter((r) => decodeURIComponent(r.url).includes('950')).length).to.equal(0);
  });

  it('that a host shows already is no secret from it', async () => {
    const s = await start();
    const key = party(s.fake, { Комментарий: SECRET });
    await s.cycle();
    expect(await guard(s, [SECRET])).to.equal(0);
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: `${SECRET}, склад` });
    await s.settle();
    expect(comment(s, key)).to.equal(`${SECRET}, склад`);
  });

  it('is no secret any more once a host shows it', async () => {
    const s = await start();
    const { key, id } = await known(s);
    await guard(s, [SECRET]);
    party(s.fake, { ...LOTOS, Комментарий: SECRET });
    await s.everything();
    await s.edit(id, { comment: SECRET });
    await s.settle();
    expect(comment(s, key)).to.equal(SECRET);
  });

  it('typed into two records stays in both', async () => {
    const s = await start();
    const [one, two] = [await known(s), await known(s, LOTOS)];
    await guard(s, [SECRET]);
    for (const { id } of [one, two]) await s.edit(id, { comment: SECRET });
    await s.cycle();
    await s.cycle();
    expect([comment(s, one.key), comment(s, two.key)]).to.deep.equal(['', '']);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['leak', 'leak']);
  });
});

describe('what only looks like a secret', () => {
  const { start } = stage();

  it('an invoice with the price, quantity and item of a rival goes out', async () => {
    const s = await start();
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    const line = { text: 'Болт М8х40', quantity: '12', price: '1250.5', vatRate: '20' };
    await guard(s, [
      '1250.50',
      '12',
      'Болт М8х40',
      'шт',
      '15006.00',
      '2026-02-24',
      '2026-02-24T12:00:00',
      '1250,50 RUB за 12 шт',
    ]);
    await issue(s, { counterparty: id, lines: [line] });
    await s.settle();
    const [made] = invoicesAt(s.fake, '2026-02-24T12:00:00');
    expect(made && (made['Товары'] as { Цена: number }[])[0]?.Цена).to.equal(1250.5);
    expect(await s.problems()).to.deep.equal([]);
  });

  const RIVAL = 'Торговый дом Северный ветер';
  const rival = {
    name: RIVAL,
    legalName: `ООО «${RIVAL}»`,
    kind: 'company',
    taxId: '7707083893',
    branchCode: '770701001',
    country: 'RU',
  };

  it('a competitor who becomes a counterparty goes out, though notes name it', async () => {
    const s = await start();
    await s.cycle();
    await guard(s, [`Звонили: ${RIVAL} обещает скидку с апреля`], { names: [RIVAL, `ООО ${RIVAL}`] });
    await live(s, rival);
    await s.settle();
    expect(s.fake.list(parties).map((p) => p['Description'])).to.deep.equal([RIVAL]);
  });

  it('a competitor who is a counterparty already can be changed', async () => {
    const s = await start();
    const key = party(s.fake, { Description: RIVAL, НаименованиеПолное: RIVAL });
    await s.cycle();
    await guard(s, [RIVAL, 'Ромашка']);
    await s.edit((await s.recordAt('counterparty', key)).id, {
      legalName: `${RIVAL} (Тверь)`,
      comment: `${RIVAL} - наш покупатель`,
    });
    s.quiet();
    await s.settle();
    expect(bodyOf(s.writes.at(-1))).to.include.keys('Комментарий');
    expect(keyOf(s.fake.list(parties)[0] ?? {})).to.equal(key);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('the name of a competitor alone, in a comment, is stopped', async () => {
    const s = await start();
    const key = customer(s.fake);
    await s.cycle();
    await guard(s, [], { names: [RIVAL] });
    await s.edit((await s.recordAt('counterparty', key)).id, { comment: `предпочитает ${RIVAL}` });
    await s.cycle();
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['leak']);
  });
});
