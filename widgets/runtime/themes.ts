/** Colours of the themes. Only these variables are public; contrast of every pair is tested (widgets.md 4). */
export const TOKENS = [
  'font', 'font-size', 'fg', 'muted', 'bg', 'surface', 'border', 'accent', 'accent-fg', 'danger', 'warn', 'ok', 'focus', 'radius',
] as const; // prettier-ignore
export type Token = (typeof TOKENS)[number];
export type Colours = Readonly<Record<Token, string>>;
export type Theme = 'light' | 'dark' | 'hc';
export type ThemeChoice = Theme | 'auto';
export type Density = 'compact' | 'cozy';

const FONT = { font: '"Segoe UI", system-ui, -apple-system, Roboto, Arial, sans-serif', 'font-size': '14px', radius: '6px' };

export const THEMES: Readonly<Record<Theme, Colours>> = {
  light: {
    ...FONT, fg: '#1c2430', muted: '#596474', bg: '#ffffff', surface: '#f4f6f8', border: '#7d8796',
    accent: '#0f5ea8', 'accent-fg': '#ffffff', danger: '#b3261e', warn: '#8a5300', ok: '#1a7030', focus: '#0f5ea8',
  },
  dark: {
    ...FONT, fg: '#e8ebef', muted: '#a8b1bd', bg: '#1b1f25', surface: '#252b33', border: '#7f8a99',
    accent: '#7ab8f5', 'accent-fg': '#10202f', danger: '#ff9a90', warn: '#f2bd62', ok: '#7fd493', focus: '#7ab8f5',
  },
  hc: {
    ...FONT, fg: '#000000', muted: '#000000', bg: '#ffffff', surface: '#ffffff', border: '#000000',
    accent: '#00308f', 'accent-fg': '#ffffff', danger: '#8b0000', warn: '#5a3600', ok: '#00481b', focus: '#00308f',
  },
}; // prettier-ignore

const COLOUR = /^(#[0-9a-f]{3}|#[0-9a-f]{6}|rgba?\([\d\s.,%/]{5,40}\))$/i;
const LENGTH = /^\d{1,2}(\.\d)?(px|em|rem)$/;
/** Names in any alphabet, and nothing that could be more than names. */
const FAMILY = /^[^<>{}()[\]:;@\\/!]{1,200}$/;
const shape = (token: Token): RegExp => {
  if (token === 'font') return FAMILY;
  return token === 'font-size' || token === 'radius' ? LENGTH : COLOUR;
};

/** Values a host may set: known names, and nothing that is not a colour, a length or a font name. */
export function allowedTokens(given: Readonly<Record<string, unknown>>): [Token, string][] {
  const allowed: [Token, string][] = [];
  for (const token of TOKENS) {
    const value = given[token];
    if (typeof value === 'string' && shape(token).test(value.trim())) allowed.push([token, value.trim()]);
  }
  return allowed;
}
