import { expect } from 'chai';
import fc from 'fast-check';
import { pick, unitFields } from '../../connector/fields.ts';
import type { Fields, Link, Pictures, SharedRecord } from '../../connector/model.ts';
import { readPack } from '../../connector/packs.ts';
import { newLink } from '../../connector/sync/adopt.ts';
import { isInStep, pack, unpack } from '../../connector/sync/pictures.ts';
import { holds } from '../unit/property.ts';
import { sample, type Sample } from './sample.ts';
import { SYNTHETIC } from './synthetic.ts';
import { record } from './values.ts';

const samples: readonly Sample[] = [
  ...readPack('onec-bp30').filter((f) => ['counterparty', 'invoice', 'payment'].includes(f.entity)).map((f) => sample(f)),
  ...Object.values(SYNTHETIC).map((f) => sample(f)),
]; // prettier-ignore

/** Each unit is agreed or not, seen or not, unanswered or not; its values are those of `a`, `b` or `c`. */
function pictures(s: Sample): fc.Arbitrary<Pictures> {
  const { entity, units } = s.mapping;
  const choice = fc.array(fc.tuple(fc.constantFrom('none', 'ours', 'a', 'b'), fc.constantFrom('same', 'b', 'c', 'none'), fc.constantFrom('same', 'b', 'c', 'none'), fc.boolean()), { minLength: units.length, maxLength: units.length }); // prettier-ignore
  return fc.tuple(record(s), record(s), record(s), choice).map(([a, b, c, choices]) => {
    const [baseOurs, baseTheirs, theirs, sent]: Fields[] = [{}, {}, {}, {}];
    units.forEach(({ unit, fields }, i) => {
      const [agreed, there, seen, waits] = choices[i] ?? ['none', 'same', 'same', false];
      const all = unitFields(entity, unit);
      const bo = agreed === 'none' ? {} : pick(agreed === 'b' ? b : a, all);
      const bt =
        agreed === 'none' || there === 'none'
          ? {}
          : pick(s.mapping.view(there === 'same' ? { ...a, ...bo } : there === 'b' ? b : c), fields);
      const t = seen === 'none' ? {} : seen === 'same' ? bt : pick(s.mapping.view(seen === 'b' ? b : c), fields);
      for (const [into, from] of [[baseOurs, bo], [baseTheirs, bt], [theirs, t], [sent, waits ? pick(c, all) : {}]] as const) Object.assign(into ?? {}, from); // prettier-ignore
    });
    return { ours: a, theirs: theirs ?? {}, base: { ours: baseOurs ?? {}, theirs: baseTheirs ?? {} }, sent: sent ?? {} };
  });
}

const link = (s: Sample, more: Partial<Link>): Link => ({ ...newLink({ linkId: 1, host: 'x', hostId: 'h', version: null, mapping: s.mapping }), record: 'r', ...more }); // prettier-ignore
const recordOf = (s: Sample, fields: Fields): SharedRecord => ({
  id: 'r',
  entity: s.mapping.entity,
  rev: 3,
  stage: 'live',
  fields,
  changedAt: '',
  changedBy: '',
});
/** What the store keeps: JSON and nothing else. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('pictures of a link', () => {
  for (const s of samples)
    it(`come back whole from what ${s.file.entity} of ${String(s.file['host'])} stores`, () => {
      holds(
        fc.property(pictures(s), (p) => {
          const packed = stored(pack(p, 3, s.mapping));
          expect(unpack(link(s, packed), recordOf(s, p.ours), s.mapping)).to.deep.equal(p);
        }),
        400,
      );
    });

  for (const s of samples.slice(0, 2))
    it(`of ${s.file.entity} in step with its record store nothing`, () => {
      holds(
        fc.property(record(s), (ours) => {
          const base = { ours: pick(ours, s.mapping.units.flatMap((u) => [...unitFields(s.mapping.entity, u.unit)])), theirs: s.mapping.view(ours) }; // prettier-ignore
          const packed = pack({ ours, theirs: s.mapping.view(ours), base, sent: {} }, 3, s.mapping);
          expect(isInStep(link(s, packed))).to.equal(true);
        }),
      );
    });

  it('without anything agreed rest on no revision', () => {
    const [s] = samples;
    if (!s) throw new Error('no sample');
    holds(
      fc.property(record(s), (ours) => {
        const packed = pack({ ours, theirs: s.mapping.view(ours), base: { ours: {}, theirs: {} }, sent: {} }, 3, s.mapping);
        expect([packed.rev, packed.baseOurs, packed.baseTheirs]).to.deep.equal([null, null, null]);
      }),
    );
  });
});
