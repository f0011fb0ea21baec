/** One field of a mapping file -> its codec. The switch is the closed list of types. */
import { FIELDS } from '../connector/fields.ts';
import type { Entity } from '../connector/model.ts';
import { computedCodec, type Codec } from './codec.ts';
import type { FieldFile, MappingFile } from './file.ts';
import { choiceCodec } from './types/choice.ts';
import { contactsCodec } from './types/contacts.ts';
import { dateCodec } from './types/date.ts';
import { decimalCodec } from './types/decimal.ts';
import { flagCodec } from './types/flag.ts';
import { lastDateCodec } from './types/last-date.ts';
import { linesCodec, type LinesSpec } from './types/lines.ts';
import { lookupCodec } from './types/lookup.ts';
import { lookupFlagCodec } from './types/lookup-flag.ts';
import { partyKindCodec } from './types/party-kind.ts';
import { rateCodec } from './types/rate.ts';
import { refCodec } from './types/ref.ts';
import { splitVatCodec } from './types/split-vat.ts';
import { taxNumberCodec } from './types/tax-number.ts';
import { textCodec } from './types/text.ts';
import { vatTotalCodec } from './types/vat-total.ts';

/** Chooses the property a host really has: "A | B" -> "B"; null = none of them. */
export type Choose = (alternatives: string, part?: string) => string | null;

export const LINE_COLUMNS = [
  'product',
  'text',
  'quantity',
  'unit',
  'price',
  'discount',
  'amount',
  'vatRate',
  'vatAmount',
] as const;
const ALLOCATION_COLUMNS = ['invoice', 'amount', 'settled', 'settledIn'] as const;

/** What a row of this field has. */
export const columnsOf = (entity: Entity, field: string): readonly string[] =>
  FIELDS[entity][field]?.type === 'allocations' ? ALLOCATION_COLUMNS : LINE_COLUMNS;

/** Null = the host has no such property and the field may be left out. */
export function buildCodec(field: FieldFile, file: MappingFile, choose: Choose): Codec | null {
  const codec = build(field, file, choose);
  return codec && isComputed(field) ? computedCodec(codec) : codec;
}

/** What is never sent, whatever the direction of its unit. */
export const isComputed = (field: { computed?: true | undefined; minus?: string | undefined }): boolean =>
  field.computed === true || field.minus !== undefined;

function build(field: FieldFile, file: MappingFile, choose: Choose): Codec | null {
  switch (field.type) {
    case 'contacts':
      return contactsCodec({
        part: field.part,
        table: field.table,
        columns: field.columns,
        kinds: field.rows.map((r) => ({
          ...r,
          field: r.name,
          repeats: r.repeats?.filter(there(choose, field.part)),
          empties: r.empties?.filter(there(choose, field.part)),
        })),
      });
    case 'lines':
      return buildLines(field, file, choose);
    case 'vatTotal':
      return vatTotalCodec({ field: field.name, part: field.part, column: field.column, lines: 'lines', scale: vatScale(file) });
    case 'lastDate':
      return lastDateCodec({ field: field.name, part: field.part, column: field.column });
    case 'choice':
      return buildChoice(field, choose);
    default:
      return buildSimple(field, file, choose);
  }
}

/** Columns that only follow others: left out where the host does not have them. */
const there =
  (choose: Choose, part: string) =>
  (column: string): boolean =>
    choose(`${column}?`, part) !== null;

/** The total of rounded lines has no more places than a line. */
function vatScale(file: MappingFile): number {
  const columns = file.fields.flatMap((f) => (f.type === 'lines' ? f.columns : []));
  const vat = columns.find((c) => c.name === 'vatAmount');
  return vat?.type === 'money' || vat?.type === 'decimal' || vat?.type === 'splitVat' ? vat.scale : 2;
}

type Simple =
  | Exclude<FieldFile, { type: 'contacts' | 'lines' | 'vatTotal' | 'lastDate' | 'choice' }>
  | Extract<Extract<FieldFile, { type: 'lines' }>['columns'][number], { type: 'splitVat' }>;

function buildSimple(field: Simple, file: MappingFile, choose: Choose, part?: string): Codec | null {
  const host = choose(field.host, part);
  if (host === null) return null;
  const { name, optional } = field;
  switch (field.type) {
    case 'text':
      return textCodec({ field: name, host, max: field.max, long: field.long, same: field.same, optional });
    case 'money':
    case 'decimal':
      return decimalCodec({ field: name, host, scale: field.scale, wire: field.wire, minus: field.minus, empty: field.empty });
    case 'splitVat':
      return splitVatCodec({ field: name, host, included: choose(`${field.included}?`, part), scale: field.scale });
    case 'date':
    case 'dateTime':
      return dateCodec({
        field: name,
        host,
        kind: field.type,
        precision: field.precision,
        optional,
        wire: field.wire,
        ...(field.empty === undefined ? {} : { empty: field.empty }),
      });
    case 'flag':
      return flagCodec({ field: name, host, optional, empty: field.empty });
    case 'action':
      return flagCodec({ field: name, host, optional });
    case 'ref':
      return refCodec({
        field: name,
        host,
        entity: field.to as Entity,
        typeValue: host.endsWith('_Key') ? undefined : field.typeValue,
        optional,
        loose: field.loose,
        through: field.through,
        bind: field.bind,
        brings: field.brings,
        without: field.without,
        ...(field.self ? { selfId: file.id } : {}),
      });
    case 'lookup':
      return lookupCodec({ field: name, host, table: field.table, optional });
    case 'lookupFlag':
      return lookupFlagCodec({ field: name, host, table: field.table });
    case 'partyKind':
      return buildPartyKind(field, host, choose);
    case 'taxNumber':
      return taxNumberCodec({ host, foreign: field.foreign, max: field.max });
    case 'rate':
      return rateCodec({ field: name, host, per: field.per, scale: field.scale });
  }
}

function buildPartyKind(field: Extract<FieldFile, { type: 'partyKind' }>, host: string, choose: Choose): Codec {
  const soleTrader = field.soleTrader === undefined ? undefined : (choose(field.soleTrader) ?? undefined);
  return partyKindCodec({
    field: field.name,
    legal: { host, company: field.company, person: field.person },
    soleTrader,
    country: field.country,
  });
}

function buildLines(field: Extract<FieldFile, { type: 'lines' }>, file: MappingFile, choose: Choose): Codec {
  const columns = field.columns.flatMap((c) => {
    const codec = c.type === 'choice' ? buildChoice(c, choose, field.part) : buildSimple(c, file, choose, field.part);
    return codec && isComputed(c) ? computedCodec(codec) : (codec ?? []);
  });
  const number = field.number === undefined ? null : choose(`${field.number}?`, field.part);
  const all = columnsOf(file.entity, field.name);
  return linesCodec({
    field: field.name,
    part: field.part,
    columns,
    identity: field.identity,
    all,
    number: number ?? undefined,
    constants: field.objects?.constants,
    writeIn: writeInOf(field.columns),
    goods: field.columns.find((c) => c.type === 'ref' && c.to === 'product')?.name,
  });
}

function writeInOf(columns: Extract<FieldFile, { type: 'lines' }>['columns']): LinesSpec['writeIn'] {
  for (const c of columns)
    if (c.type === 'ref' && c.writeIn !== undefined) return { ref: c.name, entity: c.to as Entity, text: c.writeIn };
  return undefined;
}

interface ChoiceField {
  name: string;
  host: string | string[];
  values: ChoiceRows;
  empty?: null | undefined;
  optional?: boolean | undefined;
}

/** "Property?" is left out, with its column of the table, where the host does not have it; an optional field as a whole. */
function buildChoice(field: ChoiceField, choose: Choose, part?: string): Codec | null {
  const names = [field.host].flat();
  const found = names.map((h) => (h.endsWith('?') || field.optional ? choose(h, part) : (choose(h, part) ?? h)));
  const kept = found.flatMap((h, i) => (h === null ? [] : [i]));
  if (field.optional && kept.length < names.filter((h) => !h.endsWith('?')).length) return null;
  const rows = rowsOf(field.values).filter((row) => row.host.every((v, i) => kept.includes(i) || v === null));
  return choiceCodec({
    field: field.name,
    host: kept.map((i) => found[i] ?? ''),
    values: rows.map((r) => ({ ...r, host: kept.map((i) => r.host[i]) })),
    empty: field.empty === null ? null : '',
  });
}

type ChoiceRows = Extract<FieldFile, { type: 'choice' }>['values'];
const rowsOf = (values: ChoiceRows) => values.map(([word, host]) => ({ word, host: Array.isArray(host) ? host : [host] }));
