/** Texts by key `widget.key`. Catalogues are data given at run time: a new language, or a reworded label, needs no build. */
import { pluralForm } from './plural.ts';

export type Catalogue = Readonly<Record<string, string>>;
export type Catalogues = Readonly<Record<string, Catalogue>>;
export type Params = Readonly<Record<string, string | number>>;

export interface I18n {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** `{name}` and `{n, plural, one{# счёт} few{# счёта} many{# счетов} other{# счёта}}`; an unknown key is shown as itself. */
  readonly t: (key: string, params?: Params) => string;
}

const RIGHT_TO_LEFT = ['ar', 'he', 'fa', 'ur'];

/** Where the brace that opens at `start` closes. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return text.length;
}

/** "one{…} other{…}" -> the text of the form, else of `other`. */
function choose(forms: string, form: string): string {
  let other = '';
  for (let at = 0; at < forms.length;) {
    const open = forms.indexOf('{', at);
    if (open < 0) break;
    const end = closing(forms, open);
    const name = forms.slice(at, open).trim();
    if (name === form) return forms.slice(open + 1, end);
    if (name === 'other') other = forms.slice(open + 1, end);
    at = end + 1;
  }
  return other;
}

/** A message with its values put in. */
export function fill(lang: string, text: string, params: Params): string {
  const open = text.indexOf('{');
  if (open < 0) return text;
  const end = closing(text, open);
  const [name = '', kind, ...rest] = text.slice(open + 1, end).split(',');
  const value = params[name.trim()];
  return text.slice(0, open) + part(lang, value, kind, rest.join(','), params) + fill(lang, text.slice(end + 1), params);
}

function part(lang: string, value: string | number | undefined, kind: string | undefined, forms: string, params: Params): string {
  if (kind === undefined) return String(value ?? '');
  const chosen = choose(forms, pluralForm(lang, Number(value)));
  return fill(lang, chosen.split('#').join(String(value)), params);
}

/** Falls back from `ru-RU` to `ru` to `en`. */
export function createI18n(lang: string, catalogues: Catalogues, missing?: (key: string) => void): I18n {
  const chain = [catalogues[lang], catalogues[lang.slice(0, 2)], catalogues['en']];
  const t = (key: string, params: Params = {}): string => {
    for (const catalogue of chain) {
      const text = catalogue?.[key];
      if (text !== undefined) return fill(lang, text, params);
    }
    missing?.(key);
    return key;
  };
  return { lang, dir: RIGHT_TO_LEFT.indexOf(lang.slice(0, 2)) < 0 ? 'ltr' : 'rtl', t };
}
