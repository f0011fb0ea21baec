/**
 * lines: a tabular part as one value. Lines have no identity two hosts share, so the list is one unit; rows are aligned
 * by what they say, and whatever this host cannot show is kept from the aligned row (sync-design A2, A17).
 */
import type { Entity, Fields, Row, Scalar, Value } from '../../connector/model.ts';
import { isUnresolved, property, type Codec, type Lookups, type Reading, type Refs, type Writing } from '../codec.ts';
import type { HostObject } from '../payload.ts';

export interface LinesSpec {
  field: string;
  part: string;
  columns: readonly Codec[];
  /** The columns that say which line this is: product, text. */
  identity: readonly string[];
  /** Canonical columns of a line; those without a codec are hidden here. */
  all: readonly string[];
  /** Row number property, from 1 without gaps (1C: LineNumber, Int64 as text). */
  number?: string | undefined;
  /** Rows of the part that are not lines of ours: skipped on reading, kept on writing. */
  keep?: ((row: HostObject) => boolean) | undefined;
  /** The column that names a product. */
  goods?: string | undefined;
  /** The reference whose name goes into a text where its object is not there. */
  writeIn?: { ref: string; entity: Entity; text: string } | undefined;
  /** Written with a row that is new. */
  constants?: HostObject | undefined;
}

const rows = (value: Value | undefined): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

/** An absent, null or empty part is "no rows": packages of the exchange plan spell it in four ways (hosts/1c.md 3.1). */
export function partRows(object: HostObject, part: string): readonly HostObject[] {
  const raw = property(object, part);
  return Array.isArray(raw) ? (raw as readonly HostObject[]) : [];
}

/**
 * For each wanted row the index of the row it continues, or -1: first rows equal in every shown column, then equal in
 * the identity columns, then by position if every other shown column is equal.
 */
export function align(
  wanted: readonly Row[],
  had: readonly Row[],
  shown: readonly string[],
  identity: readonly string[],
  same: SameColumn,
): number[] {
  if (had.length === 0) return wanted.map(() => -1);
  const free = new Set(had.keys());
  const result = wanted.map(() => -1);
  const pass = (fits: (w: Row, h: Row, i: number, j: number) => boolean) =>
    wanted.forEach((w, i) => {
      if (result[i] !== -1) return;
      for (const j of free) {
        const h = had[j];
        if (h && fits(w, h, i, j)) {
          result[i] = j;
          free.delete(j);
          return;
        }
      }
    });
  const equal = (w: Row, h: Row, columns: readonly string[]) => columns.every((c) => same(c, w[c], h[c]));
  const others = shown.filter((c) => !identity.includes(c));
  const named = identity.filter((c) => shown.includes(c));
  pass((w, h) => equal(w, h, shown));
  if (named.length > 0) pass((w, h) => equal(w, h, named));
  pass((w, h, i, j) => i === j && equal(w, h, others));
  return result;
}

export type SameColumn = (column: string, a: Scalar | undefined, b: Scalar | undefined) => boolean;

export function linesCodec(spec: LinesSpec): Codec {
  const { field, part, columns } = spec;
  const byName = new Map(columns.flatMap((c) => c.fields.map((f) => [f, c] as const)));
  const shown = [...byName.keys()];
  const keep = spec.keep ?? (() => false);
  const same: SameColumn = (c, a, b) => byName.get(c)?.same(c, a, b) ?? a === b;
  const viewRow = (row: Row): Row => Object.fromEntries(shown.map((c) => [c, (byName.get(c)?.view(c, row) ?? null) as Scalar]));

  const readRow = (row: HostObject, { refs, lookups }: Reading, unmapped: Reading['unmapped']): Row => {
    const out: Record<string, Value> = {};
    const to: Reading = { refs, lookups, out, unmapped };
    for (const column of columns) column.read(row, to);
    return out as Row;
  };

  const putRow = (row: Row, ours: Row | undefined, base: Row | undefined): Row => {
    const out: Record<string, Scalar> = {};
    const from = ours ?? base;
    for (const column of spec.all) {
      const codec = byName.get(column);
      if (!codec) out[column] = from?.[column] ?? DEFAULTS[column] ?? null;
      else out[column] = codec.put(column, from ?? {}, row, base ?? {}) as Scalar;
    }
    return out;
  };

  return {
    fields: [field],
    needs: columns.flatMap((c) => c.needs.map((n) => ({ ...n, part }))),
    read(object, to) {
      const unmapped: Reading['unmapped'] = (column, value) => {
        to.unmapped(`${field}.${column}`, value);
      };
      const lines = partRows(object, part).filter((row) => !keep(row));
      to.out[field] = lines.map((row) => readRow(row, to, unmapped));
    },
    view: (_f, fields) => (fields[field] === undefined ? undefined : rows(fields[field]).map(viewRow)),
    put(_f, ours, show, base) {
      const wanted = rows(show[field]);
      const [mine, old] = [rows(ours[field]), rows(base[field])];
      const fromOurs = align(wanted, mine.map(viewRow), shown, spec.identity, same);
      const fromBase = align(wanted, old.map(viewRow), shown, spec.identity, same);
      return wanted.map((row, i) => putRow(row, mine[fromOurs[i] ?? -1], old[fromBase[i] ?? -1]));
    },
    write: (fields, _names, from) => ({
      [part]: writeRows(
        spec,
        withHead(spec, fields).map((row) => writtenIn(spec, row, from.refs)),
        from,
        { shown, same, viewRow },
      ),
    }),
    ...(spec.writeIn || spec.goods !== undefined
      ? {
          meant: (shows: Value, ours: Value, refs: Refs) => {
            const mine = rows(ours);
            const seen = rows(shows).map((row) => ourGoods(spec.goods, row, mine, refs));
            if (!spec.writeIn) return seen;
            const names = mine.map((row) => inWords(spec, row, refs));
            const aligned = align(seen, names.map(viewRow), shown, spec.identity, same);
            return seen.map((row, i) => standsFor(spec, row, mine[aligned[i] ?? -1], names[aligned[i] ?? -1]));
          },
        }
      : {}),
    same(_f, a, b) {
      const [x, y] = [rows(a), rows(b)];
      return x.length === y.length && x.every((row, i) => shown.every((c) => same(c, row[c], y[i]?.[c])));
    },
    within(_f, sent, answer) {
      const [x, y] = [rows(sent), rows(answer)];
      if (x.length !== y.length) return [field];
      const different = x.flatMap((row, i) =>
        shown.filter((c) => (byName.get(c)?.within(c, row[c], y[i]?.[c]) ?? []).length > 0),
      );
      return [...new Set(different)].map((c) => `${field}.${c}`);
    },
  };
}

/** A column that follows the head finds what it needs of it in the row. */
function withHead(spec: LinesSpec, fields: Fields): readonly Row[] {
  const all = rows(fields[spec.field]);
  if (!spec.columns.some((c) => c.byHead)) return all;
  return all.map((row) => ({ ...row, vatIncluded: fields['vatIncluded'] === true }));
}

/** The line with its product said in words; as it is where there is none, or it has no name. */
function inWords({ writeIn }: LinesSpec, row: Row, refs: Refs): Row {
  const target = writeIn && row[writeIn.ref];
  if (!writeIn || typeof target !== 'string') return row;
  const text = textIn(row[writeIn.text]) ?? refs.nameOf?.(writeIn.entity, target) ?? null;
  return text === null || text === '' ? row : { ...row, [writeIn.ref]: null, [writeIn.text]: text };
}

const textIn = (value: Scalar | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Products of two systems are never taken for each other by themselves, and a line must not wait for that for ever. */
function writtenIn(spec: LinesSpec, row: Row, refs: Refs): Row {
  const target = spec.writeIn && row[spec.writeIn.ref];
  if (!spec.writeIn || typeof target !== 'string') return row;
  return refs.toHost(spec.writeIn.entity, target) === null ? inWords(spec, row, refs) : row;
}

/** Two of our products a person said to be one item there: ours is meant, not its twin. */
function ourGoods(goods: string | undefined, row: Row, mine: readonly Row[], refs: Refs): Row {
  const shown = goods === undefined ? null : row[goods];
  if (goods === undefined || typeof shown !== 'string' || isUnresolved(shown) || mine.some((m) => m[goods] === shown)) return row;
  const there = refs.toHost('product', shown);
  const twin = mine.find((m) => typeof m[goods] === 'string' && there !== null && refs.toHost('product', m[goods]) === there);
  return twin ? { ...row, [goods]: twin[goods] ?? null } : row;
}

/** A line without a product continues ours that has one: the product is kept, and the text where nobody changed it. */
function standsFor({ writeIn }: LinesSpec, row: Row, ours: Row | undefined, words: Row | undefined): Row {
  if (!writeIn || !ours || !words || words === ours || row[writeIn.ref] !== null) return row;
  const isSame = row[writeIn.text] === words[writeIn.text];
  return {
    ...row,
    [writeIn.ref]: ours[writeIn.ref] ?? null,
    [writeIn.text]: (isSame ? ours[writeIn.text] : row[writeIn.text]) ?? null,
  };
}

/** A line as the host shows it: its columns, their equality. */
interface Eyes {
  readonly shown: readonly string[];
  readonly same: SameColumn;
  readonly viewRow: (row: Row) => Row;
}

/** Numbers a line cannot be without; everything else hidden starts empty. */
const DEFAULTS: Readonly<Record<string, string>> = {
  quantity: '0',
  price: '0',
  discount: '0',
  amount: '0',
  vatAmount: '0',
  vatRate: 'none',
};

/** The whole part, built on the rows that are there: unmapped rows and columns survive (sync-design A17, M5). */
function writeRows(spec: LinesSpec, wanted: readonly Row[], from: Writing, eyes: Eyes): HostObject[] {
  const current = from.current ? partRows(from.current, spec.part) : [];
  const ours = spec.keep ? current.filter((row) => !spec.keep?.(row)) : current;
  const views = ours.map((row) => readPlain(spec, row, from.refs, from.lookups));
  const aligned = align(wanted.map(eyes.viewRow), views, eyes.shown, spec.identity, eyes.same);
  const made = wanted.map((row, i) => writeRow(spec, row, ours[aligned[i] ?? -1], views[aligned[i] ?? -1], from, eyes));
  const kept = spec.keep ? current.filter((row) => spec.keep?.(row)) : [];
  return [...made, ...kept].map((row, i) => (spec.number === undefined ? row : { ...row, [spec.number]: String(i + 1) }));
}

function readPlain(spec: LinesSpec, row: HostObject, refs: Refs, lookups: Lookups): Row {
  const out: Record<string, Value> = {};
  for (const column of spec.columns) column.read(row, { refs, lookups, out, unmapped: () => undefined });
  return out as Row;
}

/** A column whose canonical value did not change keeps the host's own spelling of it. */
function writeRow(
  spec: LinesSpec,
  row: Row,
  base: HostObject | undefined,
  view: Row | undefined,
  from: Writing,
  eyes: Eyes,
): HostObject {
  const out: Record<string, unknown> = { ...(base ?? spec.constants) };
  const seen = eyes.viewRow(row);
  for (const column of spec.columns) {
    const changed = column.fields.filter((f) => !view || column.byHead || !eyes.same(f, seen[f], view[f]));
    if (changed.length > 0) Object.assign(out, column.write(row, changed, { ...from, current: base ?? null }));
  }
  return out;
}
