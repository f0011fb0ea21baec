/** Short private texts, each kept once: what facts refer to, and what the wall asks for in the order it came (privateTexts). */
import type { Check } from '../check.ts';
import type { Base } from './base.ts';

const AT_MOST = 10_000;
/** Texts that are names of companies and goods: they stand in names and invoice lines of our own as well, and only there they may. */
export const NAMES = `select name from items union select name from competitors union select alias.value from competitors, json_each(aliases) alias
  union select text from offer_lines`;

export class Texts {
  readonly #base: Base;
  readonly #known = new Map<string, number>();

  constructor(base: Base) {
    this.#base = base;
    base.onUndo(() => this.#known.clear());
  }

  /** The row of a text; null of none. Inside a transaction. */
  keep(text: string | null): number | null {
    if (text === null) return null;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const n = this.#add(text) ?? this.#find(text);
    if (this.#known.size >= AT_MOST) this.#known.clear();
    this.#known.set(text, n);
    return n;
  }

  /** The row of what somebody typed. Import after import says the same: what was kept before is canonical, and checked. */
  typed(check: Check, field: string, text: string | null, most: number): number | null {
    const known = text === null || text.length > most ? undefined : this.#known.get(text);
    return known ?? this.keep(check.optional(field, text, most));
  }

  all(texts: readonly (string | null)[]): void {
    for (const text of texts) this.keep(text);
  }

  #find = (text: string): number => Number(this.#base.get('select n from texts where text = ?', text)?.['n']);

  /** Its number is the next one; null: it is there already. */
  #add(text: string): number | null {
    const row = this.#base.get('insert into texts (text) values (?) on conflict (text) do nothing returning n', text);
    return row ? Number(row['n']) : null;
  }

  /** A note's text stands in note_texts alone. */
  addNote(noteText: number): void {
    this.#base.run('insert into texts (n, note_text) values (?, ?)', this.#base.nextN('texts'), noteText);
  }

  since(
    after: number,
    limit: number,
  ): { readonly texts: readonly string[]; readonly names: readonly string[]; readonly last: number } {
    const rows = this.#base.all(
      // Erased ones (personal.ts) have no text any more.
      `with page as materialized (select texts.n, texts.text as own, coalesce(texts.text, note_texts.text) as text from texts left join note_texts on note_texts.n = texts.note_text
          where texts.n > ? and coalesce(texts.text, note_texts.text, '') <> '' order by texts.n limit ?),
        named as materialized (select name from (${NAMES}) where name in (select own from page))
        select n, text, own in (select name from named) as is_name from page order by n`,
      after,
      limit,
    );
    const of = (isName: boolean): string[] =>
      rows.filter((r) => (Number(r['is_name']) === 1) === isName).map((r) => String(r['text']));
    return { texts: of(false), names: of(true), last: Number(rows.at(-1)?.['n'] ?? after) };
  }
}
