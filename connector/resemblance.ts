/**
 * Why two cards may be of one company (features D2): numbers, names after each way people write them differently, phone, e-mail.
 * For people to judge by: nothing is ever linked by it (model.md 7).
 */
import jaroWinkler from 'jaro-winkler';
import { textOf } from './fields.ts';
import type { Fields } from './model.ts';
import { nameKey, oneScript, withoutForm } from './names.ts';
import { isTaxId } from './party.ts';

export type Reason =
  | 'inn' | 'inn-differs' | 'branch-differs' | 'name-same' | 'name-marks' | 'name-yo' | 'name-form' | 'name-look' | 'name-sound' | 'name-like' | 'phone' | 'email'; // prettier-ignore

/** What speaks against it. */
export const reasonsAgainst: ReadonlySet<Reason> = new Set(['inn-differs', 'branch-differs']);

export interface Resemblance {
  /** 0..1: how likely they are one. */
  readonly score: number;
  /** What speaks for it, and what against. */
  readonly reasons: readonly Reason[];
}

/** Ways to write one name, each a step that makes two of them equal; in the order of how little they change. */
const STEPS: readonly (readonly [Reason, (name: string) => string])[] = [
  ['name-marks', (name) => name.split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(' ')],
  ['name-yo', (name) => name.replaceAll('ё', 'е')],
  ['name-form', withoutForm],
  ['name-look', oneScript],
  ['name-sound', nameKey],
]; // prettier-ignore

const LIKE = 0.88;
/** Two different valid numbers are two companies, whatever else is equal. */
const DIFFERENT = 0.1;
const WEIGHT = { inn: 0.99, branch: 0.92, name: 0.8, phone: 0.6, email: 0.6, most: 0.98 } as const;

/** How two cards resemble each other. */
export function resemblance(a: Fields, b: Fields): Resemblance {
  const numbers = byNumbers(a, b);
  const soft = [byName(textOf(a, 'name'), textOf(b, 'name')), same(a, b, 'phone', digits), same(a, b, 'email', lower)];
  const reasons = [...numbers.reasons, ...soft.flatMap((s) => s.reasons)];
  if (numbers.reasons.includes('inn-differs')) return { score: DIFFERENT, reasons };
  const missed = soft.reduce((left, s) => left * (1 - s.score), 1);
  return { score: Math.max(numbers.score, Math.min(WEIGHT.most, 1 - missed)), reasons };
}

const NOTHING: Resemblance = { score: 0, reasons: [] };

function byNumbers(a: Fields, b: Fields): Resemblance {
  const [x, y] = [textOf(a, 'taxId'), textOf(b, 'taxId')];
  if (!isTaxId(x) || !isTaxId(y)) return NOTHING;
  if (x !== y) return { score: 0, reasons: ['inn-differs'] };
  const [k, l] = [textOf(a, 'branchCode'), textOf(b, 'branchCode')];
  return k !== '' && l !== '' && k !== l ? { score: WEIGHT.branch, reasons: ['inn', 'branch-differs'] } : { score: WEIGHT.inn, reasons: ['inn'] }; // prettier-ignore
}

function byName(a: string, b: string): Resemblance {
  if (nameKey(a) === '' || nameKey(b) === '') return NOTHING;
  const ways = waysBetween(a, b);
  if (ways !== null) return { score: WEIGHT.name, reasons: ways.length === 0 ? ['name-same'] : ways };
  const near = jaroWinkler(nameKey(a), nameKey(b));
  return near >= LIKE ? { score: near * WEIGHT.name, reasons: ['name-like'] } : NOTHING;
}

/** The steps without which they would not be equal; null: none makes them so. */
function waysBetween(a: string, b: string): Reason[] | null {
  for (let n = 0; n <= STEPS.length; n++) {
    const taken = STEPS.slice(0, n);
    if (written(a, taken) === written(b, taken))
      return taken.filter((step) => !areEqual(a, b, taken.filter((one) => one !== step))).map(([reason]) => reason); // prettier-ignore
  }
  return null;
}
/** Capitals are nobody's way of naming another company. */
const written = (name: string, steps: typeof STEPS): string => steps.reduce((text, [, step]) => step(text), name.toLowerCase().normalize('NFKC').trim()); // prettier-ignore
const areEqual = (a: string, b: string, steps: typeof STEPS): boolean => written(a, steps) === written(b, steps);

function same(a: Fields, b: Fields, field: 'phone' | 'email', fold: (text: string) => string): Resemblance {
  const [x, y] = [fold(textOf(a, field)), fold(textOf(b, field))];
  return x !== '' && x === y ? { score: WEIGHT[field], reasons: [field] } : NOTHING;
}

/** "+7 (495) 123-45-67", "8 495 1234567": without the code of the country, and nothing short of a whole number. */
const digits = (phone: string): string => {
  const all = phone.replace(/\D/g, '');
  return all.length < 10 ? '' : all.slice(-10);
};
const lower = (email: string): string => email.trim().toLowerCase();
