/**
 * A mapping file + what the host really has -> a Mapping, or everything that is wrong with it (sync-design A10, M2).
 */
import { fieldSpec, isDerived, unitFields } from '../connector/fields.ts';
import type { Unit } from '../connector/model.ts';
import { buildCodec, columnsOf, type Choose } from './build.ts';
import type { Codec, Need } from './codec.ts';
import { CompiledMapping, digest } from './compiled.ts';
import { mappingFile, type FieldFile, type JoinFile, type MappingFile } from './file.ts';
import { COMPUTED, nameOf, namedIn } from './named.ts';
import { operationSet, operationsIn } from './soap.ts';
import { isPrivateName, isPrivateThere } from './private-words.ts';
import type { Direction, Mapping, UnitMapping } from './mapping.ts';

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
  | 'date-shifts'
  | 'price-type-absent'
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

/** What is wrong, and where; whatever is not named is not about one thing. */
export const finding = (code: FindingCode, entity: string, more: Partial<MappingFinding>): MappingFinding => ({
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
  date: /^Edm\.(DateTime|DateTimeOffset|Date)$/,
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
    this.checkPrivate();
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
      if (mayMiss && names.every((n) => this.isUnjoined(n))) return null; // the join says what is missing
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

  isJoined = (join: JoinFile): boolean => this.joined(join.set) && (!join.optional || this.missingEnds(join).length === 0);

  /** What the base lacks of a join: the reference here, or what it takes there. */
  missingEnds({ set, on, via, part, take }: JoinFile): { set: string; part?: string | undefined; property: string }[] {
    const main = setOf(this.file.collections[0] ?? '');
    const there = [...(on === undefined ? [] : [on]), ...Object.keys(take)].map((property) => ({ set, property }));
    const ends = [...(via === undefined ? [] : [{ set: main, part, property: via }]), ...there];
    const { schema } = this;
    if (!schema) return [];
    return ends.filter((e) => schema.hasSet(e.set) && schema.type(e.set, e.property, 'part' in e ? e.part : undefined) === null);
  }

  /** What nothing but a join brings, where none of them is there. */
  isUnjoined(property: string): boolean {
    const bringing = this.file.joins.filter((j) => Object.values(j.take).includes(property));
    return bringing.length > 0 && !bringing.some((j) => this.isJoined(j));
  }

  buildCodecs(main: string): void {
    const seen = new Set<string>();
    for (const field of this.file.fields) {
      const codec = buildCodec(field, this.file, this.chooser(main, field));
      if (!codec) continue;
      for (const name of codec.fields) {
        if (!fieldSpec(this.file.entity, name)) this.addUnknown(name);
        if (seen.has(name)) this.add('field-twice', { field: name });
        seen.add(name);
      }
      this.codecs.push({ field, codec });
    }
    this.dropSumsAlone();
  }

  /** What a counterparty owes goes nowhere without its currency: the column of that is named as left out. */
  dropSumsAlone(): void {
    const isSum = ({ codec }: { codec: Codec }): boolean =>
      codec.fields.some((f) => isDerived(this.file.entity, fieldSpec(this.file.entity, f)?.unit ?? f));
    if (this.file.entity !== 'counterparty' || this.codecs.some(({ codec }) => codec.fields.includes('debtCurrency'))) return;
    const kept = this.codecs.filter((c) => !isSum(c));
    this.codecs.splice(0, this.codecs.length, ...kept);
  }

  addUnknown(field: string): void {
    this.add(isPrivateName(field) ? 'field-private' : 'field-unknown', { field });
  }

  /** Columns of lines, scopes, and what the host calls things: the private store has no place in any of them. */
  checkPrivate(): void {
    for (const field of this.file.fields)
      if (field.type === 'lines')
        for (const { name } of field.columns)
          if (!columnsOf(this.file.entity, field.name).includes(name)) this.addUnknown(`${field.name}.${name}`);
    for (const scope of [this.file.scope.in, this.file.scope.out])
      for (const field of Object.keys(scope?.fields ?? {})) if (isPrivateName(field)) this.addUnknown(field);
    for (const named of namedIn(this.file).filter((n) => isPrivateThere(nameOf(n))))
      this.add('field-private', { set: named.set, property: named.property, detail: nameOf(named) });
  }

  checkTables(): void {
    const tables = this.codecs.flatMap(({ field, codec }) =>
      field.type === 'lookup' || field.type === 'lookupFlag' || field.type === 'contacts'
        ? [[field.table, codec.fields[0]] as const]
        : [],
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
    this.checkOperations(this.schema);
    this.checkJoins(main, this.schema);
    this.checkLookups(this.schema);
    this.checkOthers(this.schema);
  }

  /** What a web service is asked by: operations, and what is sent with them. */
  checkOperations(schema: HostSchema): void {
    for (const { operation, send } of this.file.soap ? operationsIn(this.file.soap) : []) {
      const set = operationSet(operation);
      if (!schema.hasSet(set)) this.add('set-missing', { set });
      else for (const name of Object.keys(send)) if (schema.type(set, name) === null) this.miss(set, name);
    }
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
      if (join.optional) {
        for (const end of this.missingEnds(join)) this.miss(end.set, end.property, { part: end.part, optional: true });
        continue;
      }
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
      direction: isDerived(this.file.entity, unit) ? 'to-host' : ([...directions][0] ?? 'from-host'),
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
  const read = file.reader === 'set' ? [file.id, file.version, file.mark, file.date, file.merged, ...Object.keys(file.only)] : [];
  const made = file.create ? [...Object.keys(file.constants), ...Object.keys(file.copies), file.marker] : [];
  return [...read, ...made].filter((name) => name !== null && name !== undefined);
}

const directionOf = (field: FieldFile): Direction => (field.keep === 'link' ? 'keep-on-link' : field.direction);
