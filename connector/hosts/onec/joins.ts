/**
 * One object, several places (sync-design A1): registers keyed by the object, and objects its references lead to. What they add
 * becomes properties of one composite; a followed object is a part, so that its own change leads back here.
 */
import type { Part } from '../host.ts';
import type { Join, Source } from '../../../mappings/mapping.ts';
import type { JsonObject } from './client.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const ZERO = '00000000-0000-0000-0000-000000000000';

export const registers = (source: Source): (Join & { on: string })[] =>
  source.joins.filter((j): j is Join & { on: string } => j.on !== null);
export const follows = (source: Source): (Join & { via: string })[] =>
  source.joins.filter((j): j is Join & { via: string } => j.via !== null);

/** The columns of a register that count. */
export const registerSelect = (join: Join & { on: string }): string =>
  [join.on, ...(join.type === null ? [] : [`${join.on}_Type`]), ...Object.keys(join.take)].join(',');

/** No row in the register: the facts are known to be empty, never unknown. */
export const NO_JOIN = (source: Source): JsonObject =>
  Object.fromEntries(registers(source).flatMap((j) => Object.values(j.take).map((name) => [name, ''])));

const STEPS_AT_MOST = 1000;

/** What registers say about many objects: equal facts are one object in memory, so 300,000 of them stay small. */
export class Joined {
  readonly #facts = new Map<string, JsonObject>();
  readonly #known = new Map<string, JsonObject>();
  /** What a row made of facts before: most rows say what another one said. */
  readonly #steps = new Map<JsonObject, Map<string, JsonObject>>();
  readonly #nothing = new Map<Source, JsonObject>();

  get(key: string): JsonObject | undefined {
    return this.#facts.get(key);
  }

  /** A row of a register goes to the object it belongs to. */
  add(source: Source, join: Join & { on: string }, row: JsonObject): void {
    if (join.type !== null && row[`${join.on}_Type`] !== `StandardODATA.${join.type}`) return;
    const key = text(row[join.on]);
    const before = this.#facts.get(key) ?? this.#none(source);
    const steps = this.#stepsFrom(before);
    const step = join.set + JSON.stringify(Object.keys(join.take).map((from) => row[from]));
    const after = steps.get(step) ?? this.#with(before, join, row);
    steps.set(step, after);
    this.#facts.set(key, after);
  }

  /** Forgotten when there are many: then rows differ and there is nothing to win. */
  #stepsFrom(before: JsonObject): Map<string, JsonObject> {
    const known = this.#steps.get(before);
    if (known && known.size < STEPS_AT_MOST) return known;
    if (this.#steps.size >= STEPS_AT_MOST) this.#steps.clear();
    const steps = new Map<string, JsonObject>();
    this.#steps.set(before, steps);
    return steps;
  }

  /** Equal facts are the same object, whatever way led to them. */
  #with(before: JsonObject, join: Join, row: JsonObject): JsonObject {
    const facts: Record<string, unknown> = { ...before };
    for (const [from, to] of Object.entries(join.take)) facts[to] = row[from];
    const all = JSON.stringify(facts);
    const known = this.#known.get(all) ?? facts;
    this.#known.set(all, known);
    return known;
  }

  #none(source: Source): JsonObject {
    const known = this.#nothing.get(source) ?? NO_JOIN(source);
    this.#nothing.set(source, known);
    return known;
  }
}

const isNoNews = ({ differ }: Join, row: JsonObject): boolean => differ !== null && row[differ[0]] === row[differ[1]];

const keyIn = (join: Join & { via: string }, row: JsonObject): string | null => {
  if (join.type !== null && row[`${join.via}_Type`] !== `StandardODATA.${join.type}`) return null;
  if (isNoNews(join, row)) return null;
  const key = text(row[join.via]);
  return key === '' || key === ZERO ? null : key;
};

const rowsOf = (join: Join, object: JsonObject): readonly JsonObject[] => {
  if (join.part === null) return [object];
  const rows = object[join.part];
  return Array.isArray(rows) ? (rows as readonly JsonObject[]) : [];
};

/** Which objects of the followed set these need. */
export function followedKeys(join: Join & { via: string }, objects: readonly JsonObject[]): string[] {
  return [...new Set(objects.flatMap((o) => rowsOf(join, o).flatMap((row) => keyIn(join, row) ?? [])))]; // prettier-ignore
}

/** The object of a package as reading it would show it, where nothing beside it is to be asked for; null: something is. */
export function wholeAlready(source: Source, object: JsonObject): JsonObject | null {
  const joins = follows(source).filter((j) => j.part !== null && j.differ !== null);
  if (joins.length < source.joins.length || joins.some((j) => followedKeys(j, [object]).length > 0)) return null;
  return joins.reduce((whole, join) => followed(source, join, whole, new Map()), object);
}

/** The object with what its references lead to; a reference that leads nowhere gives empty facts. */
export function followed(
  source: Source,
  join: Join & { via: string },
  object: JsonObject,
  found: ReadonlyMap<string, JsonObject>,
): JsonObject {
  const taken = (row: JsonObject): JsonObject => {
    const target = found.get(keyIn(join, row) ?? '');
    const taken = (from: string): unknown => (join.gaps.length === 0 ? target?.[from] : filled(target?.[from], join.gaps));
    const none = join.differ !== null && isNoNews(join, row) ? { [join.differ[0]]: null } : {};
    const brought = Object.fromEntries(
      Object.entries(join.take).map(([from, to]) => [to, taken(from) ?? row[to] ?? (source.parts.includes(to) ? [] : '')]),
    );
    return { ...brought, ...none };
  };
  if (join.part === null) return { ...object, ...taken(object) };
  return { ...object, [join.part]: rowsOf(join, object).map((row) => ({ ...row, ...taken(row) })) };
}

/** Rows with the columns their set does not have. */
function filled(rows: unknown, gaps: readonly string[]): unknown {
  const empty = Object.fromEntries(gaps.map((name) => [name, '']));
  return Array.isArray(rows) ? rows.map((row: JsonObject) => ({ ...empty, ...row })) : rows;
}

/** Objects a header refers to are parts of the composite; those of rows are only looked up. */
export function partsOf(source: Source, object: JsonObject): Part[] {
  return follows(source).filter((j) => j.part === null).flatMap((j) => {
    const id = keyIn(j, object);
    return id === null ? [] : [{ type: j.set, id }];
  }); // prettier-ignore
}
