/** The laws every mapping has to keep on random input (sync-design B6), as properties of one sample. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Fields, Row, Scalar, Value } from '../../connector/model.ts';
import { pick } from '../../connector/fields.ts';
import { holds } from '../unit/property.ts';
import { emptyObject, hostObject } from './host-objects.ts';
import { allUnits, mappedNames, refs, sendable, type Json, type Sample } from './sample.ts';
import { record } from './values.ts';

const shown = (s: Sample, fields: Fields): Fields => pick(s.mapping.view(fields), mappedNames(s));
/** Case and white space apart. */
const foldedText = (fields: Fields): string =>
  JSON.stringify(fields)
    .toLowerCase()
    .replace(/\\n|\s/g, '');

/** An emptied contact leaves other rows of its kind in the host, which then shows the next one. */
const withoutEmptied = (s: Sample, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name, v]) => v !== null || s.fields.get(name)?.type !== 'contact'));

type Law = (s: Sample, runs: number) => void;
/** One law: what it takes at random, and what has to hold of it. */
const law =
  <T extends unknown[]>(
    takes: (s: Sample) => { [K in keyof T]: fc.Arbitrary<T[K]> },
    check: (s: Sample, ...random: T) => void,
  ): Law =>
  (s, runs) =>
    holds(fc.property(fc.tuple<T>(...takes(s)), (random) => check(s, ...random)), runs); // prettier-ignore

const LAWS: Readonly<Record<string, Law>> = {
  'view of a view is the view': law<[Fields]>((s) => [record(s)], (s, x) => {
    expect(shown(s, shown(s, x))).to.deep.equal(shown(s, x));
  }),

  'what is put back is what was shown': law<[Fields, Fields, Fields]>((s) => [record(s), record(s), record(s)], (s, o, other, b) => {
    const seen = shown(s, other);
    expect(shown(s, s.mapping.put(o, seen, b))).to.deep.equal(seen);
    expect(shown(s, s.mapping.put({}, seen, {}))).to.deep.equal(seen);
  }),

  'putting back what is shown anyway changes nothing': law<[Fields, Fields]>((s) => [record(s), record(s)], (s, o, b) => {
    expect(s.mapping.put(o, shown(s, o), b)).to.deep.equal(o);
  }),

  'what a host is sent is what it shows': law<[Fields]>((s) => [record(s)], (s, x) => {
    const { body } = s.mapping.toHost(x, allUnits(s), refs, null);
    const answer = s.mapping.fromHost({ ...emptyObject(s), ...body }, refs).fields;
    expect(pick(answer, sendable(s))).to.deep.equal(pick(shown(s, x), sendable(s)));
  }),

  'what a host showed writes nothing back to it': law<[Json]>((s) => [hostObject(s)], (s, h) => {
    const taken = s.mapping.fromHost(h, refs).fields;
    expect(s.mapping.toHost(taken, allUnits(s), refs, h).body).to.deep.equal({});
    expect(s.mapping.toHost(s.mapping.put({}, taken, {}), allUnits(s), refs, h).body).to.deep.equal({});
  }),

  'what is written over an object is what it shows': law<[Json, Fields]>((s) => [hostObject(s), record(s)], (s, h, x) => {
    const units = s.mapping.units.filter((u) => u.direction !== 'from-host' && u.action === null);
    const after = { ...h, ...s.mapping.toHost(x, units.map((u) => u.unit), refs, h).body }; // prettier-ignore
    const [answer, wanted] = [s.mapping.fromHost(after, refs).fields, withoutEmptied(s, shown(s, x))];
    for (const { unit, fields } of units) {
      const known = fields.filter((n) => wanted[n] !== undefined);
      expect(s.mapping.same(unit, pick(answer, known), pick(wanted, known)), unit).to.equal(true);
    }
  }),

  'no property is written that the mapping does not name': law<[Json, Fields]>((s) => [hostObject(s), record(s)], (s, h, x) => {
    const own = new Set(s.mapping.needs.map((n) => n.part ?? n.property));
    expect(Object.keys(s.mapping.toHost(x, allUnits(s), refs, h).body).filter((p) => !own.has(p))).to.deep.equal([]);
  }),

  'the same is reflexive, symmetric, and equal but for folding': law<[Fields, Fields, boolean]>((s) => [record(s), record(s), fc.boolean()], (s, x, y, twist) => {
    for (const { unit, fields } of s.mapping.units) {
      const [a, b] = [pick(shown(s, x), fields), twist ? twisted(pick(shown(s, x), fields)) : pick(shown(s, y), fields)];
      expect(s.mapping.same(unit, a, a)).to.equal(true);
      expect(s.mapping.same(unit, a, b)).to.equal(s.mapping.same(unit, b, a));
      if (s.mapping.same(unit, a, b)) expect(foldedText(a)).to.equal(foldedText(b));
    }
  }),

  'the same is transitive over values that look alike': law<[Fields]>((s) => [record(s)], (s, x) => {
    for (const { unit, fields } of s.mapping.units) {
      const near = [shown(s, x), twisted(shown(s, x)), twisted(twisted(shown(s, x))), {}].map((f) => pick(f, fields));
      const same = near.map((a) => near.map((b) => s.mapping.same(unit, a, b)));
      near.forEach((_a, i) => near.forEach((_b, j) => near.forEach((_c, k) => {
        if (same[i]?.[j] && same[j]?.[k]) expect(same[i]?.[k]).to.equal(true);
      })));
    }
  }),
}; // prettier-ignore

/** `of` is asked when a law runs: the metadata may have to be read first. */
export function mappingLaws(name: string, of: () => Sample, runs = 100): void {
  describe(`the laws of ${name}`, () => {
    for (const [title, check] of Object.entries(LAWS)) it(title, () => check(of(), runs));
  });
}

/** The same words in another case and spacing. */
export const twisted = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, twist(v)]));
const twist = (value: Value): Value => (typeof value === 'object' && value !== null ? value.map(twistRow) : twistWord(value));
const twistRow = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, twistWord(v)]));
const twistWord = (value: Scalar): Scalar => (typeof value === 'string' ? value.toUpperCase().replace(/ /g, '  ') : value);
