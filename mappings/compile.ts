/**
 * A mapping file + what the host really has -> a Mapping, or everything that is wrong with it (sync-design A10, M2).
 */
import { createHash } from 'node:crypto';
import { FIELDS, fieldSpec, pick, textOf, unitFields } from '../connector/fields.ts';
import type { Fields, Unit, Value } from '../connector/model.ts';
import { buildCodec, type Choose } from './build.ts';
import { CannotWrite, type Codec, type Lookups, type Need, type Refs } from './codec.ts';
import { mappingFile, type FieldFile, type JoinFile, type MappingFile, type ScopeFile } from './file.ts';
import { internal, Payload, type HostObject } from './payload.ts';
import { COMPUTED } from './named.ts';
import type { Direction, Mapping, Needed, ScopeAt, Shown, Source, UnitMapping, Within } from './mapping.ts';

/** What a host has: filled from its live metadata. */
export interface HostSchema {
  hasSet(set: string): boolean;
  /** Type of a property of a set, or of one of its tabular parts; null = not there. */
  type(set: string, property: string, part?: string): string | null;
}

export type FindingCode =
  | 'mapping-invalid'
  | 'field-unknown'
  | 'field-twice'
  | 'unit-two-directions'
  | 'set-missing'
  | 'set-wanted'
  | 'property-missing'
  | 'property-left-out'
  | 'table-unknown'
  | 'type-differs'
  | 'field-private';

export interface MappingFinding {
  readonly code: FindingCode;
  readonly level: 'error' | 'info';
  readonly entity: string;
  readonly field: string | null;
  readonly set: string | null;
  readonly property: string | null;
  readonly detail: string;
}

export interface Compiled {
  readonly mapping: Mapping | null;
  readonly findings: readonly MappingFinding[];
}

/** Parses and compiles; `schema` null = nothing known about the host yet, the first alternative of each field is taken. */
export function compileMapping(raw: unknown, schema: HostSchema | null, options: { books?: boolean } = {}): Compiled {
  const parsed = mappingFile.safeParse(raw);
  if (!parsed.success) {
    const entity = typeof raw === 'object' && raw !== null && 'entity' in raw ? String(raw.entity) : '?';
    return {
      mapping: null,
      findings: parsed.error.issues.map((i) =>
        finding('mapping-invalid', entity, { field: i.path.join('.'), detail: i.message }),
      ),
    };
  }
  const work = new Compilation(parsed.data, schema, options.books ?? false);
  return work.result();
}

const finding = (code: FindingCode, entity: string, more: Partial<MappingFinding>): MappingFinding => ({
  code,
  entity,
  level: code === 'property-left-out' || code === 'set-wanted' ? 'info' : 'error',
  field: null,
  set: null,
  property: null,
  detail: '',
  ...more,
});

/** Types a value of this sort is read from without loss. */
const EDM: Readonly<Record<NonNullable<Need['is']>, RegExp>> = {
  flag: /^Edm\.Boolean$/,
  number: /^Edm\.(Double|Decimal|Int16|Int32|Int64)$/,
  date: /^Edm\.DateTime$/,
};

const setOf = (collection: string): string => collection.replace(/\?$/, '');

class Compilation {
  readonly file: MappingFile;
  readonly schema: HostSchema | null;
  readonly books: boolean;
  readonly findings: MappingFinding[] = [];
  readonly codecs: { field: FieldFile; codec: Codec }[] = [];

  constructor(file: MappingFile, schema: HostSchema | null, books: boolean) {
    this.file = file;
    this.schema = schema;
    this.books = books;
  }

  result(): Compiled {
    const collections = this.collections();
    const main = collections[0];
    if (main === undefined) return { mapping: null, findings: this.findings };
    this.buildCodecs(main);
    this.checkTables();
    this.checkNeeds(main);
    const units = this.units();
    if (this.findings.some((f) => f.level === 'error')) return { mapping: null, findings: this.findings };
    return { mapping: new CompiledMapping(this, collections, units, {}), findings: this.findings };
  }

  add(code: FindingCode, more: Partial<MappingFinding>): void {
    this.findings.push(finding(code, this.file.entity, more));
  }

  /** "Set?" may be absent; the others must be there. */
  collections(): string[] {
    return this.file.collections.flatMap((name) => {
      const set = setOf(name);
      if (!this.schema || this.schema.hasSet(set)) return [set];
      this.add(name.endsWith('?') ? 'property-left-out' : 'set-missing', { set });
      return [];
    });
  }

  chooser(main: string, field: FieldFile): Choose {
    return (alternatives, part) => {
      const mayMiss = alternatives.endsWith('?') || field.optional;
      const names = alternatives.replace(/\?$/, '').split('|').map((n) => n.trim()); // prettier-ignore
      if (!this.schema) return names[0] ?? null;
      const found = names.find((n) => this.has(main, n, part));
      if (found !== undefined) return found;
      this.miss(main, names.join(' | '), { field: field.name, part, optional: mayMiss });
      return null;
    };
  }

  /** A property is there if the set, the part, or a join provides it. */
  has(set: string, property: string, part?: string): boolean {
    if (property.startsWith('$') || COMPUTED.has(this.file.reader)) return true; // the adapter makes it
    if (this.file.joins.some((j) => this.hasThere(j, property, part))) return true;
    return this.schema?.type(set, property, part) !== null;
  }

  /** A property, or a part, that a joined object brings along. */
  hasThere = ({ set, take }: JoinFile, property: string, part?: string): boolean =>
    Object.entries(take).some(([from, to]) => {
      const type = part === undefined ? this.schema?.type(set, from) : this.schema?.type(set, property, from);
      return to === (part ?? property) && (type ?? null) !== null;
    });

  joined = (set: string): boolean => this.schema?.hasSet(set) ?? true;

  buildCodecs(main: string): void {
    const seen = new Set<string>();
    for (const field of this.file.fields) {
      const codec = buildCodec(field, this.file, this.chooser(main, field));
      if (!codec) continue;
      for (const name of codec.fields) {
        if (!fieldSpec(this.file.entity, name))
          this.add(isPrivateName(name) ? 'field-private' : 'field-unknown', { field: name });
        if (seen.has(name)) this.add('field-twice', { field: name });
        seen.add(name);
      }
      this.codecs.push({ field, codec });
    }
  }

  checkTables(): void {
    const tables = this.codecs.flatMap(({ field, codec }) =>
      field.type === 'lookup' || field.type === 'contacts' ? [[field.table, codec.fields[0]] as const] : [],
    );
    for (const [table, field] of tables)
      if (!(table in this.file.lookups)) this.add('table-unknown', { field: field ?? null, detail: table });
  }

  checkNeeds(main: string): void {
    if (!this.schema) return;
    for (const { field, codec } of this.codecs)
      for (const need of codec.needs) {
        this.checkType(main, field, need);
        if (!this.has(main, need.property, need.part))
          this.miss(main, need.property, { field: field.name, part: need.part, optional: need.optional });
      }
    for (const property of headOf(this.file)) if (!this.has(main, property)) this.miss(main, property);
    this.checkJoins(main, this.schema);
    this.checkLookups(this.schema);
    this.checkOthers(this.schema);
  }

  /** A property that is not there, told once. */
  miss(
    set: string,
    property: string,
    more: { field?: string; part?: string | undefined; optional?: boolean | undefined } = {},
  ): void {
    const { field = null, part: detail = '', optional = false } = more;
    const told = (f: MappingFinding): boolean =>
      f.set === set && f.detail === detail && (f.property === property || (f.property ?? '').split(' | ').includes(property));
    if (!this.findings.some(told))
      this.add(optional ? 'property-left-out' : 'property-missing', { field, set, property, detail });
  }

  checkJoins(main: string, schema: HostSchema): void {
    for (const join of this.file.joins) {
      const { set, on, via, part, type } = join;
      if (!schema.hasSet(set)) this.add('property-left-out', { set });
      for (const name of [on ?? via ?? ''].flatMap((n) => (type === undefined ? [n] : [n, `${n}_Type`])))
        if (on === undefined) {
          if (!this.has(main, name, part)) this.miss(main, name, { part });
        } else if (schema.hasSet(set) && schema.type(set, name) === null) this.miss(set, name);
      for (const gap of this.gaps(join)) this.miss(set, gap.property, { part: gap.part ?? undefined, optional: true });
    }
  }

  /** What this joined object does not have, though another one in its place may. */
  gaps({ set, take }: JoinFile): { part: string | null; property: string }[] {
    const { schema } = this;
    if (!schema?.hasSet(set)) return [];
    const needs = this.codecs.flatMap((c) => c.codec.needs);
    return Object.entries(take).flatMap(([from, to]): { part: string | null; property: string }[] => {
      if (needs.some((n) => n.property === to && n.part === undefined))
        return schema.type(set, from) === null ? [{ part: null, property: from }] : [];
      const columns = needs.filter((n) => n.part === to && schema.type(set, n.property, from) === null);
      return [...new Set(columns.map((n) => n.property))].map((property) => ({ part: to, property }));
    });
  }

  /** Sets the adapter reads besides: without one, what rests on it stays unknown. */
  checkOthers(schema: HostSchema): void {
    for (const name of this.file.alsoReads) {
      const set = setOf(name);
      if (!schema.hasSet(set)) this.add(name.endsWith('?') ? 'property-left-out' : 'set-wanted', { set });
    }
  }

  checkLookups(schema: HostSchema): void {
    for (const [name, { set, key, value, optional }] of Object.entries(this.file.lookups)) {
      if (!schema.hasSet(set)) this.add(optional ? 'property-left-out' : 'set-missing', { set, detail: name });
      else
        for (const wanted of [key, value])
          if (!wanted.split('|').some((n) => schema.type(set, n.trim()) !== null)) this.miss(set, wanted, { optional });
    }
  }

  /** A date that became a text, a flag that became a word: nothing is taken over until a person looked. */
  checkType(main: string, field: FieldFile, { property, part, is }: Need): void {
    const type = COMPUTED.has(this.file.reader) ? null : this.typeOf(main, property, part);
    if (is === undefined || type === null || type === undefined || EDM[is].test(type)) return;
    this.add('type-differs', { field: field.name, set: main, property, detail: type });
  }

  /** The type where the property really stands: in the set, or where a join takes it from. */
  typeOf(main: string, property: string, part?: string): string | null | undefined {
    const takes = (j: JoinFile) => Object.entries(j.take).find(([, to]) => to === (part ?? property))?.[0];
    const join = this.file.joins.find((j) => takes(j) !== undefined && this.joined(j.set));
    const from = join && takes(join);
    if (!join || from === undefined) return this.schema?.type(main, property, part);
    return part === undefined ? this.schema?.type(join.set, from) : this.schema?.type(join.set, property, from);
  }

  units(): UnitMapping[] {
    const byUnit = new Map<Unit, { names: string[]; files: FieldFile[] }>();
    for (const { field, codec } of this.codecs)
      for (const name of codec.fields) {
        const unit = fieldSpec(this.file.entity, name)?.unit;
        if (unit === undefined) continue;
        const entry = byUnit.get(unit) ?? { names: [], files: [] };
        entry.names.push(name);
        entry.files.push(ofRow(field, name));
        byUnit.set(unit, entry);
      }
    return [...byUnit].map(([unit, { names, files }]) => this.unit(unit, names, files));
  }

  unit(unit: Unit, fields: string[], files: FieldFile[]): UnitMapping {
    const directions = new Set(files.filter((f) => f.type !== 'vatTotal').map(directionOf));
    if (directions.size > 1) this.add('unit-two-directions', { field: unit, detail: [...directions].join(', ') });
    const action = files.find((f) => f.type === 'action');
    const policies = new Set(files.map((f) => f.policy));
    return {
      unit,
      fields,
      hash: digest(files),
      direction: [...directions][0] ?? 'from-host',
      policy: policies.has('ask') || policies.size > 1 ? 'ask' : ([...policies][0] ?? 'ask'),
      first: this.books ? 'theirs' : this.file.first,
      frozenWhenPosted: unitFields(this.file.entity, unit).some((f) => fieldSpec(this.file.entity, f)?.frozen === true),
      action: action?.type === 'action' ? { on: action.true, off: action.false ?? null } : null,
    };
  }
}

/** A row of the contact table is a field of its own: its direction, its policy, its hash. */
function ofRow(field: FieldFile, name: string): FieldFile {
  const row = field.type === 'contacts' ? field.rows.find((r) => r.name === name) : undefined;
  if (field.type !== 'contacts' || !row) return field;
  return { ...field, rows: [row], direction: row.direction ?? field.direction, policy: row.policy ?? field.policy };
}

/** What an object is told by, and what a create fills in; registers pass with fewer dimensions. */
function headOf(file: MappingFile): string[] {
  const read = file.reader === 'set' ? [file.id, file.version, file.mark, file.date, ...Object.keys(file.only)] : [];
  const made = file.create ? [...Object.keys(file.constants), ...Object.keys(file.copies), file.marker] : [];
  return [...read, ...made].filter((name) => name !== null && name !== undefined);
}

const directionOf = (field: FieldFile): Direction => (field.keep === 'link' ? 'keep-on-link' : field.direction);
const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);

/** Words of the private store: a mapping that names one is refused with this code, not just as unknown (B5.1). */
const isPrivateName = (name: string): boolean => /compet|rival|offer|stock|note|negotiat|конкур/i.test(name);

class CompiledMapping implements Mapping {
  readonly entity;
  readonly host: string;
  readonly units: readonly UnitMapping[];
  readonly needs: readonly Needed[];
  readonly source: Source;
  readonly lookups;
  readonly create: boolean;
  readonly onMark;
  readonly required: readonly string[];
  readonly hash: string;
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
    this.source = sourceOf(file, collections, this.#codecs, work);
    this.needs = this.#codecs.flatMap((c) =>
      c.needs.map((n) => ({ set: collections[0] ?? '', property: n.property, part: n.part ?? null })),
    );
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
      unmapped: (field: string, value: string) => void unmapped.push({ field, value }),
    };
    for (const codec of this.#codecs) codec.read(object, to);
    // A unit with a value nobody mapped is not known at all: half of it must not be compared (M4).
    for (const { field } of unmapped) for (const name of this.#unitOf(field)) Reflect.deleteProperty(out, name);
    return { fields: out, unmapped };
  }

  #unitOf(field: string): readonly string[] {
    return this.units.find((u) => u.fields.includes(field.split('.')[0] ?? field))?.fields ?? [];
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
    return Object.assign({}, ...names.map((f) => this.#byField.get(f)?.write(fields, [f], from) ?? {})) as HostObject;
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
  const extra = [...followed, file.id, file.version, file.mark, file.date, ...Object.keys(file.only), ...scopeProperties];
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
    joins: file.joins
      .filter((j) => work.joined(j.set))
      .map((j) => ({
        set: j.set,
        on: j.on ?? null,
        via: j.via ?? null,
        part: j.part ?? null,
        type: j.type ?? null,
        take: j.take,
        gaps: work.gaps(j).flatMap((g) => (g.part === null ? [] : [g.property])),
      })),
  };
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

export { CannotWrite, pick, type Refs };
