/**
 * Texts made equal for the wall: case, ё, accents, spaces, quotes, punctuation, invisible characters and letters that look alike
 * in another alphabet are no difference. What is left is one code a letter or digit.
 */

/** Letters and digits people take for one another, small and capital shapes: each row is one letter. */
const ALIKE = ['аaα', 'б6', 'вbьβ', 'гrγ', 'дdδ', 'еeє', 'зz3', 'иu', 'кkκ', 'лλ', 'мmμ', 'нhη', 'оo0οσ', 'пnπ', 'рpρ', 'сcϲ', 'тtτ', 'уyυ', 'фφ', 'хxχ', 'ч4', 'іil1ıιӏ', 'јj', 'ѕs5', 'ѡwω', 'ѵv']; // prettier-ignore
const FIRST: ReadonlyMap<string, string> = new Map(ALIKE.flatMap((row) => [...row].map((c) => [c, row[0] ?? c] as const)));

export interface Folded {
  readonly codes: Uint16Array;
  readonly length: number;
}

/** What the quick table below knows by itself; anything else is taken apart by Unicode first. № is no letter. */
const RARE = /[^\x00-\x7f\u00a0\u00ab\u00bb\u0400-\u045f\u2010-\u2015\u2018-\u201f\u2026\u2116]/;

const UNKNOWN = 0xffff;
const TABLE = new Uint16Array(0x10000).fill(UNKNOWN);

/** 0 = dropped. */
function codeOf(unit: number): number {
  const known = TABLE[unit] ?? 0;
  return known === UNKNOWN ? learn(unit) : known;
}

function learn(unit: number): number {
  const base = String.fromCharCode(unit).toLowerCase().normalize('NFKD').slice(0, 1);
  const isKept = unit !== 0x2116 && /[\p{L}\p{N}]/u.test(base);
  const code = isKept ? (FIRST.get(base) ?? base).charCodeAt(0) : 0;
  TABLE[unit] = code;
  return code;
}

const takenApart = (text: string): string => (RARE.test(text) ? text.replaceAll('\u2116', '').normalize('NFKD') : text);

/**
 * The letters and digits of a text, folded.
 * @example fold('«Ёлка»').length // 4
 */
export function fold(text: string): Folded {
  const plain = takenApart(text);
  const codes = new Uint16Array(plain.length);
  let length = 0;
  for (let i = 0; i < plain.length; i++) {
    const code = codeOf(plain.charCodeAt(i));
    if (code !== 0) codes[length++] = code;
  }
  return { codes, length };
}

/** Which of the folded characters were digits before they were folded. */
export function digitsIn(text: string): boolean[] {
  const kept = [...takenApart(text)].filter((c) => c.length === 1 && codeOf(c.charCodeAt(0)) !== 0);
  return kept.map((c) => /\p{N}/u.test(c));
}
