/** The texts of the day, and what a page gets of them: those of the build, until something else keeps them. */
import type { Catalogue } from '../../../widgets/runtime/i18n.ts';
import type { Assets } from './assets.ts';

export interface Texts {
  readonly languages: () => readonly string[];
  /** All of a language, English where it lacks one; undefined: there is no such language. Asked for each page anew. */
  readonly textsOf: (lang: string) => Catalogue | undefined;
}

export const builtTexts = (assets: Assets | null): Texts => ({
  languages: () => [...(assets?.texts.keys() ?? [])],
  textsOf: (lang) => assets?.texts.get(lang),
});

/** What one widget needs: its own texts and those of the runtime. Keys are `widget.name`. */
export function textsFor(all: Catalogue, widget: string): Catalogue {
  const isNeeded = ([key]: [string, string]): boolean => key.startsWith('runtime.') || key.startsWith(`${widget}.`);
  return Object.fromEntries(Object.entries(all).filter(isNeeded));
}

/** Languages there are texts of; English where the asked one is none of them. */
export function languageOf({ languages }: Texts, asked: readonly string[]): string {
  const fits = asked.map((tag) => tag.toLowerCase()).flatMap((tag) => [tag, tag.split('-')[0] ?? '']);
  const names = languages();
  return fits.map((tag) => names.find((name) => name.toLowerCase() === tag)).find((name) => name !== undefined) ?? 'en';
}
