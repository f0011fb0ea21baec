/** Which form of a noun goes with a number: the rule of each language, known to whatever speaks. */
type Language = 'ru' | 'en';

const RULES: Readonly<Record<Language, Intl.PluralRules>> = { en: new Intl.PluralRules('en'), ru: new Intl.PluralRules('ru') };
const COUNTS: Readonly<Record<Language, Intl.NumberFormat>> = { en: new Intl.NumberFormat('en-GB'), ru: new Intl.NumberFormat('ru-RU') }; // prettier-ignore
const RUSSIAN: Partial<Record<Intl.LDMLPluralRule, 0 | 1 | 2>> = { one: 0, few: 1, many: 2 };

/** Of one, few, many in Russian; of one, other in English. */
export function formOf(lang: Language, n: number, forms: readonly string[]): string {
  const form = RULES[lang].select(n);
  return (lang === 'ru' ? forms[RUSSIAN[form] ?? 2] : forms[form === 'one' ? 0 : 1]) ?? forms.at(-1) ?? '';
}

/** A number that came as text with its noun: "3 дня"; what is no number stands as it came, with the word for many. */
export function numbered(lang: Language, text: string, forms: readonly string[]): string {
  const n = /^\d{1,15}$/.test(text) ? Number(text) : null;
  return n === null ? `${text} ${forms.at(-1) ?? ''}` : `${COUNTS[lang].format(n)} ${formOf(lang, n, forms)}`;
}
