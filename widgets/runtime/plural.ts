/** Which plural form a number takes. Russian and English are ours, because 1C's engine may have no Intl.PluralRules. */
export type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

function russian(n: number): PluralForm {
  if (n % 1 !== 0) return 'other';
  const ten = n % 10;
  const hundred = n % 100;
  if (ten === 1 && hundred !== 11) return 'one';
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 'few' : 'many';
}

export function pluralForm(lang: string, n: number): PluralForm {
  const base = lang.slice(0, 2);
  const size = Math.abs(n);
  if (base === 'ru' || base === 'uk' || base === 'be') return russian(size);
  if (base !== 'en' && typeof Intl === 'object' && 'PluralRules' in Intl) return new Intl.PluralRules(lang).select(size);
  return size === 1 ? 'one' : 'other';
}
