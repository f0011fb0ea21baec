/** Numbered files, applied once. */
import { expect } from 'chai';
import { unscaled } from '../../../connector/decimal.ts';
import { of, record, rejection, type Bench } from './bench.ts';

export function migrations(bench: Bench): void {
  const versions = () => bench.rows('schema_versions', ['number', 'checksum', 'applied_at']);

  it('are all applied to a fresh database, with their time', async () => {
    await bench.store.read((t) => t.hosts());
    const all = await versions();
    expect(all.map((v) => Number(v['number']))).to.deep.equal(all.map((_, i) => i + 1));
    expect(all.length).to.be.at.least(1);
    for (const v of all) expect([String(v['applied_at']), String(v['checksum']).length]).to.deep.equal(['2026-07-22T10:00:00.000Z', 16]); // prettier-ignore
  });

  it('are not applied again to a database that has them', async () => {
    await bench.write((t) => t.setRecord(record('r'), null));
    const before = await versions();
    bench.later(3600);
    const other = bench.open();
    expect((await other.read((t) => t.record('r')))?.id).to.equal('r');
    await other.close();
    expect(await versions()).to.deep.equal(before);
  });

  it('of a newer program are refused, untouched', async () => {
    await bench.store.read((t) => t.hosts());
    await bench.store.peek.add('schema_versions', { number: 999n, checksum: 'x', applied_at: 'later' });
    const opened = async () => {
      const other = bench.open();
      try {
        await other.read((t) => t.hosts());
      } finally {
        await other.close();
      }
    };
    expect(await rejection(opened())).to.include({ found: 999 });
    await bench.store.peek.remove('schema_versions', { checksum: 'x' });
    await opened();
  });

  it('sum payments anew where amounts of two currencies were added', async () => {
    const invoice = (id: string) => of('invoice', id, { total: '100', currency: 'eur', state: 'issued' });
    const pay = (id: string, currency: string | null, amount: string) => of('payment', `${id}-${String(currency)}`, { date: '2026-07-01', kind: 'bank', reversed: false, currency, allocations: [{ invoice: id, amount }] }); // prettier-ignore
    const all = [invoice('half'), invoice('whole'), invoice('own'), pay('half', null, '10'), pay('whole', 'eur', '100'), pay('own', 'eur', '100')]; // prettier-ignore
    await bench.write((t) => all.forEach((r) => t.setRecord(r, null)));
    const sums = async () => {
      const rows = await bench.rows('invoices', ['record_id', 'paid', 'paid_at', 'ever_paid']);
      return new Map(rows.map((r) => [r['record_id'], [r['paid'], r['paid_at'], r['ever_paid']]]));
    };
    const right = await sums();
    // As an older program left them: added, then known to be in roubles.
    for (const id of ['half', 'whole']) {
      const payment = `${id}-other`;
      await bench.write((t) => t.setRecord({ ...pay(id, null, '90'), id: payment }, null));
      await bench.store.peek.remove('payments', { payment });
      await bench.store.peek.add('payments', { payment, line: 1n, invoice: id, currency: 'rub', amount: 900_000n, date: '2026-07-01', reversed: 0n }); // prettier-ignore
    }
    expect((await sums()).get('half')).to.deep.equal([1_000_000n, '2026-07-01', 1n]);
    const seventh = (await versions()).find((v) => Number(v['number']) === 7);
    await bench.store.peek.remove('schema_versions', { checksum: String(seventh?.['checksum']) });
    const other = bench.open();
    await other.read((t) => t.hosts());
    await other.close();
    expect(await sums()).to.deep.equal(right);
    expect([right.get('half'), right.get('whole')?.[0]]).to.deep.equal([[100_000n, null, 0n], 1_000_000n]);
  });

  it('sum payments anew where two bases showed one', async () => {
    const pay = (id: string, invoice: string, amount: string, currency: string | null = null) => of('payment', id, { number: '7', organisation: 'org', date: '2026-07-01', kind: 'bank', reversed: false, currency, allocations: [{ invoice, amount }] }); // prettier-ignore
    const invoices = ['half', 'whole', 'own'].map((id) => of('invoice', id, { total: '100', currency: 'eur', state: 'issued' }));
    await bench.write((t) => [...invoices, pay('a', 'half', '50'), pay('b', 'whole', '100'), pay('c', 'own', '100')].forEach((r) => t.setRecord(r, null))); // prettier-ignore
    const sums = async () => {
      const rows = await bench.rows('invoices', ['record_id', 'paid', 'paid_at', 'ever_paid']);
      return new Map(rows.map((r) => [r['record_id'], [r['paid'], r['paid_at'], r['ever_paid']]]));
    };
    const right = await sums();
    // As an older program left them: counted twice.
    for (const [payment, invoice, amount] of [
      ['a2', 'half', 500_000n],
      ['b2', 'whole', 1_000_000n],
    ] as const) {
      // prettier-ignore
      await bench.write((t) => t.setRecord({ ...pay(payment, invoice, unscaled(amount, 4)), fields: { ...pay(payment, invoice, unscaled(amount, 4)).fields, number: 'another' } }, null)); // prettier-ignore
      await bench.store.peek.remove('payments', { payment });
      await bench.store.peek.add('payments', { payment, line: 1n, invoice, amount, date: '2026-07-01', number: '7', kind: 'bank', organisation: 'org', reversed: 0n }); // prettier-ignore
    }
    expect((await sums()).get('half')).to.deep.equal([1_000_000n, '2026-07-01', 1n]);
    const tenth = (await versions()).find((v) => Number(v['number']) === 10);
    await bench.store.peek.remove('schema_versions', { checksum: String(tenth?.['checksum']) });
    const other = bench.open();
    await other.read((t) => t.hosts());
    await other.close();
    expect(await sums()).to.deep.equal(right);
    expect([right.get('half'), right.get('whole')?.[0]]).to.deep.equal([[500_000n, null, 0n], 1_000_000n]);
  });
}
