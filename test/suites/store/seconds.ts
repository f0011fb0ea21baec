/** The second an invoice is issued at is its own within the organisation (sync-design A6). */
import { expect } from 'chai';
import { BY, of, type Bench } from './bench.ts';

export function seconds(bench: Bench): void {
  const invoice = (id: string, date: string, organisation = 'o') => of('invoice', id, { organisation, counterparty: 'c', date });
  const free = (from: string, organisation = 'o') => bench.store.read((t) => t.freeSecond(organisation, from));

  it('is the first no other invoice has', async () => {
    await bench.write((t) =>
      ['2026-12-31T23:59:58', '2026-12-31T23:59:59'].forEach((d, i) => t.setRecord(invoice(`i${i}`, d), null)),
    );
    expect(await free('2026-12-31T23:59:57')).to.equal('2026-12-31T23:59:57');
    expect(await free('2026-12-31T23:59:58')).to.equal('2027-01-01T00:00:00');
    expect(await free('2026-12-31T23:59:58', 'other')).to.equal('2026-12-31T23:59:58');
  });

  it('is never lost in an hour that a clock skips', async () => {
    await bench.write((t) => t.setRecord(invoice('i', '2026-03-29T01:59:59'), null));
    expect(await free('2026-03-29T01:59:59')).to.equal('2026-03-29T02:00:00');
  });

  it('once claimed by another undoes the whole write', async () => {
    const at = '2026-07-22T10:00:00';
    const issue = (id: string) => bench.store.write(BY, (t) => {
        t.claimSecond('o', at, id);
        t.setRecord(invoice(id, at), null);
      }); // prettier-ignore
    expect([await issue('a'), await issue('b')]).to.deep.equal(['done', 'moved']);
    expect(await bench.store.read((t) => t.record('b'))).to.equal(null);
    expect(await free(at)).to.equal('2026-07-22T10:00:01');
  });

  it('may be claimed again by the same invoice', async () => {
    const at = '2026-07-22T10:00:00';
    await bench.write((t) => t.setRecord(invoice('a', at), null));
    await bench.write((t) => t.claimSecond('o', at, 'a'));
  });

  it('is free again when the invoice takes another', async () => {
    await bench.write((t) => t.setRecord(invoice('a', '2026-07-22T10:00:00'), null));
    await bench.write((t) => t.setRecord({ ...invoice('a', '2026-07-23T10:00:00'), rev: 2 }, 1));
    expect(await free('2026-07-22T10:00:00')).to.equal('2026-07-22T10:00:00');
  });
}
