/** Random objects as a host shows them, made from the mapping file alone: mapped properties, unmapped ones, rows of every sort. */
import fc from 'fast-check';
import type { Entity } from '../../connector/model.ts';
import { hostIds, strangers, type FieldOf, type Json, type Sample } from './sample.ts';
import { amount, date, dateTime, text } from './values.ts';

const ZERO = '00000000-0000-0000-0000-000000000000';
const NO_DATE = '0001-01-01T00:00:00';
type Props = fc.Arbitrary<Json>;

const padded = (max: number) => fc.tuple(text(max), fc.constantFrom('', ' ', '   ')).map(([t, pad]) => (t ?? '') + pad);
const wireNumber = (field: FieldOf) => amount(Number(field['scale'] ?? 2)).map((t) => (field['wire'] === 'text' ? t : Number(t)));
const one = (name: string, value: fc.Arbitrary<unknown>): Props => value.map((v) => ({ [name]: v }));

/** The property a host really has: the compiled mapping knows which alternative was chosen. */
const hostName = (s: Sample, field: FieldOf, part: string | null): string => {
  const wanted = String(field['host']).replace(/\?$/, '').split('|').map((n) => n.trim()); // prettier-ignore
  return wanted.find((n) => s.mapping.needs.some((x) => x.property === n && x.part === part)) ?? wanted[0] ?? '';
};

function reference(s: Sample, field: FieldOf, part: string | null): Props {
  const [name, entity] = [hostName(s, field, part), field['to'] as Entity];
  const id = fc.constantFrom(...hostIds(entity), ...strangers(entity));
  if (name.endsWith('_Key') || field['typeValue'] === undefined) return one(name, fc.oneof(id, fc.constant(ZERO)));
  const filled = id.map((v) => ({ [name]: v, [`${name}_Type`]: field['typeValue'] }));
  return fc.oneof(filled, fc.constant({ [name]: '', [`${name}_Type`]: 'StandardODATA.Undefined' }));
}

type ChoiceRow = readonly [unknown, unknown];
/** A row of the table; where it says "anything", any other value the table knows for that property. */
function choice(s: Sample, field: FieldOf): Props {
  const names = [field['host']].flat().map(String);
  const rows = (field['values'] as ChoiceRow[]).map(([, host]) => [host].flat());
  const known = names.map((_, i) => rows.map((r) => r[i]).filter((v) => v !== null));
  const kept = names.flatMap((n, i) =>
    n.endsWith('?') && !s.mapping.needs.some((x) => x.property === n.slice(0, -1)) ? [] : [i],
  );
  const usable = rows.filter((r) => kept.some((i) => r[i] !== null));
  return fc.tuple(fc.constantFrom(...usable), fc.tuple(...known.map((k) => fc.constantFrom(...k, '')))).map(([row, any]) =>
    Object.fromEntries(kept.map((i) => [String(names[i]).replace('?', ''), row[i] ?? (typeof known[i]?.[0] === 'boolean' ? any[i] === true : any[i])])),
  ); // prettier-ignore
}

/** The properties one field of the file rests on. */
export function properties(s: Sample, field: FieldOf, part: string | null = null): Props {
  const name = hostName(s, field, part);
  switch (field.type) {
    case 'text':
      return one(name, padded(Number(field['max'] ?? 50)));
    case 'money':
    case 'decimal':
      return one(name, wireNumber(field));
    case 'splitVat': {
      const inside = String(field['included']);
      return fc.tuple(wireNumber(field), fc.boolean()).map(([tax, on]) => (on ? { [name]: 0, [inside]: tax } : { [name]: tax, [inside]: 0 })); // prettier-ignore
    }
    case 'date':
    case 'dateTime':
      return one(name, fc.oneof(dateTime, date.map((d) => `${d}T00:00:00`), fc.constant(field['empty'] === null ? null : NO_DATE))); // prettier-ignore
    case 'taxNumber':
      return one(
        name,
        fc.constantFrom('', '7701000010', '7701000010/770101001', '770100001012', 'PL5422485927', '7701000010/', ' 7701000010'),
      );
    case 'flag':
    case 'action':
      return one(name, fc.boolean());
    case 'choice':
      return choice(s, field);
    case 'ref':
      return reference(s, field, part);
    case 'lookup':
    case 'lookupFlag':
      return one(name, fc.constantFrom(...(s.lookups[field['table'] as string]?.keys() ?? []), ZERO));
    case 'partyKind':
      return fc.record({ [name]: fc.constantFrom(field['company'], field['person'], ''), ...(field['soleTrader'] ? { [field['soleTrader'] as string]: fc.boolean() } : {}) }); // prettier-ignore
    case 'rate':
      return fc.record({ [name]: fc.integer({ min: 0, max: 10 ** 9 }).map((n) => n / 10 ** Number(field['scale'] ?? 4)), [String(field['per'])]: fc.constantFrom('0', '1', '10', '100', '10000') }); // prettier-ignore
    case 'lines':
      return one(String(field['part']), lineRows(s, field));
    case 'contacts':
      return one(String(field['part']), contactRows(s, field));
    case 'lastDate':
      return one(String(field['part']), fc.array(fc.record({ [String(field['column'])]: fc.oneof(dateTime, fc.constant(NO_DATE)) }), { maxLength: 3 })); // prettier-ignore
    default:
      return fc.constant({});
  }
}

const numbered = (rows: readonly Json[], column: unknown): Json[] =>
  rows.map((row, i) => (typeof column === 'string' ? { ...row, [column]: String(i + 1) } : row));
const merged = (props: readonly Props[]): Props => fc.tuple(...props).map((all) => Object.assign({}, ...all) as Json);
const extra = fc.record({ ЛишнееПоле: fc.string({ maxLength: 5 }), ЛишнееЧисло: fc.integer(), ИдентификаторСтроки: fc.uuid() });

function lineRows(s: Sample, field: FieldOf): fc.Arbitrary<Json[]> {
  const columns = (field['columns'] as FieldOf[]).map((c) => properties(s, c, String(field['part'])));
  return fc.array(merged([...columns, extra]), { maxLength: 4 }).map((rows) => numbered(rows, field['number']));
}

/** Rows of our kinds (several of one kind too), of kinds nobody maps, and without a kind. */
function contactRows(s: Sample, field: FieldOf): fc.Arbitrary<Json[]> {
  const columns = field['columns'] as Record<'type' | 'kind' | 'text' | 'number', string>;
  const kinds = field['rows'] as FieldOf[];
  const more = [...new Set(kinds.flatMap((k) => [...((k['repeats'] ?? []) as string[]), ...((k['empties'] ?? []) as string[])]))];
  const table = [...(s.lookups[String(field['table'])] ?? [])];
  const mapped = kinds.map((k) => [k.type, table.find(([, name]) => name === k['kind'])?.[0] ?? ZERO] as const);
  const any = fc.tuple(
    fc.constantFrom('Skype', 'Факс', ...kinds.map((k) => k.type)),
    fc.constantFrom(ZERO, '', ...table.map(([id]) => id), ...strangers('unit')),
  );
  const rest = fc.record({
    ...Object.fromEntries(more.map((m) => [m, fc.string({ maxLength: 6 })])),
    ВидДляСписка_Key: fc.constantFrom(ZERO, ...strangers('unit')),
  });
  const row = fc
    .tuple(fc.oneof(any, fc.constantFrom(...mapped)), padded(60), rest)
    .map(([[type, kind], shown, others]) => ({ [columns.type]: type, [columns.kind]: kind, [columns.text]: shown, ...others }));
  return fc.array(row, { maxLength: 7 }).map((rows) => numbered(rows, columns.number));
}

/** Later ones win where two fields rest on one property: the table of words or countries knows what may stand there. */
const ORDER = ['text', 'flag', 'action', 'partyKind', 'lookupFlag', 'lookup', 'choice'];

export function hostObject(s: Sample): fc.Arbitrary<Json> {
  const fields = [...(s.file['fields'] as FieldOf[])].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
  const rest = fc.record({ Ref_Key: fc.constantFrom(...strangers(s.mapping.entity)), DataVersion: fc.string(), ЛишнееПоле: fc.string(), ДополнительныеРеквизиты: fc.array(extra, { maxLength: 2 }), Удалить: fc.constantFrom(null, '', 0) }); // prettier-ignore
  return merged([rest, ...fields.map((f) => properties(s, f))]);
}

/** What the host fills in itself where a create says nothing. */
export function emptyObject(s: Sample): Json {
  const made: Record<string, unknown> = {};
  for (const { property, part } of s.mapping.needs) if (part === null) made[property] = emptyOf(s, property);
  for (const { part } of s.mapping.needs) if (part !== null) made[part] = [];
  return made;
}

function emptyOf(s: Sample, property: string): unknown {
  const field = (s.file['fields'] as FieldOf[]).find((f) => [f['host']].flat().some((h) => String(h).includes(property)));
  if (property.endsWith('_Key')) return ZERO;
  if (property.endsWith('_Type')) return 'StandardODATA.Undefined';
  if (field?.type === 'money' || field?.type === 'decimal' || field?.type === 'rate') return 0;
  if (field?.type === 'date' || field?.type === 'dateTime') return NO_DATE;
  const words = field?.type === 'choice' ? (field['values'] as ChoiceRow[]).flatMap(([, host]) => host) : [];
  return field?.type === 'flag' || field?.type === 'action' || words.some((w) => typeof w === 'boolean') ? false : '';
}
