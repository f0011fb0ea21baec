/**
 * Russian and foreign identity of a counterparty: ИНН, КПП, ОГРН (hosts/1c.md 4.7, model.md 7).
 * An invalid number is kept and marked; it is only never used as a key.
 */
const digitsOnly = /^\d+$/;
const WEIGHTS_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const WEIGHTS_11 = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const WEIGHTS_12 = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

function checkDigit(text: string, weights: readonly number[]): number {
  const sum = weights.reduce((s, w, i) => s + w * (text.charCodeAt(i) - 48), 0);
  return (sum % 11) % 10;
}

/** 10 digits for a company, 12 for a person or sole trader; check digits right; not all digits equal. */
export function isTaxId(text: string): boolean {
  if (!digitsOnly.test(text) || isPlaceholder(text)) return false;
  if (text.length === 10) return checkDigit(text, WEIGHTS_10) === Number(text[9]);
  if (text.length !== 12) return false;
  return checkDigit(text, WEIGHTS_11) === Number(text[10]) && checkDigit(text, WEIGHTS_12) === Number(text[11]);
}

export const isBranchCode = (text: string): boolean => /^\d{4}[0-9A-Z]{2}\d{3}$/.test(text) && !isPlaceholder(text);

/** ОГРН 13 digits (mod 11), ОГРНИП 15 digits (mod 13). */
export function isRegistrationNo(text: string): boolean {
  if (!digitsOnly.test(text) || isPlaceholder(text)) return false;
  if (text.length !== 13 && text.length !== 15) return false;
  const divisor = text.length === 13 ? 11n : 13n;
  const rest = BigInt(text.slice(0, -1)) % divisor;
  return Number(rest % 10n) === Number(text.at(-1));
}

/** "0000000000", "1111111111": typed to get past a form, never an identity. */
export const isPlaceholder = (text: string): boolean => text.length > 1 && [...text].every((c) => c === text[0]);
