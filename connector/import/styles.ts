/** Which styles show a number as a date, and which show a currency. */
import { currencyIn } from './stated.ts';
import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

export interface Style {
  readonly isDate: boolean;
  readonly currency: string | null;
}

const BUILT_IN_DATES: readonly (readonly [number, number])[] = [[14, 22], [27, 36], [45, 47], [50, 58]]; // prettier-ignore

/** By the `s` of a cell. */
export async function readStyles(zip: Zip, part: string | null): Promise<readonly Style[]> {
  const [codes, formats] = [new Map<number, string>(), [] as number[]];
  if (part === null) return [];
  let inCells = false;
  await readXml(part, zip.part(part), {
    open: (tag, a) => {
      if (tag === 'cellXfs') inCells = true;
      if (tag === 'numFmt') codes.set(Number(a['numFmtId']), a['formatCode'] ?? '');
      if (tag === 'xf' && inCells) formats.push(Number(a['numFmtId'] ?? 0));
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  const made = new Map<number, Style>();
  return formats.map((id) => made.get(id) ?? made.set(id, styleOf(id, codes.get(id))).get(id) ?? { isDate: false, currency: null }); // prettier-ignore
}

function styleOf(id: number, code: string | undefined): Style {
  if (code === undefined) return { isDate: BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to), currency: null };
  return { isDate: isDateFormat(code), currency: currencyIn(code.replace(/[\\_*]/g, '').replaceAll('"', ' ').replace(/\[\$([^\]-]*)[^\]]*\]/g, ' $1 ')) }; // prettier-ignore
}

/** Days, months, years, hours or seconds, outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return !/general/i.test(bare) && /[dmyhs]/i.test(bare.replace(/e[+-]/gi, ''));
}
