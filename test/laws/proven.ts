/** What is known of real bases: facts read from configurations, and what 1C itself sent. Only in the workshop, not in the project. */
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metaProperties } from '../../connector/hosts/metadata.ts';
import { nameOf, type Named } from '../../mappings/named.ts';
import { ROOT } from '../unit/source-files.ts';

const corpus = join(ROOT, '../shared/corpus/1c');
export const hasCorpus = existsSync(join(corpus, 'schema-facts'));

interface Attribute {
  readonly odata: Readonly<Record<string, string>>;
}
interface Facts {
  readonly objects: Readonly<Record<string, ObjectFacts>>;
}
interface ObjectFacts {
  readonly standard?: Readonly<Record<string, string>>;
  readonly attributes?: readonly Attribute[];
  readonly dimensions?: readonly Attribute[];
  readonly resources?: readonly Attribute[];
  readonly tabular?: Readonly<Record<string, readonly Attribute[]>>;
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(corpus, path), 'utf8'));
const files = (folder: string, start: string, end: string): string[] =>
  readdirSync(join(corpus, folder)).filter((f) => f.startsWith(start) && f.endsWith(end)).map((f) => `${folder}/${f}`); // prettier-ignore
/** Registers are published as records; the facts name the register. */
const objectOf = (set: string): string => set.replace(/_RecordType$/, '');
const columns = (rows: readonly Attribute[]): string[] => rows.flatMap((r) => Object.keys(r.odata));

export class Proven {
  readonly #names = new Set<string>();

  /** `family`: "bp" or "ut". */
  static async of(family: 'bp' | 'ut'): Promise<Proven> {
    const proven = new Proven();
    for (const file of files('schema-facts', `${family}-`, '.json')) proven.#facts(read(file) as Facts);
    for (const file of files('odata/recorded', `${family}30-`, '.collection.json')) proven.#recording(file);
    for (const file of files('odata/metadata', `${family}-`, '.real-excerpt.edmx')) await proven.#metadata(file);
    return proven;
  }

  has(named: Named): boolean {
    if (named.part !== null && named.property === 'LineNumber') return this.#has({ ...named, property: null });
    return this.#has(named);
  }

  #has = (n: Named): boolean => this.#names.has(nameOf({ ...n, set: objectOf(n.set) }));

  #add(set: string, part: string | null, properties: readonly string[]): void {
    for (const property of [null, ...properties]) this.#names.add(nameOf({ set: objectOf(set), part, property }));
  }

  #facts({ objects }: Facts): void {
    for (const [set, o] of Object.entries(objects)) {
      const rows = [...(o.attributes ?? []), ...(o.dimensions ?? []), ...(o.resources ?? [])];
      this.#add(set, null, [...Object.keys(o.standard ?? {}), ...columns(rows)]);
      for (const [part, list] of Object.entries(o.tabular ?? {})) this.#add(set, part, columns(list));
    }
  }

  #recording(file: string): void {
    const set = /-([^-]+)\.collection\.json$/.exec(file)?.[1] ?? '';
    for (const object of (read(file) as { value: Record<string, unknown>[] }).value) {
      this.#add(set, null, Object.keys(object));
      for (const [part, rows] of Object.entries(object))
        if (Array.isArray(rows)) for (const row of rows as object[]) this.#add(set, part, Object.keys(row));
    }
  }

  async #metadata(file: string): Promise<void> {
    for await (const p of metaProperties(createReadStream(join(corpus, file))))
      this.#add(p.set, null, p.name === '' ? [] : [p.name]);
  }
}
