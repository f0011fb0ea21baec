/**
 * Texts an administrator imported over those of the program, by kind and name: `message/host-slow.what`, `mapping/invoice.total`. The program that
 * starts says where they are kept; without one there are none. Languages beside English and Russian exist here alone: who reads is known to the
 * request it is said in.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

type Lookup = (name: string, lang: string) => string | undefined;
let lookup: Lookup = () => undefined;

/** @param by asked for every text: cheap, and right after an import */
export const rewordBy = (by: Lookup): void => void (lookup = by);

const reader = new AsyncLocalStorage<string>();

/** What is said in `work` is said in this language (BCP 47) as far as it was imported, else in the one that is asked for. */
export const speaking = <T>(language: string, work: () => T): T => reader.run(language, work);

/** The imported text; undefined: the program's own holds. A reader of Russian gets Russian, everybody else their own language before English. */
export function reworded(name: string, lang: 'ru' | 'en'): string | undefined {
  const own = lang === 'en' ? reader.getStore() : undefined;
  return (own === undefined ? undefined : lookup(name, own)) ?? lookup(name, lang);
}

/** The same words in the two languages of the program. */
export interface Words {
  readonly en: string;
  readonly ru: string;
}

/** One word of a table, as it was imported or as the program has it. */
export const worded = (name: string, words: Words, lang: 'ru' | 'en'): string => reworded(name, lang) ?? words[lang];
