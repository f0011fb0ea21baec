/** Issued or changed in 1C: arrives whole, merges while unposted, belongs to the books once posted (A19, model.md 3.1). */
import { expect } from 'chai';
import { textOf } from '../../connector/fields.ts';
import type { Line } from '../../connector/model.ts';
import { EditRefused } from '../../connector/sync/edit.ts';
import type { Row } from '../hosts/onec/fake.ts';
import { customer, inStep, invoice, keyOf, line } from './making.ts';
import { invoices, stage, type Setting } from './setting.ts';

const linesOf = (row: Row | undefined): Row[] => (row?.['Товары'] ?? []) as Row[];
const STATUS = 'InformationRegister_СтатусыДокументов';
const DUE = 'InformationRegister_СрокиОплатыДокументов';

describe('an invoice issued in 1C', () => {
  const { start } = stage();

  async function arrived(more: Row = {}): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake), Товары: [line(2500), line(600, { Содержание: 'Выезд' })], ...more })); // prettier-ignore
    await s.cycle();
    return { s, key, id: (await s.recordAt('invoice', key)).id };
  }

  const document = (s: Setting, key: string): Row => ({
    Организация_Key: s.fake.get(invoices, key)?.['Организация_Key'],
    Документ: key,
    Документ_Type: `StandardODATA.${invoices}`,
  });
  const changedLines = (s: Setting, key: string, amount: number): Row => ({
    Товары: linesOf(s.fake.get(invoices, key)).map((l, i) => (i === 0 ? { ...l, ...line(amount) } : l)),
  });
  const refusal = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'taken',
      (e: unknown) => (e instanceof EditRefused ? e.code : e),
    );

  it('arrives with its number, parties, lines and sums', async () => {
    const { s, key, id } = await arrived();
    const { fields } = await s.record(id);
    const there = s.fake.get(invoices, key);
    expect(fields).to.include({ number: String(there?.['Number']).trim(), state: 'issued', posted: false, total: '3100' });
    expect((fields['lines'] as readonly Line[]).map((l) => [l.text, l.amount, l.vatRate, l.vatAmount])).to.deep.equal([
      ['Услуги по договору', '2500', '20', '416.67'],
      ['Выезд', '600', '20', '100'],
    ]);
    expect((await s.record(textOf(fields, 'counterparty'))).fields['name']).to.equal('Василёк ООО');
  });

  it('merges edits of both sides while it is unposted', async () => {
    const { s, key, id } = await arrived();
    s.fake.edit(invoices, key, changedLines(s, key, 1200));
    await s.edit(id, { comment: 'позвонить' });
    s.tick(5);
    await s.cycle();
    expect((await s.record(id)).fields).to.include({ total: '1800', comment: 'позвонить' });
    expect(s.fake.get(invoices, key)).to.include({ СуммаДокумента: 1800, Комментарий: 'позвонить' });
  });

  it('brings its due date from the register', async () => {
    const { s, key, id } = await arrived();
    s.fake.setRegister(DUE, { ...document(s, key), СрокОплаты: '2026-03-10T00:00:00' });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields['dueDate']).to.equal('2026-03-10');
  });

  for (const [word, cancel] of [
    ['its deletion mark', (s: Setting, key: string) => void s.fake.edit(invoices, key, { DeletionMark: true })],
    ['the status register', (s: Setting, key: string) => s.fake.setRegister(STATUS, { ...document(s, key), Статус: 'Отменен', Статус_Type: 'UnavailableEnums.СтатусОплатыСчета' })], // prettier-ignore
  ] as const)
    it(`is cancelled by ${word} and comes back`, async () => {
      const { s, key, id } = await arrived();
      cancel(s, key);
      s.tick(20);
      await s.cycle();
      expect((await s.record(id)).fields['state']).to.equal('cancelled');
      s.fake.edit(invoices, key, { DeletionMark: false });
      s.fake.removeRegister(STATUS, document(s, key));
      s.tick(20);
      await s.cycle();
      expect((await s.record(id)).fields['state']).to.equal('issued');
    });

  it('becomes a new revision when changed while posted', async () => {
    const { s, key, id } = await arrived();
    s.fake.post(invoices, key);
    s.tick(5);
    await s.cycle();
    s.fake.edit(invoices, key, changedLines(s, key, 1200));
    s.tick(5);
    await s.cycle();
    const [revision, ...more] = await s.sidebook.store.read((t) => t.revisions(id));
    expect([revision?.n, revision?.before['total'], revision?.after['total'], more.length]).to.deep.equal([2, '3100', '1800', 0]);
  });

  it('refuses edits of the sales side while posted', async () => {
    const { s, key, id } = await arrived();
    s.fake.post(invoices, key);
    s.tick(5);
    await s.cycle();
    expect(await refusal(s.edit(id, { date: '2026-02-25T10:00:00' }))).to.equal('invoice-posted');
    expect(await refusal(s.edit(id, { comment: 'можно' }))).to.equal('taken');
    await s.cycle();
    expect(s.fake.get(invoices, key)).to.include({ Комментарий: 'можно', Date: '2026-02-24T12:59:23', Posted: true });
  });

  it('keeps a refused edit as a proposal when asked', async () => {
    const { s, key, id } = await arrived();
    s.fake.post(invoices, key);
    s.tick(5);
    await s.cycle();
    await s.edit(id, { date: '2026-02-25T10:00:00' }, { propose: true });
    await s.everything();
    const [proposal] = await s.sidebook.store.read((t) => t.proposals(id));
    expect(proposal).to.deep.include({ unit: 'date', value: { date: '2026-02-25T10:00:00' }, state: 'open' });
    expect(s.writes).to.deep.equal([]);
  });

  it('accepts the proposal when an accountant makes the change', async () => {
    const { s, key, id } = await arrived();
    s.fake.post(invoices, key);
    s.tick(5);
    await s.cycle();
    await s.edit(id, { date: '2026-02-25T10:00:00' }, { propose: true });
    s.fake.edit(invoices, key, { Date: '2026-02-25T10:00:00' });
    s.tick(5);
    await s.everything();
    expect((await s.record(id)).fields['date']).to.equal('2026-02-25T10:00:00');
    expect((await s.sidebook.store.read((t) => t.proposals(id))).map((p) => p.state)).to.deep.equal(['accepted']);
  });

  it('turns an edit made before it was seen posted into a proposal', async () => {
    const { s, key, id } = await arrived();
    s.fake.post(invoices, key);
    await s.edit(id, { date: '2026-02-25T10:00:00' });
    s.quiet();
    await s.cycle();
    expect(s.writes).to.deep.equal([]);
    expect((await s.record(id)).fields['date']).to.equal('2026-02-24T12:59:23');
    expect((await s.sidebook.store.read((t) => t.proposals(id))).map((p) => p.unit)).to.deep.equal(['date']);
  });

  it('thaws when the accountant takes the posting back', async () => {
    const { s, key, id } = await arrived();
    s.fake.post(invoices, key);
    s.tick(5);
    await s.cycle();
    s.fake.unpost(invoices, key);
    s.tick(5);
    await s.cycle();
    await s.edit(id, { date: '2026-02-25T10:00:00' });
    await s.cycle();
    expect(s.fake.get(invoices, key)).to.include({ Date: '2026-02-25T10:00:00', Posted: false });
    expect(await inStep(s, id)).to.equal(true);
  });

  it('is never posted or unposted by what it shows itself', async () => {
    const { s, key } = await arrived();
    for (const act of [() => s.fake.post(invoices, key), () => s.fake.unpost(invoices, key), () => s.fake.post(invoices, key)]) {
      act();
      s.tick(5);
      await s.everything();
    }
    expect(s.writes).to.deep.equal([]);
  });
});
