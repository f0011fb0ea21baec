/** What the wall keeps in the store: fingerprints that only grow, and what left for hosts. */
import { expect } from 'chai';
import type { Egress, Fingerprint } from '../../../connector/store/store.ts';
import { AT, type Bench } from './bench.ts';

export function wall(bench: Bench): void {
  const print = (hash: number, kind: Fingerprint['kind'] = 'text'): Fingerprint => ({ hash, mark: 2 ** 32 - 1, span: 24, kind });
  const stored = (after = 0, limit = 100) => bench.store.read((t) => t.fingerprints(after, limit));
  const plain = async () => (await stored()).map(({ hash, mark, span, kind }) => ({ hash, mark, span, kind }));

  it('keeps every digit of a fingerprint', async () => {
    const all = [print(2 ** 53 - 1), print(1), print(2 ** 52 + 1, 'canary')];
    await bench.write((t) => t.addFingerprints(all));
    expect(await plain()).to.deep.equal(all);
  });

  it('keeps a fingerprint once, in pages, in the order they came', async () => {
    await bench.write((t) => t.addFingerprints([print(9), print(3), print(9)]));
    await bench.write((t) => t.addFingerprints([print(3), print(5)]));
    const [first] = await stored(0, 1);
    expect(first?.hash).to.equal(9);
    expect((await stored(first?.n)).map((f) => f.hash)).to.deep.equal([3, 5]);
  });

  it('lets a name take the place of a text, with a number of its own', async () => {
    await bench.write((t) => t.addFingerprints([print(9)]));
    const before = (await stored())[0]?.n ?? 0;
    await bench.write((t) => t.addFingerprints([print(9, 'name')]));
    await bench.write((t) => t.addFingerprints([print(9)]));
    expect(await plain()).to.deep.equal([print(9, 'name')]);
    expect(await stored(before)).to.have.lengthOf(1);
  });

  it('never gives a number again', async () => {
    await bench.write((t) => t.addFingerprints([print(1), print(2)]));
    const last = (await stored()).at(-1)?.n ?? 0;
    await bench.write((t) => t.dropFingerprints([2]));
    await bench.write((t) => t.addFingerprints([print(3)]));
    expect((await stored(last)).map((f) => f.hash)).to.deep.equal([3]);
    await bench.write((t) => t.forgetFingerprints());
    await bench.write((t) => t.addFingerprints([print(4)]));
    expect((await stored(last)).map((f) => f.hash)).to.deep.equal([4]);
  });

  const left = (more: Partial<Egress> = {}): Egress => ({ at: AT, host: 'buh', entity: 'counterparty', record: 'r', field: 'phone', count: 1, sampleHash: 'a', ...more }); // prettier-ignore

  it('sums what left by host, kind and field', async () => {
    const later = '2026-07-22T11:00:00.000Z';
    await bench.write((t) => t.egress([left(), left({ at: later, count: 3, sampleHash: 'b', record: 's' }), left({ field: 'name' }), left({ host: 'ut', record: null })])); // prettier-ignore
    expect(await bench.store.read((t) => t.egress(AT, '2026-07-23T00:00:00.000Z'))).to.deep.equal([
      { host: 'buh', entity: 'counterparty', field: 'name', writes: 1, records: 1, count: 1, first: AT, last: AT, sampleHash: 'a' },
      { host: 'buh', entity: 'counterparty', field: 'phone', writes: 2, records: 2, count: 4, first: AT, last: later, sampleHash: 'b' },
      { host: 'ut', entity: 'counterparty', field: 'phone', writes: 1, records: 0, count: 1, first: AT, last: AT, sampleHash: 'a' },
    ]); // prettier-ignore
  });

  it('tells what left in a time, its end not included', async () => {
    await bench.write((t) =>
      t.egress([left(), left({ at: '2026-07-22T09:59:59.999Z' }), left({ at: '2026-07-23T00:00:00.000Z' })]),
    );
    const [row, ...more] = await bench.store.read((t) => t.egress(AT, '2026-07-23T00:00:00.000Z'));
    expect([row?.writes, more]).to.deep.equal([1, []]);
  });
}
