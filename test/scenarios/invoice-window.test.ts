/** What an accountant does to an invoice between our look and our write: nothing of it is lost, and the books decide (A17, A19). */
import { expect } from 'chai';
import type { Line } from '../../connector/model.ts';
import { customer, invoice, keyOf } from './making.ts';
import { invoices, stage, type Setting } from './setting.ts';

describe('an invoice touched in 1C during our write', () => {
  const { start } = stage();

  async function arrived(): Promise<{ s: Setting; key: string; id: string; lines: readonly Line[] }> {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake) }));
    await s.cycle();
    const { id, fields } = await s.recordAt('invoice', key);
    return { s, key, id, lines: fields['lines'] as readonly Line[] };
  }

  const doubled = (lines: readonly Line[]): readonly Line[] =>
    lines.map((l) => ({ ...l, quantity: '2', amount: '5000', vatAmount: '833.33' }));

  /** Right before the next change of the invoice. */
  function justBefore(s: Setting, act: () => void): void {
    s.fake.beforeWrite = ({ method }) => {
      if (method !== 'PATCH') return;
      s.fake.beforeWrite = undefined;
      act();
    };
  }

  it('keeps both when other fields are touched', async () => {
    const { s, key, id, lines } = await arrived();
    s.fake.betweenReadAndWrite(invoices, key, { Комментарий: 'в последний миг' });
    await s.edit(id, { lines: doubled(lines) });
    await s.cycle();
    s.tick(5);
    await s.cycle();
    expect((await s.record(id)).fields).to.include({ comment: 'в последний миг', total: '5000' });
    expect(s.fake.get(invoices, key)).to.include({ Комментарий: 'в последний миг', СуммаДокумента: 5000 });
  });

  it('shows both versions when it was posted meanwhile', async () => {
    const { s, key, id, lines } = await arrived();
    justBefore(s, () => s.fake.post(invoices, key));
    await s.edit(id, { lines: doubled(lines) });
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.record])).to.deep.equal([['frozen', id]]);
  });

  it('keeps our edit as a proposal when 1C refuses posted lines', async () => {
    const { s, key, id, lines } = await arrived();
    s.fake.quirks.postedLines = 'refused';
    justBefore(s, () => s.fake.post(invoices, key));
    await s.edit(id, { lines: doubled(lines) });
    await s.cycle();
    s.tick(5);
    await s.cycle();
    s.tick(5);
    await s.everything();
    expect(s.fake.get(invoices, key)).to.include({ Posted: true, СуммаДокумента: 2500 });
    expect((await s.record(id)).fields['total']).to.equal('2500');
    expect((await s.sidebook.store.read((t) => t.proposals(id))).map((p) => [p.unit, p.value['total']])).to.deep.equal([
      ['money', '5000'],
    ]);
    expect(await s.problems('refused')).to.deep.equal([]);
  });

  it('is asked about when both changed the lines', async () => {
    const { s, key, id, lines } = await arrived();
    const there = s.fake.get(invoices, key)?.['Товары'] as Record<string, unknown>[];
    s.fake.edit(invoices, key, { Товары: there.map((l) => ({ ...l, Количество: 3, Сумма: 7500, СуммаНДС: 1250 })) });
    await s.edit(id, { lines: doubled(lines) });
    s.tick(5);
    await s.cycle();
    const [problem] = await s.problems('conflict');
    expect(problem).to.include({ unit: 'money', record: id });
    expect([problem?.ours?.['total'], problem?.theirs?.['total'], problem?.base?.['total']]).to.deep.equal([
      '5000',
      '7500',
      '2500',
    ]);
    expect(s.fake.get(invoices, key)?.['СуммаДокумента']).to.equal(7500);
  });

  it('vanishes only as a question', async () => {
    const { s, key, id, lines } = await arrived();
    await s.edit(id, { lines: doubled(lines) });
    s.fake.remove(invoices, key);
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.record])).to.deep.equal([['vanished', id]]);
    expect(s.fake.list(invoices)).to.deep.equal([]);
    expect((await s.record(id)).fields['total']).to.equal('5000');
  });

  it('is made again when the person says so', async () => {
    const { s, key, id, lines } = await arrived();
    await s.edit(id, { lines: doubled(lines) });
    s.fake.remove(invoices, key);
    await s.cycle();
    await s.answer((await s.problems('vanished'))[0], { choose: 'create-again' });
    await s.settle();
    expect(s.fake.list(invoices).map((r) => r['СуммаДокумента'])).to.deep.equal([5000]);
    expect((await s.objectOf(invoices, id))['Date']).to.equal('2026-02-24T12:59:23');
  });
});
