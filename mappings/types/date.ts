/** date, dateTime: wall clock text without a zone; the host's "no date" values are null (model.md 1, 9). */
import type { Scalar } from '../../connector/model.ts';
import { CannotWrite, property, scalarCodec, UnclearProperty, type Codec } from '../codec.ts';

export interface DateSpec {
  field: string;
  host: string;
  /** day: the host keeps no time of day. */
  precision: 'day' | 'second';
  /** The canonical field: date or dateTime. */
  kind: 'date' | 'dateTime';
  optional?: boolean | undefined;
  /** What an empty date is on the wire. */
  empty?: string | null | undefined;
  /** utc: the same wall clock with a Z behind it (a column without a zone of its own, hosts/dynamics.md 1.5). day: the day alone. */
  wire?: 'local' | 'utc' | 'day' | undefined;
}

const WIRE = /^((\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))(?:T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d))?$/;
const EMPTY = new Set(['0001-01-01', '1753-01-01']);

export function readDate(raw: unknown, kind: 'date' | 'dateTime', name: string): string | null {
  if (raw === null || raw === '') return null;
  const parts = typeof raw === 'string' ? WIRE.exec(raw) : null;
  if (!parts || !isInMonth(Number(parts[2]), Number(parts[3]), Number(parts[4]))) throw new UnclearProperty(name);
  const day = parts[1] ?? '';
  if (EMPTY.has(day)) return null;
  return kind === 'date' ? day : `${day}T${parts[5] ?? '00:00:00'}`;
}

const isInMonth = (year: number, month: number, day: number): boolean =>
  day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** What a host that keeps only the day shows of a moment. */
const dayOf = (value: Scalar): Scalar => (typeof value === 'string' ? `${value.slice(0, 10)}T00:00:00` : value);

/** Many invoices of a customer share a day: none of them is found by it. */
function noMoment(field: string): never {
  throw new CannotWrite('unmapped-value', field);
}

const withoutZone = (raw: unknown, wire: DateSpec['wire']): unknown =>
  wire === 'utc' && typeof raw === 'string' ? raw.replace(/Z$/, '') : raw;

export function dateCodec(spec: DateSpec): Codec {
  const { field, host, kind } = spec;
  const dayOnly = kind === 'dateTime' && spec.precision === 'day';
  return scalarCodec({
    field,
    needs: [{ property: host, is: 'date', ...(spec.optional ? { optional: true } : {}) }],
    read(object) {
      const value = readDate(withoutZone(property(object, host), spec.wire), kind, host);
      return dayOnly ? dayOf(value) : value;
    },
    write(value) {
      if (typeof value !== 'string') return { [host]: spec.empty === undefined ? '0001-01-01T00:00:00' : spec.empty };
      if (spec.wire === 'day') return { [host]: value.slice(0, 10) };
      const local = value.length === 10 ? `${value}T00:00:00` : dayOnly ? dayOf(value) : value;
      return { [host]: spec.wire === 'utc' ? `${String(local)}Z` : local };
    },
    ...(dayOnly ? { view: dayOf, where: () => noMoment(field) } : {}),
  });
}
