/**
 * Where the private store mentions a person. Notes are erased: every text they had, who took part, what the search finds them by; the
 * note itself stays, empty, with its dates. Facts about rivals are found and told: they are append-only and corrected by hand.
 */
import type { Json } from '../../canonical.ts';
import {
  mentionedIn,
  mentions,
  textsIn,
  type Erased,
  type Exported,
  type Mention,
  type PersonalData,
} from '../../personal-data.ts';
import type { SqlRow } from '../../store/sqlite/driver.ts';
import type { Base } from './base.ts';
import { NOTHING } from '../kept/blocks.ts';
import { indexedAs, noteOf } from '../kept/note.ts';
import { NOTE_ROWS } from './note-rows.ts';
import type { NoteWords } from './note-words.ts';

/** Kind -> its rows that mention it: id, title, all that may be a text of people as JSON. */
const PLACES: Readonly<Record<string, string>> = {
  note: `select n, id, first_at || ' ' || kind || ' ' || owner as title, json_object('participants', json(participants), 'assignee', assignee,
    'texts', (select json_group_array(text) from note_texts where note = notes.n)) as value from notes`,
  competitor: `select n, id, name as title, json_object('name', name, 'aliases', json(aliases), 'taxId', tax_id, 'site', site, 'strengths', strengths,
    'weaknesses', weaknesses, 'answer', answer) as value from competitors`,
  offer: `select n, id, date || ' ' || ifnull(number, '') as title, json_object('number', number, 'terms', terms, 'evidence', evidence, 'why', why,
    'lines', (select json_group_array(text) from offer_lines where offer = offers.n)) as value from offers`,
  price: `select f.n, f.id, f.by as title, json_object('terms', t.text, 'region', r.text, 'evidence', e.text, 'reason', w.text, 'file', p.name) as value from prices f
    left join texts t on t.n = f.terms left join texts r on r.n = f.region left join texts e on e.n = f.evidence left join texts w on w.n = f.reason
    left join price_files p on p.price = f.n where f.terms is not null or f.region > 0 or f.evidence is not null or f.reason is not null or p.name is not null`,
  stock: `select f.n, f.id, f.by as title, json_object('region', r.text, 'evidence', e.text, 'reason', w.text) as value from stock f
    left join texts r on r.n = f.region left join texts e on e.n = f.evidence left join texts w on w.n = f.reason
    where f.region > 0 or f.evidence is not null or f.reason is not null`,
  import: `select n, id, at || ' ' || kind as title, json_object('file', file) as value from imports`,
};
const OTHERS = ['competitor', 'offer', 'price', 'stock', 'import'];
/** Names of who took part stand in texts too, for the wall; those no fact refers to. What is kept elsewhere (OTHERS) stays guarded as well. */
const NAMES = `select n, text from texts where text is not null and n not in (select terms from prices where terms is not null)
  and n not in (select region from prices) and n not in (select evidence from prices where evidence is not null)
  and n not in (select region from stock) and n not in (select evidence from stock where evidence is not null)
  and n not in (select reason from prices where reason is not null) and n not in (select reason from stock where reason is not null)
  and text not in (select name from price_files union select name from items union select key from import_names)`;

export class PrivatePersonalData implements PersonalData {
  readonly #base: Base;
  readonly #words: NoteWords;

  constructor(base: Base, words: NoteWords) {
    this.#base = base;
    this.#words = words;
  }

  find = async (text: string): Promise<readonly Mention[]> => this.#mentions(Object.keys(PLACES), text);

  async export(text: string): Promise<readonly Exported[]> {
    return Object.keys(PLACES).flatMap((kind) => this.#rows(kind, text).map((row) => ({ ...mentionOf(kind, row), value: JSON.parse(String(row['value'])) as Json }))); // prettier-ignore
  }

  /** Gone from the file as well: the pages are overwritten, the write-ahead file is emptied. */
  async erase(text: string): Promise<Erased> {
    this.#base.db.exec('pragma secure_delete = on');
    const note = this.#base.change(() => this.#eraseNotes(text));
    const busy = this.#base.db.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] === 1;
    return { erased: { note }, kept: this.#mentions(OTHERS, text), isHeld: busy };
  }

  #eraseNotes(text: string): number {
    const rows = this.#rows('note', text);
    for (const { n } of rows) this.#empty(Number(n));
    const [fits, kept] = [mentions(text), this.#kept(text)];
    for (const row of this.#base.all(NAMES)) if (fits(String(row['text'])) && !kept.has(String(row['text']))) this.#base.run('update texts set text = null where n = ?', Number(row['n'])); // prettier-ignore
    return rows.length;
  }

  #kept(text: string): ReadonlySet<string> {
    const rows = OTHERS.flatMap((kind) => this.#rows(kind, text));
    return new Set(rows.flatMap((row) => textsIn(JSON.parse(String(row['value'])) as Json)));
  }

  /** Its number stays: the wall goes by the numbers of texts, and no number is given twice. */
  #empty(n: number): void {
    const row = this.#base.get(`${NOTE_ROWS} where note.n = ?`, n);
    if (!row) return;
    this.#words.set(n, indexedAs(noteOf(row)), NOTHING);
    this.#base.run(`update note_texts set text = '' where note = ?`, n);
    this.#base.run(`update notes set participants = '[]', rev = rev + 1 where n = ?`, n);
  }

  #mentions = (kinds: readonly string[], text: string): Mention[] =>
    kinds.flatMap((kind) => this.#rows(kind, text).map((row) => mentionOf(kind, row)));

  /** JavaScript compares: SQLite knows no case but that of Latin letters. */
  #rows(kind: string, text: string): SqlRow[] {
    const fits = mentions(text);
    this.#base.db.define('mentions_it', (value) => Number(mentionedIn(value, fits)));
    return this.#base.db.prepare(`select n, id, title, value from (${PLACES[kind] ?? ''}) where mentions_it(value) = 1 order by n`).all(); // prettier-ignore
  }
}

const mentionOf = (kind: string, row: SqlRow): Mention => ({ kind, id: String(row['id']), title: String(row['title']) });
