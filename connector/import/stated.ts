/** What words around a price say of it: its currency, and whether VAT is inside. */
const CURRENCIES: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:byn|бел\p{L}*\.?\s*руб\p{L}*)/iu, 'BYN'],
  [/₽|(?<!\p{L})(?:руб\p{L}*|р(?=\.|\/|$)|rub|rur)(?!\p{L})/iu, 'RUB'],
  [/€|(?<!\p{L})(?:eur|евро|euro)(?!\p{L})/iu, 'EUR'],
  [/£|(?<!\p{L})gbp(?!\p{L})/iu, 'GBP'],
  [/₸|(?<!\p{L})(?:kzt|тенге|тг)(?!\p{L})/iu, 'KZT'],
  [/₴|(?<!\p{L})(?:uah|грн)(?!\p{L})/iu, 'UAH'],
  [/₺|(?<!\p{L})try(?!\p{L})/iu, 'TRY'],
  [/¥|(?<!\p{L})(?:cny|rmb|юан\p{L}*)(?!\p{L})/iu, 'CNY'],
  [/\$|(?<!\p{L})(?:usd|долл\p{L}*)(?!\p{L})/iu, 'USD'],
];

/** The one currency a text names; null = none, or more than one. */
export function currencyIn(text: string): string | null {
  const named = CURRENCIES.filter(([pattern]) => pattern.test(text)).map(([, code]) => code);
  const clear = named[0] === 'BYN' ? named.filter((c) => c !== 'RUB') : named;
  return clear.length === 1 ? (clear[0] ?? null) : null;
}

const ISO = new Set(Intl.supportedValuesOf('currency'));
/** A cell of a currency column: letters of the standard, or a word. */
export function currencyOf(text: string): string | null {
  const code = text.trim().toUpperCase();
  return ISO.has(code) ? code : code === 'RUR' ? 'RUB' : currencyIn(text);
}

/** A price with its currency beside it: "1 099,00 ₽", "USD 12.50". What is left is the number. */
export function withoutCurrency(text: string): { readonly number: string; readonly currency: string | null } {
  if (/^[\d ,.]*$/.test(text)) return { number: text, currency: null };
  const parts = /^\s*([^\d\s.,+-]*[.]?)\s*([-−–]?[\d.,].*?)\s*([^\d\s'’]*)\s*$/u.exec(text.replace(/[\u00a0\u202f\u2009]/g, ' '));
  const [before = '', number = '', after = ''] = parts?.slice(1) ?? [];
  const words = `${before} ${after}`.trim();
  if (!/[\p{L}\p{Sc}]/u.test(words)) return { number: text, currency: null };
  const currency = currencyOf(words);
  return currency === null ? { number: text, currency: null } : { number, currency };
}

const VAT_OUT = /(?<!\p{L})(?:без|не включая|excl\p{L}*\.?(?: of)?|without|ex\.?|w\/o)\s*(?:уч[её]та\s+)?(?:ндс|vat)|(?:ндс|vat)\s*(?:сверху|не вкл\p{L}*|excl\p{L}*)|\+\s*(?:ндс|vat)|(?<!\p{L})(?:net|netto|нетто)\s+(?:price|preis)/iu; // prettier-ignore
const VAT_IN = /(?<!\p{L})(?:с|вкл\p{L}*\.?|включ\p{L}*|в\s*т\.?\s*ч\.?|в том числе|с уч[её]том|incl\p{L}*\.?(?: of)?|with)\s*(?:ндс|vat)|(?:ндс|vat)\s*(?:вкл\p{L}*|в\s*т\.?\s*ч|в цене|incl\p{L}*)|(?<!\p{L})(?:gross|brutto|брутто)\s+(?:price|preis)/iu; // prettier-ignore

/** Is VAT inside the price? null = the text does not say. */
export const vatIn = (text: string): boolean | null => (VAT_OUT.test(text) ? false : VAT_IN.test(text) ? true : null);

/** "20%", "НДС 20 %", "0.2" of a percent cell, "без НДС"; null = no rate. */
export function vatRate(text: string): string | null {
  if (/^\s*(?:без\s+ндс|не облагается|exempt|none|no vat|-|—)\s*$/i.test(text)) return 'none';
  const number = /^(?:ндс|vat)?\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*%?$/i.exec(text.trim())?.[1]?.replace(',', '.');
  if (number === undefined) return null;
  const percent = /^0\.\d+$/.test(number) ? number.slice(2).padEnd(2, '0').slice(0, 2) : number;
  const plain = percent.replace(/^0+(?=\d)/, '').replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''); // prettier-ignore
  return plain;
}
