/** The laws every mapping has to keep on random input (sync-design B6), as properties of one sample. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fields, Value } from '../../connector/model.ts';
import { pick } from '../../connector/fields.ts';
import { holds } from '../unit/property.ts';
import { emptyObject, hostObject } from './host-objects.ts';
import { allUnits, isAction, mappedNames, refs, type Sample } from './sample.ts';
import { record } from './values.ts';

/** Case and white space apart. */
const foldedText = (fields: Fields): string =>
  JSON.stringify(fields)
    .toLowerCase()
    .replace(/\\n|\s/g, '');

/** The fields that leave as properties: an action is a request of its own. */
const sendable = (s: Sample, units = s.mapping.units): string[] =>
  units.flatMap((u) => [...u.fields]).filter((f) => !isAction(s, f));
/** The units this mapping ever writes over an object that is there. */
const written = (s: Sample) => s.mapping.units.filter((u) => u.direction !== 'from-host');

export function mappingLaws(name: string, s: Sample, runs = 200): void {
  const { mapping } = s;
  const shown = (fields: Fields): Fields => pick(mapping.view(fields), mappedNames(s));
  const fields = record(s);
  const objects = hostObject(s);

  describe(`the laws of ${name}`, () => {
    it('view of a view is the view', () => {
      holds(fc.property(fields, (x) => void expect(shown(shown(x))).to.deep.equal(shown(x))), runs); // prettier-ignore
    });

    it('what is put back is what was shown', () => {
      holds(
        fc.property(fields, fields, fields, (o, other, b) => {
          const s1 = shown(other);
          expect(shown(mapping.put(o, s1, b))).to.deep.equal(s1);
          expect(shown(mapping.put({}, s1, {}))).to.deep.equal(s1);
        }),
        runs,
      );
    });

    it('putting back what is shown anyway changes nothing', () => {
      holds(fc.property(fields, fields, (o, b) => void expect(mapping.put(o, shown(o), b)).to.deep.equal(o)), runs); // prettier-ignore
    });

    it('what a host is sent is what it shows', () => {
      holds(
        fc.property(fields, (x) => {
          const { body } = mapping.toHost(x, allUnits(s), refs, null);
          const answer = mapping.fromHost({ ...emptyObject(s), ...body }, refs).fields;
          expect(pick(answer, sendable(s))).to.deep.equal(pick(shown(x), sendable(s)));
        }),
        runs,
      );
    });

    it('what a host showed writes nothing back to it', () => {
      holds(
        fc.property(objects, (h) => {
          const taken = mapping.fromHost(h, refs).fields;
          expect(mapping.toHost(taken, allUnits(s), refs, h).body).to.deep.equal({});
          expect(mapping.toHost(mapping.put({}, taken, {}), allUnits(s), refs, h).body).to.deep.equal({});
        }),
        runs,
      );
    });

    it('what is written over an object is what it shows', () => {
      holds(
        fc.property(objects, fields, (h, x) => {
          const [units, names] = [written(s).map((u) => u.unit), sendable(s, written(s))];
          const after = { ...h, ...mapping.toHost(x, units, refs, h).body };
          expect(pick(mapping.fromHost(after, refs).fields, names)).to.deep.equal(pick(shown(x), names));
        }),
        runs,
      );
    });

    it('no property is written that the mapping does not name', () => {
      const own = new Set(mapping.needs.map((n) => n.part ?? n.property));
      holds(
        fc.property(objects, fields, (h, x) => {
          expect(Object.keys(mapping.toHost(x, allUnits(s), refs, h).body).filter((p) => !own.has(p))).to.deep.equal([]);
        }),
        runs,
      );
    });

    it('the same is reflexive, symmetric, and equal but for folding', () => {
      holds(
        fc.property(fields, fields, fc.boolean(), (x, y, twist) => {
          for (const { unit, fields: names } of mapping.units) {
            const [a, b] = [pick(shown(x), names), twist ? twisted(pick(shown(x), names)) : pick(shown(y), names)];
            expect(mapping.same(unit, a, a)).to.equal(true);
            expect(mapping.same(unit, a, b)).to.equal(mapping.same(unit, b, a));
            if (mapping.same(unit, a, b)) expect(foldedText(a)).to.equal(foldedText(b));
          }
        }),
        runs,
      );
    });

    it('the same is transitive over values that look alike', () => {
      holds(
        fc.property(fields, (x) => {
          for (const { unit, fields: names } of mapping.units) {
            const near = [shown(x), twisted(shown(x)), twisted(twisted(shown(x))), {}].map((f) => pick(f, names));
            for (const a of near) for (const b of near) for (const c of near)
                if (mapping.same(unit, a, b) && mapping.same(unit, b, c)) expect(mapping.same(unit, a, c)).to.equal(true);
          } // prettier-ignore
        }),
        runs,
      );
    });
  });
}

/** The same words in another case and spacing. */
export const twisted = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, twist(v)]));
function twist(value: Value): Value {
  if (typeof value === 'string') return value.toUpperCase().replace(/ /g, '  ');
  return Array.isArray(value) ? (value.map((row) => twisted(row as Fields)) as unknown as Value) : value;
}
