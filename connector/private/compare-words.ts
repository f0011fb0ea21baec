/** The steps of a comparison in words, figures as people of the language write them. */
import { say } from '../words/sentences.ts';
import { type Aside, type Obstacle, type Step, UNSAID } from './compare.ts';

export type Language = 'ru' | 'en';

const NUMBERS: Readonly<Record<Language, Intl.NumberFormat>> = {
  ru: new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 6 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 }),
};

/** Decimal text goes in digit by digit, never as a float. */
const figure = (lang: Language, value: string): string => NUMBERS[lang].format(value as Intl.StringNumericLiteral);

function day(lang: Language, date: string): string {
  const [y = '', m = '', d = ''] = date.slice(0, 10).split('-');
  return lang === 'ru' ? `${d}.${m}.${y}` : `${d}/${m}/${y}`;
}

/** "1 уп holds 200 шт: ÷ 200 = 1.2". */
export function stepWords(lang: Language, { result, ...step }: Step): string {
  const about = new Map(Object.entries(step).map(([name, value]) => [name, inWords(lang, name, value)]));
  return `${say({ lang }, `compare.${step.step}`, Object.fromEntries<string>(about))} = ${figure(lang, result)}`;
}

const FIGURES: ReadonlySet<string> = new Set(['quantity', 'sum', 'factor', 'percent', 'rate', 'per']);
/** Units and currencies stand as they came. */
const inWords = (lang: Language, name: string, value: string): string =>
  FIGURES.has(name) ? figure(lang, value) : name === 'date' ? day(lang, value) : value;

export function obstacleWords(lang: Language, o: Obstacle): string {
  if ('from' in o && o.from === UNSAID)
    return say({ lang }, o.why === 'no-rate' ? 'obstacle.currency-unsaid' : 'obstacle.unit-unsaid');
  return say({ lang }, `obstacle.${o.why}`, { ...o });
}

export const asideWords = (lang: Language, aside: Aside): string => say({ lang }, `price.${aside}`);
