/** The looks a story is checked in: every pair of width, language and theme among fifteen, all forty-five for the whole matrix. */
import type { Look } from './harness.ts';

const WIDTHS = [320, 480, 720];
const LANGS = ['ru', 'en', 'en-XA', 'ar-XB', 'de'];
const THEMES = [{ theme: 'light' }, { theme: 'dark' }, { theme: 'light', forcedColors: true }] as const;

const look = (width: number, lang: string, theme: number): Look => ({
  width,
  lang,
  ...(THEMES[theme % THEMES.length] ?? THEMES[0]),
});

export const ALL_LOOKS: readonly Look[] = WIDTHS.flatMap((width) =>
  LANGS.flatMap((lang) => THEMES.map((_, theme) => look(width, lang, theme))),
);
/** Each language in each width, the theme moving on: so each theme meets each language and each width. */
export const PAIRWISE: readonly Look[] = WIDTHS.flatMap((width, w) => LANGS.map((lang, l) => look(width, lang, w + l)));

export const nameOf = ({ width, lang, theme, forcedColors }: Look): string =>
  `${String(width)}-${lang}-${forcedColors ? 'forced' : theme}`;
