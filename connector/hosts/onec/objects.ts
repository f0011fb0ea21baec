/** Reading objects of a set: by key, in groups of keys, by filter; with the joined registers that belong to them (A1). */
import type { Gone, Observed, Seen, Where } from '../host.ts';
import type { Join, Source } from '../../../mappings/mapping.ts';
import type { HostSchema } from '../../../mappings/compile.ts';
import type { JsonObject, OnecClient } from './client.ts';
import { HostError } from '../host.ts';
import { followed, followedKeys, follows, Joined, NO_JOIN, partsOf, registers } from './joins.ts';
import { elementPath, groups, isCast, isKey, literal, query, setPath, type KeyGroup } from './url.ts';

/** The set an object of a many-set entity lives in is part of its id: "Set/guid"; of the first set, the guid alone. */
export function hostIdOf(source: Source, set: string, key: string): string {
  return set === source.collections[0] ? key : `${set}/${key}`;
}

export function placeOf(source: Source, hostId: string): { set: string; key: string } {
  const slash = hostId.indexOf('/');
  return slash < 0
    ? { set: source.collections[0] ?? '', key: hostId }
    : { set: hostId.slice(0, slash), key: hostId.slice(slash + 1) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Is it an object of this entity at all? A set holds folders, other owners, other kinds of payment (hosts/1c.md 8.2). */
export const belongs = (source: Source, object: JsonObject): boolean =>
  Object.entries(source.only).every(([name, value]) => object[name] === value);

export class Objects {
  readonly #client: OnecClient;
  readonly #schema: HostSchema | null;

  constructor(client: OnecClient, schema: HostSchema | null) {
    this.#client = client;
    this.#schema = schema;
  }

  /** The row just parsed becomes the composite itself: a copy of each of 400,000 would cost more than reading it. */
  seen(source: Source, set: string, object: JsonObject, joined: JsonObject): Seen {
    const key = text(object[source.id]);
    const parts = partsOf(source, object);
    const seen = {
      entity: source.entity,
      hostId: hostIdOf(source, set, key),
      version: text(object[source.version ?? '']),
      object: Object.assign(object, joined, { $set: set }),
    };
    return parts.length > 0 ? { ...seen, parts } : seen;
  }

  /** Objects of one set as composites: registers beside them, and what their references lead to. */
  async compose(source: Source, set: string, objects: readonly JsonObject[], tables?: Joined): Promise<Seen[]> {
    const joined = tables ?? (await this.#registers(source, objects.map((o) => text(o[source.id])))); // prettier-ignore
    let whole = objects;
    for (const join of follows(source)) {
      const found = await this.#targets(join, whole);
      whole = whole.map((o) => followed(source, join, o, found));
    }
    return whole.map((o) => this.seen(source, set, o, joined.get(text(o[source.id])) ?? NO_JOIN(source)));
  }

  async #targets(join: Join & { via: string }, objects: readonly JsonObject[]): Promise<ReadonlyMap<string, JsonObject>> {
    const found = new Map<string, JsonObject>();
    for (const g of groups(followedKeys(join, objects), isKey('Ref_Key')))
      for (const row of await this.list(join.set, { $filter: g.filter })) found.set(text(row['Ref_Key']), row);
    return found;
  }

  async read(source: Source, hostId: string): Promise<Observed> {
    const { set, key } = placeOf(source, hostId);
    const gone: Gone = { entity: source.entity, hostId, gone: true };
    try {
      const object = await this.#client.json(
        { method: 'GET', path: elementPath(set, key) + query({ $format: 'json' }) },
        { set },
      );
      if (!belongs(source, object)) return gone;
      return (await this.compose(source, set, [object]))[0] ?? gone;
    } catch (error) {
      if (error instanceof HostError && error.code === 'object-gone') return gone;
      throw error;
    }
  }

  /** Groups of keys; a key that does not come back is asked for by itself, so that hidden and gone are told apart. */
  async readMany(source: Source, hostIds: readonly string[]): Promise<Observed[]> {
    const bySet = new Map<string, string[]>();
    for (const id of hostIds) {
      const { set, key } = placeOf(source, id);
      bySet.set(set, [...(bySet.get(set) ?? []), key]);
    }
    const found: Observed[] = [];
    for (const [set, keys] of bySet)
      for (const g of groups(keys, isKey(source.id))) found.push(...(await this.#group(source, set, g)));
    return found;
  }

  async #group(source: Source, set: string, { filter, keys }: KeyGroup): Promise<Observed[]> {
    const rows = await this.list(set, { $filter: filter });
    const seen = await this.compose(source, set, rows.filter((o) => belongs(source, o))); // prettier-ignore
    const there = new Set(rows.map((o) => text(o[source.id])));
    const others = rows.filter((o) => !belongs(source, o)).map((o) => hostIdOf(source, set, text(o[source.id])));
    const missing: Observed[] = others.map((hostId) => ({ entity: source.entity, hostId, gone: true }));
    for (const key of keys) if (!there.has(key)) missing.push(await this.read(source, hostIdOf(source, set, key)));
    return [...seen, ...missing];
  }

  async list(set: string, options: Readonly<Record<string, string | undefined>>): Promise<JsonObject[]> {
    const body = await this.#client.json({ method: 'GET', path: setPath(set) + query({ $format: 'json', ...options }) }, { set });
    const value = body['value'];
    if (!Array.isArray(value)) throw this.notUnderstood(set);
    return value as JsonObject[];
  }

  /** What came is none of what may stand in this set. */
  notUnderstood = (set: string): HostError =>
    new HostError('bad-response', this.#client.host, { code: 'not-understood', at: { set } });

  /** A list this base may not offer at all; then it is empty. One that could not be read is no empty list. */
  async listIfPublished(set: string, options: Readonly<Record<string, string | undefined>>): Promise<JsonObject[]> {
    try {
      return await this.list(set, options);
    } catch (error) {
      if (error instanceof HostError && error.kind === 'not-published') return [];
      throw error;
    }
  }

  async find(source: Source, where: Where): Promise<Seen[]> {
    const set = source.collections[0] ?? '';
    const rows = await this.list(set, { $filter: this.filter(set, { ...where, ...source.only }) });
    return this.compose(source, set, rows.filter((o) => belongs(source, o))); // prettier-ignore
  }

  /** Conditions of a mapping as `$filter`; a condition on the type of a composite becomes isof. */
  filter(set: string, where: Where): string | undefined {
    const parts = Object.entries(where).flatMap(([name, value]) => {
      if (name.endsWith('_Type')) return [`isof(${name.slice(0, -5)},'${text(value).replace('StandardODATA.', '')}')`];
      const type = this.#schema?.type(set, name) ?? null;
      if (isRange(value)) return [`${name} ge ${literal(name, value.from, type)}`, `${name} le ${literal(name, value.to, type)}`];
      return [`${name} eq ${literal(name, value, type)}`];
    });
    return parts.length === 0 ? undefined : parts.join(' and ');
  }

  /** Facts about these objects kept in registers beside them: key -> properties. */
  async #registers(source: Source, keys: readonly string[]): Promise<Joined> {
    const found = new Joined();
    for (const join of registers(source))
      for (const g of groups(keys, join.type === null ? isKey(join.on) : isCast(join.on, join.type)))
        for (const row of await this.list(join.set, { $filter: g.filter })) found.add(source, join, row);
    return found;
  }
}

function isRange(value: unknown): value is { from: string; to: string } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}
