/** Finds the row with the heads: the one that names most fields. Heads may take two rows ("Цена" over "с НДС"). */
import { fieldOf, type Field } from './heads.ts';
import { currencyIn, vatIn, withoutCurrency } from './stated.ts';
import { textOf, type Row } from './table.ts';

export interface Head {
  /** By column. */
  readonly heads: readonly string[];
  /** Index of the first row of goods. */
  readonly after: number;
  /** Everything said above: "Цены с НДС, в рублях". */
  readonly above: string;
}

/** A title, an address and the terms stand above a list, not a whole letter. */
const SEARCHED = 60;

export function findHead(rows: readonly Row[]): Head | null {
  let best: { head: Head; score: number } | null = null;
  for (let i = 0; i < Math.min(rows.length, SEARCHED); i++)
    for (const head of [oneRow(rows, i), twoRows(rows, i)]) {
      const score = head ? scoreOf(head.heads) : 0;
      if (head && (score > (best?.score ?? 0) || (head.after === i + 2 && best?.head.after === i + 1 && score === best.score)))
        best = { head, score };
    }
  return best?.head ?? null;
}

const headsOf = (row: Row | undefined): string[] => Array.from(row?.cells ?? [], textOf);
const textAbove = (rows: readonly Row[], to: number): string => rows.slice(0, to).flatMap(headsOf).join(' ').slice(0, 5000); // prettier-ignore

const oneRow = (rows: readonly Row[], i: number): Head => ({ heads: headsOf(rows[i]), after: i + 1, above: textAbove(rows, i) });

function twoRows(rows: readonly Row[], i: number): Head | null {
  const [upper, lower] = [headsOf(rows[i]), headsOf(rows[i + 1])];
  const isHead = lower.some((h, c) => goesUnder(upper[c] ?? '', h)) && !lower.some((h, c) => isOfGoods(upper[c] ?? '', h));
  if (!isHead || upper.length === 0) return null;
  let over = '';
  const heads = Array.from({ length: Math.max(upper.length, lower.length) }, (_, c) => {
    const below = lower[c] ?? '';
    over = (upper[c] ?? '') || (below ? over : '');
    return `${over} ${below}`.trim();
  });
  return { heads, after: i + 2, above: textAbove(rows, i) };
}

const KIND = /опт|розн|дилер|wholesale|retail|dealer|цена|price/i;
/** "без НДС" under "Цена", a head under nothing: not the first of the goods, not the name of a group. */
const goesUnder = (upper: string, lower: string): boolean =>
  (upper === '' || fieldOf(upper) === 'price') && (vatIn(lower) !== null || currencyIn(lower) !== null || KIND.test(lower) || (upper === '' && fieldOf(lower) !== null)); // prettier-ignore

/** A sum, with or without its currency, or what names one of the goods: the first row of them must not be lost among the heads. */
function isOfGoods(upper: string, lower: string): boolean {
  if (/^[\d\s.,]*\d[\d\s.,]*$/.test(withoutCurrency(lower).number)) return true;
  const over = fieldOf(upper);
  return (over === 'name' || over === 'sku') && lower !== '' && fieldOf(lower) === null;
}

/** Different fields; a row counts only with a price and something that names the goods. */
function scoreOf(heads: readonly string[]): number {
  const fields = new Set(heads.map(fieldOf).filter((f): f is Field => f !== null && f !== '-'));
  const isHead = fields.has('price') && (fields.has('name') || fields.has('sku'));
  return isHead ? fields.size : 0;
}
