import type { Random } from '../../kit/random.ts';

/** Russian tax and registration numbers with valid check digits (1c.md 4.7). */
const weights10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const weights11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const weights12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

const digits = (text: string): number[] => Array.from(text, Number);
const control = (text: string, weights: readonly number[]): number =>
  (digits(text).reduce((sum, digit, i) => sum + digit * (weights[i] ?? 0), 0) % 11) % 10;

export function isValidInn(inn: string): boolean {
  if (/^\d{10}$/.test(inn)) return control(inn.slice(0, 9), weights10) === Number(inn[9]);
  if (!/^\d{12}$/.test(inn)) return false;
  return control(inn.slice(0, 10), weights11) === Number(inn[10]) && control(inn.slice(0, 11), weights12) === Number(inn[11]);
}

const number = (random: Random, length: number): string => Array.from({ length }, () => random.whole(0, 9)).join('');

export function companyInn(random: Random, office: string): string {
  const body = office + number(random, 5);
  return body + String(control(body, weights10));
}

export function personInn(random: Random, office: string): string {
  const body = office + number(random, 6);
  const eleven = body + String(control(body, weights11));
  return eleven + String(control(eleven, weights12));
}

/** The right number of digits and a wrong check digit. */
export function spoiledInn(inn: string): string {
  return inn.slice(0, -1) + String((Number(inn.at(-1)) + 1) % 10);
}

/** ОГРН of 13 digits, or ОГРНИП of 15. */
export function registrationNumber(random: Random, office: string, isPerson: boolean): string {
  const year = String(random.whole(3, 24)).padStart(2, '0');
  const body = `${isPerson ? '3' : '1'}${year}${office.slice(0, 2)}${number(random, isPerson ? 9 : 7)}`;
  return body + String(BigInt(body) % BigInt(isPerson ? 13 : 11)).slice(-1);
}
