/** English and Russian side by side: how everything that speaks to people picks its language. */
import type { Lang } from '../errors.ts';

/** Whoever reads: a command's terminal, a widget's token. */
export interface Reader {
  readonly lang: Lang;
}

/** English and Russian stand side by side wherever something is said. */
export const t = (reader: Reader, en: string, ru: string): string => (reader.lang === 'ru' ? ru : en);
