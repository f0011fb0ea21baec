import { zeroGuid } from '../base/rows.ts';

/** What 1C compares: values of different types are never equal, and no error is raised (1c.md 2.7). */
export type ValueKind =
  | 'string'
  | 'number'
  | 'boolean'
  | 'date'
  | 'guid'
  | 'reference'
  | 'composite'
  | 'cast'
  | 'null'
  | 'storage';

export interface Typed {
  readonly value: string | number | boolean | null;
  /** Composite values and casts: the name of their type. */
  readonly type?: string;
}

type Test = (a: Typed, b: Typed) => boolean;

export function compare(operator: string, left: ValueKind, right: ValueKind): Test {
  const equal = equality(left, right);
  if (operator === 'eq') return equal;
  if (operator === 'ne') return (a, b) => !equal(a, b);
  if (!areComparable(left, right)) return () => false;
  return (a, b) => ordered(operator, order(a.value, b.value));
}

function equality(left: ValueKind, right: ValueKind): Test {
  const pair = new Set([left, right]);
  if (pair.has('null')) return (a, b) => (left === 'null' ? b : a).value === null;
  if (pair.has('composite') || pair.has('cast')) return compositeEquality(left, right);
  if (!areComparable(left, right)) return () => false;
  return (a, b) => a.value !== null && b.value !== null && order(a.value, b.value) === 0;
}

/** A composite equals a cast reference of the same type; compared with a bare GUID it is never equal. A string only meets strings. */
function compositeEquality(left: ValueKind, right: ValueKind): Test {
  const kinds = new Set([left, right]);
  if (kinds.has('guid') && kinds.has('composite')) return () => false;
  if (kinds.has('guid') || kinds.has('reference')) return (a, b) => a.value === b.value && a.value !== '';
  if (kinds.has('string')) return (a, b) => isText(a) && isText(b) && order(a.value, b.value) === 0;
  if (kinds.has('number')) return (a, b) => [a.type, b.type].includes('Edm.Double') && Number(a.value) === Number(b.value);
  return (a, b) => a.type === b.type && a.value === b.value && a.value !== '';
}

const isText = ({ type }: Typed): boolean => type === undefined || type === 'Edm.String';

function areComparable(left: ValueKind, right: ValueKind): boolean {
  const family = (kind: ValueKind): ValueKind => (kind === 'reference' ? 'guid' : kind);
  return family(left) === family(right);
}

/** The database compares text without regard to case and without trailing spaces. */
export function order(a: Typed['value'], b: Typed['value']): number {
  const left = comparable(a);
  const right = comparable(b);
  if (left === right) return 0;
  return left === null || (right !== null && left < right) ? -1 : 1;
}

function comparable(value: Typed['value']): string | number | null {
  if (typeof value === 'string') return value === zeroGuid ? '' : value.toLowerCase().trimEnd();
  return typeof value === 'boolean' ? Number(value) : value;
}

function ordered(operator: string, sign: number): boolean {
  switch (operator) {
    case 'gt':
      return sign > 0;
    case 'ge':
      return sign >= 0;
    case 'lt':
      return sign < 0;
    default:
      return sign <= 0;
  }
}
