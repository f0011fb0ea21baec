/** One unit of one text field through the real reconcile(), and random situations for it. */
import fc from 'fast-check';
import type { Fields, Pictures } from '../../connector/model.ts';
import { reconcile, type Decision } from '../../connector/sync/reconcile.ts';
import { compileMapping } from '../../mappings/compile.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { fold, type One, type Text, type Verdict } from './decision-table.ts';

export const FIELD = (freezes: boolean): string => (freezes ? 'number' : 'comment');
const compiled = new Map<string, Mapping>();

/** `number` of an invoice belongs to the books, `comment` does not. */
function mappingOf(one: One): Mapping {
  const { direction, policy, first, freezes, folds, max } = one;
  const key = JSON.stringify([direction, policy, first, freezes, folds, max]);
  const known = compiled.get(key);
  if (known) return known;
  const keep = direction === 'keep-on-link' ? { keep: 'link' } : { direction };
  const field = {
    name: FIELD(freezes),
    type: 'text',
    host: 'X',
    policy,
    max,
    long: 'shorten',
    same: folds ? 'folded' : 'exact',
    ...keep,
  };
  const { mapping, findings } = compileMapping(
    { entity: 'invoice', host: 'x', collections: ['X'], first, fields: [field] },
    null,
  );
  if (!mapping) throw new Error(JSON.stringify(findings));
  compiled.set(key, mapping);
  return mapping;
}

const fields = (name: string, value: Text | undefined): Fields => (value === undefined ? {} : { [name]: value });

export function picturesOf(one: One): Pictures {
  const name = FIELD(one.freezes);
  return {
    ours: fields(name, one.ours),
    theirs: fields(name, one.theirs),
    base: { ours: fields(name, one.base?.ours), theirs: fields(name, one.base?.theirs) },
    sent: fields(name, one.sent),
  };
}

export function decided(one: One): Decision {
  const { books, frozen, follower, foldedElsewhere, decidedElsewhere } = one.at;
  const foldsEqual = (unit: string, a: Fields, b: Fields): boolean =>
    foldedElsewhere && fold(a[unit] as Text) === fold(b[unit] as Text);
  return reconcile(picturesOf(one), mappingOf(one), {
    books,
    frozen,
    follower,
    decidedElsewhere: () => decidedElsewhere,
    foldsEqual,
  });
}

/** The decision in the words of the oracle. */
export function verdictOf(one: One): Verdict {
  const d = decided(one);
  const name = FIELD(one.freezes);
  const value = (f: Fields): Text | undefined => f[name] as Text | undefined;
  const does =
    Object.keys(d.ask).length > 0
      ? 'ask'
      : d.pull.length > 0
        ? 'pull'
        : d.push.length > 0
          ? 'push'
          : d.agree.length > 0
            ? 'agree'
            : 'nothing';
  const [ours, theirs] = [value(d.base.ours), value(d.base.theirs)];
  return {
    does,
    ours: value(d.ours),
    base: ours === undefined ? null : { ours, theirs: theirs ?? null },
    sent: value(d.sent),
    settled: d.settle.length > 0,
    revised: d.revise.length > 0,
    journalled: d.first.length > 0,
    proposed: d.propose[0] ? value(d.propose[0].value) : undefined,
  };
}

const WORDS: readonly Text[] = ['aa', 'AA', 'bb', 'cc', 'aabb', 'aacc', 'Bb', null, null];
const word = fc.constantFrom(...WORDS);

/** A host that keeps two letters never shows more. */
export const situation: fc.Arbitrary<One> = fc
  .record({
    ours: word, theirs: fc.option(word, { nil: undefined, freq: 12 }), base: fc.option(fc.record({ ours: word, theirs: word }), { nil: null, freq: 3 }), sent: fc.option(word, { nil: undefined, freq: 2 }),
    direction: fc.constantFrom('both', 'both', 'both', 'both', 'from-host', 'to-host', 'create-only', 'keep-on-link'), policy: fc.constantFrom('ask', 'ours', 'theirs'), first: fc.constantFrom('theirs', 'ask'),
    freezes: fc.boolean(), folds: fc.boolean(), max: fc.constantFrom(2, 10),
    at: fc.record({ books: fc.boolean(), frozen: fc.boolean(), follower: fc.integer({ min: 0, max: 9 }).map((n) => n === 0), foldedElsewhere: fc.boolean(), decidedElsewhere: fc.boolean() }),
  } as const)
  .map((one) => {
    const cut = (t: Text | undefined): Text | undefined => (typeof t === 'string' ? t.slice(0, one.max) : t);
    return { ...one, theirs: cut(one.theirs), base: one.base && { ours: one.base.ours, theirs: cut(one.base.theirs) ?? null } };
  }); // prettier-ignore
