/**
 * Imported texts of ours, one file per version in a folder beside the store. A version is written whole and then linked under its number: it is
 * there or it is not, and of two administrators at once the second is told. Undo is a new version with the texts of the one before.
 */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SidebookError } from '../../errors.ts';

const version = z.object({
  number: z.int(),
  by: z.string(),
  at: z.string(),
  /** Where the texts came from: a file name, or the version that was taken back. */
  from: z.string(),
  /** The version undo goes back to. */
  before: z.int(),
  changes: z.int(),
  /** Language (BCP 47) -> `kind/name` -> text. */
  texts: z.record(z.string(), z.record(z.string(), z.string())),
});
export type Version = z.output<typeof version>;
export type OwnTexts = Version['texts'];

const NAME = /^(\d{6})\.json$/;
const nameOf = (number: number): string => `${String(number).padStart(6, '0')}.json`;
const NONE: Version = { number: 0, by: '', at: '', from: '', before: 0, changes: 0, texts: {} };

export const keptFolder = (storeFile: string): string => join(dirname(storeFile), 'translations');

const INSTALLATION = 'installation';

/** Files that make the texts up: the id of the installation and every version. A draft is none of them. */
export const keptFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name === INSTALLATION || NAME.test(name))
        .sort()
    : [];

export interface Author {
  readonly by: string;
  readonly at: string;
}

export class Kept {
  readonly #folder: string;
  #last: Version = NONE;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The version in force; read again only when another is there. */
  latest(): Version {
    const number = Math.max(0, ...this.#numbers());
    if (number !== this.#last.number) this.#last = this.version(number);
    return this.#last;
  }

  version(number: number): Version {
    if (number === 0) return NONE;
    const file = join(this.#folder, nameOf(number));
    try {
      return version.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      throw new SidebookError('store-damaged', { file }, error);
    }
  }

  /** Puts texts over those of `onto`; null takes one away. Throws when another import came between. */
  apply(
    onto: Version,
    texts: Readonly<Record<string, Readonly<Record<string, string | null>>>>,
    from: string,
    author: Author,
  ): Version {
    const merged = Object.fromEntries(Object.entries(onto.texts).map(([lang, own]) => [lang, { ...own }]));
    let changes = 0;
    for (const [lang, own] of Object.entries(texts))
      for (const [name, text] of Object.entries(own)) {
        const of = (merged[lang] ??= {});
        changes++;
        if (text === null) Reflect.deleteProperty(of, name);
        else of[name] = text;
      }
    return this.#write({ number: onto.number + 1, before: onto.number, changes, from, texts: merged, ...author });
  }

  /** Back to what held before the last import; undoing again brings it back. */
  undo(author: Author): Version {
    const now = this.latest();
    if (now.number === 0) throw new SidebookError('labels-nothing-to-undo', {});
    const back = this.version(now.before);
    return this.#write({ number: now.number + 1, before: now.number, changes: now.changes, from: String(now.before), texts: back.texts, ...author });
  } // prettier-ignore

  /** The guid in sheet Information: of this installation, made once. */
  organizationId(uuid: () => string): string {
    const file = join(this.#folder, INSTALLATION);
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    mkdirSync(this.#folder, { recursive: true });
    const made = uuid();
    writeFileSync(file, `${made}\n`, { flag: 'wx' });
    return made;
  }

  /** Names of files that cannot be read, or that undo would need and are not there. */
  damaged(): string[] {
    const numbers = this.#numbers();
    const found = numbers.flatMap((number) => {
      const before = this.#before(number);
      return before === null ? [number] : before > 0 && !numbers.includes(before) ? [before] : [];
    });
    return [...new Set(found)].sort((a, b) => a - b).map(nameOf);
  }

  /** What undo of a version goes back to; null: nobody can read it. */
  #before(number: number): number | null {
    return this.#readable(number)?.before ?? null;
  }

  /** The oldest first. One that nobody can read hinders no import: what is damaged is told elsewhere. */
  *readable(): Iterable<Version> {
    for (const number of this.#numbers()) {
      const found = this.#readable(number);
      if (found) yield found;
    }
  }

  #readable(number: number): Version | null {
    try {
      return this.version(number);
    } catch (error) {
      if (error instanceof SidebookError) return null;
      throw error;
    }
  }

  #numbers(): number[] {
    return keptFiles(this.#folder).flatMap((name) => Number(NAME.exec(name)?.[1] ?? NaN) || []);
  }

  #write(made: Version): Version {
    mkdirSync(this.#folder, { recursive: true });
    const file = join(this.#folder, nameOf(made.number));
    const draft = `${file}.${String(process.pid)}.draft`;
    writeFileSync(draft, JSON.stringify(made), { flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new SidebookError('labels-moved', {}, error);
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    return made;
  }
}
