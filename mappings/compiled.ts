/** A compiled mapping at work: what a host shows as canonical fields, and canonical fields as what it is sent. */
import { createHash } from 'node:crypto';
import { FIELDS, fieldSpec, isDerived, textOf } from '../connector/fields.ts';
import type { Fields, Unit, Value } from '../connector/model.ts';
import type { Codec, Lookups, Refs } from './codec.ts';
import type { FieldFile, JoinFile, MappingFile, ScopeFile } from './file.ts';
import type { Mapping, Needed, ScopeAt, Sendable, Shown, Source, UnitMapping, Within } from './mapping.ts';
import { internal, Payload, type HostObject } from './payload.ts';
import { sendsOf } from './sends.ts';

/** A fingerprint that changes with anything said. */
export const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);

/** What compiling found out: the file, its codecs, and what the host has of it. */
interface Compilation {
  readonly file: MappingFile;
  readonly schema: { type(set: string, property: string): string | null } | null;
  readonly codecs: readonly { readonly field: FieldFile; readonly codec: Codec }[];
  joined(set: string): boolean;
  isJoined(join: JoinFile): boolean;
  gaps(join: JoinFile): readonly { readonly part: string | null; readonly property: string }[];
}

export class CompiledMapping implements Mapping {
  readonly entity;
  readonly host: string;
  readonly units: readonly UnitMapping[];
  readonly needs: readonly Needed[];
  readonly sends: readonly Sendable[];
  readonly source: Source;
  readonly lookups;
  readonly create: boolean;
  readonly onMark;
  readonly required: readonly string[];
  readonly hash: string;
  readonly scopeHash: string;
  readonly #work: Compilation;
  readonly #collections: readonly string[];
  readonly #codecs: readonly Codec[];
  readonly #byField: ReadonlyMap<string, Codec>;
  readonly #unitFields: ReadonlyMap<Unit, readonly string[]>;
  readonly #tables: Lookups;

  constructor(work: Compilation, collections: readonly string[], units: readonly UnitMapping[], tables: Lookups) {
    const { file } = work;
    this.#work = work;
    this.#collections = collections;
    this.#codecs = work.codecs.map((c) => c.codec);
    this.#byField = new Map(this.#codecs.flatMap((c) => c.fields.map((f) => [f, c] as const)));
    this.#unitFields = new Map(units.map((u) => [u.unit, u.fields]));
    this.#tables = tables;
    this.entity = file.entity;
    this.host = file.host;
    this.units = units;
    this.create = file.create;
    this.onMark = file.onMark;
    this.required = file.fields.filter((f) => f.required).map((f) => f.name);
    this.hash = digest(units.map((u) => u.hash));
    this.scopeHash = digest(file.scope);
    this.source = sourceOf(file, collections, this.#codecs, work);
    this.needs = this.#codecs.flatMap((c) =>
      c.needs.map((n) => ({ set: collections[0] ?? '', property: n.property, part: n.part ?? null })),
    );
    this.sends = sendsOf(file, work.codecs);
    this.lookups = Object.entries(file.lookups)
      .filter(([, t]) => work.joined(t.set))
      .map(([name, t]) => ({
        name,
        set: t.set,
        key: t.key,
        value: chosen(work, t.set, t.value),
        filter: t.filter ?? null,
        values: t.values ?? null,
      }));
  }

  withLookups(tables: Lookups): Mapping {
    return new CompiledMapping(this.#work, this.#collections, this.units, tables);
  }

  inScope(fields: Fields, direction: 'in' | 'out', at: ScopeAt): boolean {
    const scope = this.#work.file.scope[direction];
    return scope === undefined || passes(scope, fields, at, this.#tables);
  }

  fromHost(object: HostObject, refs: Refs): Shown {
    const out: Record<string, Value> = {};
    const unmapped: { field: string; value: string }[] = [];
    const to = {
      refs,
      lookups: this.#tables,
      out,
      unmapped: (field: string, value: string) => {
        if (this.#isOurWord(field)) out[field] = null;
        else unmapped.push({ field, value });
      },
    };
    for (const codec of this.#codecs) codec.read(object, to);
    // A unit with a value nobody mapped is not known at all: half of it must not be compared (M4).
    for (const { field } of unmapped) for (const name of this.#unitOf(field)) Reflect.deleteProperty(out, name);
    return { fields: out, unmapped };
  }

  /** Nobody is asked what it should mean there: it is written over. */
  #isOurWord = (field: string): boolean => isDerived(this.entity, fieldSpec(this.entity, field)?.unit ?? field);

  refer(object: HostObject, refs: Refs): void {
    for (const codec of this.#codecs) codec.refer?.(object, refs);
  }

  #unitOf(field: string): readonly string[] {
    return this.units.find((u) => u.fields.includes(field.split('.')[0] ?? field))?.fields ?? [];
  }

  meant(shown: Fields, ours: Fields, refs: Refs): Fields {
    const out: Record<string, Value> = {};
    for (const [name, codec] of this.#byField) {
      const [a, b] = [shown[name], ours[name]];
      if (codec.meant && a !== undefined && b !== undefined) out[name] = codec.meant(a, b, refs);
    }
    return Object.keys(out).length === 0 ? shown : { ...shown, ...out };
  }

  view(fields: Fields): Fields {
    const out: Record<string, Value> = {};
    for (const [name, codec] of this.#byField) {
      const value = codec.view(name, fields);
      if (value !== undefined) out[name] = value;
    }
    return out;
  }

  put(ours: Fields, shown: Fields, base: Fields): Fields {
    const out: Record<string, Value> = { ...ours };
    for (const [name, codec] of this.#byField) {
      if (shown[name] === undefined) continue;
      const value = codec.put(name, ours, shown, base);
      if (value !== undefined) out[name] = value;
    }
    return out;
  }

  /** What is not known here is not written. */
  toHost(fields: Fields, units: readonly Unit[], refs: Refs, current: HostObject | null, mark?: string): Payload {
    const names = new Set(units.flatMap((u) => this.#unitFields.get(u) ?? []));
    const before = current ? this.fromHost(current, refs).fields : null;
    const { constants, copies, marker } = this.#work.file;
    const body: Record<string, unknown> = current
      ? {}
      : { ...constants, ...(marker !== undefined && mark !== undefined ? { [marker]: mark } : {}) };
    const known = this.#filled(fields, current);
    for (const codec of this.#codecs) {
      const mine = codec.fields.filter((f) => known[f] !== undefined && names.has(f) && !this.#isAction(f));
      const changed = before ? mine.filter((f) => !codec.same(f, codec.view(f, fields), before[f])) : mine;
      if (changed.length > 0) Object.assign(body, codec.write(known, changed, { refs, lookups: this.#tables, current }));
    }
    if (!current) for (const [to, from] of Object.entries(copies)) body[to] = body[from];
    return new Payload(internal, this.entity, this.#collections[0] ?? '', body, units);
  }

  where(fields: Fields, names: readonly string[], refs: Refs): HostObject {
    const from = { refs, lookups: this.#tables, current: null };
    const asked = (f: string): HostObject => {
      const codec = this.#byField.get(f);
      return codec?.where?.(fields, from) ?? codec?.write(fields, [f], from) ?? {};
    };
    return Object.assign({}, ...names.map(asked)) as HostObject;
  }

  /** Defaults of the pack stand in for what nobody typed, on create only. */
  #filled(fields: Fields, current: HostObject | null): Fields {
    if (current) return fields;
    const defaults = this.#work.file.fields.filter((f) => f.whenEmpty !== undefined && (fields[f.name] ?? null) === null);
    return defaults.length === 0
      ? fields
      : { ...fields, ...Object.fromEntries(defaults.map((f) => [f.name, f.whenEmpty ?? null])) };
  }

  #isAction(field: string): boolean {
    return this.units.some((u) => u.action !== null && u.fields.includes(field));
  }

  same(unit: Unit, a: Fields, b: Fields): boolean {
    return (this.#unitFields.get(unit) ?? []).every((f) => this.#byField.get(f)?.same(f, a[f], b[f]) ?? true);
  }

  within(unit: Unit, sent: Fields, answer: Fields): Within {
    const different = (this.#unitFields.get(unit) ?? []).flatMap(
      (f) => this.#byField.get(f)?.within(f, sent[f], answer[f]) ?? [],
    );
    if (different.length === 0) return { verdict: 'same', fields: [] };
    const decided = different.every((f) => this.#work.file.hostDecides.includes(f));
    return { verdict: decided ? 'host-decides' : 'altered', fields: different };
  }

  crossCheck(object: HostObject): string | null {
    const check = this.#work.file.crossCheck;
    const raw = check ? object[check.host] : undefined;
    return typeof raw === 'string' ? (check?.values[raw] ?? null) : null;
  }

  hostName(field: string): string {
    return this.#byField.get(field)?.needs[0]?.property ?? field;
  }

  hostLabel(field: string, lang: 'ru' | 'en'): string {
    const file = this.#work.file.fields.find((f) => f.name === field) ?? this.#contactRow(field);
    return file?.label?.[lang] ?? FIELDS[this.entity][field]?.[lang] ?? field;
  }

  #contactRow(field: string): { label?: { ru: string; en: string } | undefined } | undefined {
    return this.#work.file.fields.flatMap((f) => (f.type === 'contacts' ? f.rows : [])).find((r) => r.name === field);
  }
}

const chosen = (work: Compilation, set: string, alternatives: string): string => {
  const names = alternatives.split('|').map((n) => n.trim());
  return names.find((n) => work.schema?.type(set, n) ?? true) ?? names[0] ?? alternatives;
};

function sourceOf(file: MappingFile, collections: readonly string[], codecs: readonly Codec[], work: Compilation): Source {
  const needs = codecs.flatMap((c) => c.needs);
  const joined = new Set(file.joins.flatMap((j) => Object.values(j.take)));
  const followed = file.joins.flatMap((j) => (j.via !== undefined && j.part === undefined ? [j.via] : []));
  const own = needs.filter((n) => n.part === undefined && !joined.has(n.property)).map((n) => n.property);
  const scopeProperties = Object.keys(file.scope.in?.host ?? {}).concat(file.scope.in?.folder ? ['Parent_Key'] : []);
  const extra = [
    ...followed,
    file.id,
    file.version,
    file.mark,
    file.date,
    file.merged,
    ...Object.keys(file.only),
    ...scopeProperties,
  ];
  return {
    entity: file.entity,
    collections,
    reader: file.reader,
    id: file.id,
    version: file.version,
    properties: [...new Set([...extra.filter((p) => p !== null && p !== undefined), ...own])],
    parts: [...new Set(needs.flatMap((n) => n.part ?? []))],
    only: file.only,
    date: file.date ?? null,
    mark: file.mark ?? null,
    marker: file.marker ?? null,
    merged: file.merged ?? null,
    rows: file.fields.flatMap((f) =>
      f.type === 'lines' && f.objects
        ? [{ ...f.objects, part: f.part, properties: rowProperties(f.objects, f.part, needs) }]
        : [],
    ),
    joins: file.joins
      .filter((j) => work.isJoined(j))
      .map((j) => ({
        set: j.set,
        on: j.on ?? null,
        via: j.via ?? null,
        part: j.part ?? null,
        type: j.type ?? null,
        take: j.take,
        differ: j.differ ?? null,
        gaps: work.gaps(j).flatMap((g) => (g.part === null ? [] : [g.property])),
      })),
  };
}

function rowProperties(
  o: { id: string; version: string; head: string; order: string },
  part: string,
  needs: readonly { property: string; part?: string }[],
): string[] {
  return [...new Set([o.id, o.version, o.head, o.order, ...needs.flatMap((n) => (n.part === part ? n.property : []))])];
}

function passes(scope: ScopeFile, fields: Fields, at: ScopeAt, tables: Lookups): boolean {
  for (const [name, allowed] of Object.entries(scope.fields)) if (!allowed.includes(textOf(fields, name))) return false;
  const date = fields['date'];
  if (scope.from !== undefined && typeof date === 'string' && date.slice(0, 10) < scope.from) return false;
  if (scope.table !== undefined && at.hostId !== null && !(tables[scope.table]?.has(at.hostId) ?? false)) return false;
  const { object } = at;
  if (object)
    for (const [name, allowed] of Object.entries(scope.host)) if (!allowed.some((v) => v === object[name])) return false;
  if (scope.folder !== undefined && object && !inFolder(object['Parent_Key'] as string, scope.folder, tables)) return false;
  return true;
}

/** Folders are a lookup "folders" (GUID -> name) and "parents" (GUID -> GUID above). */
function inFolder(folder: string, wanted: readonly string[], tables: Lookups): boolean {
  for (let at: string | undefined = folder, depth = 0; at !== undefined && depth < 20; depth++, at = tables['parents']?.get(at)) {
    const name = tables['folders']?.get(at);
    if (name !== undefined && wanted.includes(name)) return true;
  }
  return false;
}
