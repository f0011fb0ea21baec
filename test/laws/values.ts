/** Random canonical values: what a record may hold in a field, and what a host may say of it. */
import fc from 'fast-check';
import { FIELDS, VAT_RATES, type FieldSpec } from '../../connector/fields.ts';
import { add, unscaled } from '../../connector/decimal.ts';
import type { Fields, Row, Value } from '../../connector/model.ts';
import { recordIds, type FieldOf, type Sample } from './sample.ts';

const letters = [...'абвгдеёжЯЮ «»"№ABCxyz019.,-_/', 'й', '\n', '  '];
const canonical = (text: string): string | null => text.normalize('NFC').replace(/\r\n?/g, '\n').trim() || null;

/** Canonical text of at most `max` characters, or null. */
export const text = (max: number): fc.Arbitrary<string | null> =>
  fc.string({ unit: fc.constantFrom(...letters), maxLength: Math.min(max, 24) }).map((t) => canonical(t.slice(0, max)));

/** Decimal text of at most fifteen digits, `places` of them after the point. */
export const amount = (places: number, signed = true): fc.Arbitrary<string> => {
  const most = 10n ** 15n - 1n;
  const sizes = fc.oneof(fc.bigInt({ min: 0n, max: 100_000n }), fc.bigInt({ min: 0n, max: most }));
  return fc.tuple(sizes, fc.boolean()).map(([n, minus]) => {
    const digits = n.toString().padStart(places + 1, '0');
    const [whole, fraction] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places).replace(/0+$/, '')];
    const plain = fraction ? `${whole}.${fraction}` : whole;
    return signed && minus && n > 0n ? `-${plain}` : plain;
  });
};

export const date: fc.Arbitrary<string> = fc.integer({ min: 0, max: 25_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10)); // prettier-ignore
export const dateTime: fc.Arbitrary<string> = fc
  .tuple(date, fc.integer({ min: 0, max: 86_399 }))
  .map(([d, s]) => `${d}T${new Date(s * 1000).toISOString().slice(11, 19)}`);

const orNull = <T>(from: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(from, { nil: null, freq: 4 });

type Words = readonly (readonly [string | boolean | null, unknown])[];
const words = (field: FieldOf): (string | boolean | null)[] => (field['values'] as Words).map(([word]) => word);

/** How many places of a number a host keeps; amounts that add up elsewhere are made with these. */
const placesOf = (field: FieldOf | undefined, canonicalPlaces: number): number =>
  Math.min(Number(field?.['scale'] ?? canonicalPlaces), canonicalPlaces);

/** A value of one canonical field. Amounts and flags are never empty here: an empty one is a case of its own. */
export function valueOf(s: Sample, spec: FieldSpec, field: FieldOf | undefined): fc.Arbitrary<Value> {
  if (field?.type === 'choice') return fc.constantFrom(...words(field));
  if (field?.type === 'lookup')
    return orNull(fc.constantFrom(...new Set((s.lookups[field['table'] as string] ?? new Map<string, string>()).values())));
  switch (spec.type) {
    case 'text':
      return text(Math.min(spec.max ?? 50, field?.['long'] === 'shorten' ? 50 : Number(field?.['max'] ?? 50)));
    case 'money':
      return amount(4).chain((wide) => (field ? fc.oneof(fc.constant(wide), amount(placesOf(field, 4))) : fc.constant(wide)));
    case 'price':
    case 'quantity':
      return amount(6);
    case 'rate':
      return fc.integer({ min: 1, max: 10 ** 9 }).map((n) => unscaled(BigInt(n), placesOf(field, 6)));
    case 'date':
      return orNull(date);
    case 'dateTime':
      return orNull(dateTime);
    case 'instant':
      return orNull(dateTime.map((d) => `${d}.000Z`));
    case 'flag':
      return fc.boolean();
    case 'choice':
      return orNull(fc.constantFrom(...(spec.values ?? [])));
    case 'ref':
      return orNull(fc.constantFrom(...recordIds(spec.ref ?? 'counterparty')));
    case 'lines':
      return fc.array(line(s, field), { maxLength: 5 });
    case 'allocations':
      return fc.array(allocation, { maxLength: 4 });
  }
}

const allocation = fc.record({
  invoice: orNull(fc.constantFrom(...recordIds('invoice'))),
  amount: amount(2),
  settled: orNull(amount(2)),
  settledIn: orNull(fc.constantFrom(...recordIds('currency'))),
});

/** Lines that often look alike: few products, few texts, equal prices, so that rows have to be told apart. */
function line(s: Sample, field: FieldOf | undefined): fc.Arbitrary<Row> {
  const columns = new Map(((field?.['columns'] ?? []) as FieldOf[]).map((c) => [c.name, c]));
  const vatRate = columns.get('vatRate');
  const few = (places: number) => fc.oneof(fc.constantFrom('1', '2', '2.5'), amount(places, false));
  const vat = s.fields.get('vatTotal')?.type === 'vatTotal' ? 2 : 4; // a total that is the sum of the rounded lines
  return fc.record({
    product: orNull(fc.constantFrom(...recordIds('product'))),
    text: fc.oneof(fc.constantFrom('услуга', 'Товар', null), text(1000)),
    quantity: few(6),
    unit: orNull(fc.constantFrom(...recordIds('unit'))),
    price: few(6),
    discount: few(4),
    amount: few(4),
    vatRate: fc.constantFrom(...(vatRate ? (words(vatRate) as string[]) : VAT_RATES)),
    vatAmount: few(vat),
  });
}

/** A whole record: every canonical field, mapped or not. What contradicts itself is a case of its own, not part of the laws. */
export function record(s: Sample): fc.Arbitrary<Fields> {
  const { entity } = s.mapping;
  const made = Object.entries(FIELDS[entity]).map(([name, spec]) => [name, valueOf(s, spec, s.fields.get(name))] as const);
  return fc
    .record(Object.fromEntries(made))
    .map((fields) => ({ ...fields, ...partyKind(s, fields), ...vatTotal(s, fields), ...numericCode(s, fields) }));
}

/** Only a country abroad makes a company a foreign one. */
function partyKind(s: Sample, fields: Fields): Fields {
  if (s.fields.get('kind')?.type !== 'partyKind') return {};
  const home = fields['country'] === 'RU' || fields['country'] === null;
  const kind = fields['kind'] ?? null;
  return { kind: kind === 'company' || kind === 'foreign' ? (home ? 'company' : 'foreign') : kind };
}

/** A host without a VAT total in the header shows the sum of the lines. */
function vatTotal(s: Sample, fields: Fields): Fields {
  if (s.fields.get('vatTotal')?.type !== 'vatTotal') return {};
  return { vatTotal: add('0', ...(fields['lines'] as readonly Row[]).map((l) => String(l['vatAmount']))) };
}

/** One property of the host may stand for a word and for its number. */
function numericCode(s: Sample, fields: Fields): Fields {
  const code = s.fields.get('code');
  if (s.fields.get('numericCode') === undefined || code?.type !== 'choice') return {};
  return { numericCode: (code['values'] as [string, string][]).find(([word]) => word === fields['code'])?.[1] ?? null };
}
