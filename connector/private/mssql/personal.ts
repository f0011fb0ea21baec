/**
 * Where the private schema mentions a person. Pages of texts are read and compared here: no server's idea of case is asked. Notes are erased:
 * every text they had, who took part, what the search finds them by; the note itself stays, empty, with its dates. Facts about rivals are found
 * and told: they are append-only and corrected by hand.
 */
import type { Json } from '../../canonical.ts';
import {
  mentioned,
  mentions,
  textsIn,
  type Erased,
  type Exported,
  type Mention,
  type PersonalData,
} from '../../personal-data.ts';
import type { SqlRow } from '../../store/rows.ts';
import { FIRST, type Tsql } from '../../store/mssql/tsql.ts';
import { NOTHING } from '../kept/blocks.ts';
import { indexedAs, noteOf } from '../kept/note.ts';
import { number } from '../kept/values.ts';
import type { Base } from './base.ts';
import { NOTE_ROWS } from './note-rows.ts';
import { setWords } from './words.ts';

interface Place {
  readonly from: string;
  /** What it is called: put together here, because a server does not put texts of two collations together. */
  readonly title: readonly string[];
  /** Name in the value -> column. */
  readonly texts: Readonly<Record<string, string>>;
  /** Texts that stand in rows of their own: their table, by the column that names the row. */
  readonly rows?: { readonly name: string; readonly table: string; readonly by: string };
}

const PLACES: Readonly<Record<string, Place>> = {
  note: { from: 'sb.notes AS x', title: ['x.first_at', 'x.kind', 'x.owner'], texts: { participants: 'x.participants', assignee: 'x.assignee' }, rows: { name: 'texts', table: 'note_texts', by: 'note' } },
  competitor: {
    from: 'sb.competitors AS x', title: ['x.name'],
    texts: { name: 'x.name', aliases: 'x.aliases', taxId: 'x.tax_id', site: 'x.site', strengths: 'x.strengths', weaknesses: 'x.weaknesses', answer: 'x.answer' },
  },
  offer: { from: 'sb.offers AS x', title: ['x.date', 'x.number'], texts: { number: 'x.number', terms: 'x.terms', evidence: 'x.evidence', why: 'x.why' }, rows: { name: 'lines', table: 'offer_lines', by: 'offer' } },
  price: {
    from: 'sb.prices AS x LEFT JOIN sb.texts AS t ON t.n = x.terms LEFT JOIN sb.texts AS r ON r.n = x.region LEFT JOIN sb.texts AS e ON e.n = x.evidence LEFT JOIN sb.texts AS w ON w.n = x.reason LEFT JOIN sb.price_files AS p ON p.price = x.n',
    title: ['x.[by]'], texts: { terms: 't.[text]', region: 'r.[text]', evidence: 'e.[text]', reason: 'w.[text]', file: 'p.name' },
  },
  stock: {
    from: 'sb.stock AS x LEFT JOIN sb.texts AS r ON r.n = x.region LEFT JOIN sb.texts AS e ON e.n = x.evidence LEFT JOIN sb.texts AS w ON w.n = x.reason',
    title: ['x.[by]'], texts: { region: 'r.[text]', evidence: 'e.[text]', reason: 'w.[text]' },
  },
  import: { from: 'sb.imports AS x', title: ['x.[at]', 'x.kind'], texts: { file: 'x.[file]' } },
}; // prettier-ignore
const OTHERS = ['competitor', 'offer', 'price', 'stock', 'import'];
/** Kept as JSON, by this store alone. */
const LISTS = new Set(['participants', 'aliases']);
const PAGE = 1000;
/** Names of who took part stand in texts too, for the wall; those no fact refers to. What is kept elsewhere (OTHERS) stays guarded as well. */
const NAMES = `SELECT s.n, s.[text] FROM sb.texts AS s WHERE s.n > @after AND s.[text] IS NOT NULL AND s.is_name = 0 AND NOT EXISTS (SELECT 1 FROM sb.prices AS p WHERE p.terms = s.n OR p.region = s.n OR p.evidence = s.n OR p.reason = s.n)
  AND NOT EXISTS (SELECT 1 FROM sb.stock AS k WHERE k.region = s.n OR k.evidence = s.n OR k.reason = s.n)
  AND NOT EXISTS (SELECT 1 FROM sb.price_files AS f WHERE f.name = s.[text]) AND NOT EXISTS (SELECT 1 FROM sb.import_names AS m WHERE m.key_hash = s.hash) ORDER BY s.n ${FIRST}`;

interface Found extends Mention {
  readonly n: number;
  readonly value: Json;
}

export class MssqlPrivatePersonal implements PersonalData {
  readonly #base: Base;

  constructor(base: Base) {
    this.#base = base;
  }

  find = async (text: string): Promise<readonly Mention[]> =>
    (await this.#base.look((t) => all(t, Object.keys(PLACES), text))).map(mentionOf);

  async export(text: string): Promise<readonly Exported[]> {
    const found = await this.#base.look((t) => all(t, Object.keys(PLACES), text));
    return found.map((one) => ({ ...mentionOf(one), value: one.value }));
  }

  async erase(text: string): Promise<Erased> {
    const note = await this.#base.change((t) => eraseNotes(t, text));
    const kept = await this.#base.look((t) => all(t, OTHERS, text));
    return { erased: { note }, kept: kept.map(mentionOf) };
  }
}

const mentionOf = ({ kind, id, title }: Found): Mention => ({ kind, id, title });

async function eraseNotes(t: Tsql, text: string): Promise<number> {
  const notes = await all(t, ['note'], text);
  for (const { n } of notes) await empty(t, n);
  const [fits, kept] = [mentions(text), new Set((await all(t, OTHERS, text)).flatMap(({ value }) => textsIn(value)))];
  const gone: number[] = [];
  for (let rows = await t.rows(NAMES, { after: 0, limit: PAGE }); rows.length > 0; rows = await t.rows(NAMES, { after: number(rows.at(-1) ?? {}, 'n'), limit: PAGE }))
    gone.push(...rows.filter((row) => fits(String(row['text'])) && !kept.has(String(row['text']))).map((row) => number(row, 'n')));
  for (const n of gone) await t.run('UPDATE sb.texts SET [text] = NULL, hash = @hash WHERE n = @n', { n, hash: `erased:${String(n)}` });
  return notes.length;
} // prettier-ignore

/** Its number stays: the wall goes by the numbers of texts, and no number is given twice. */
async function empty(t: Tsql, n: number): Promise<void> {
  const [row] = await t.rows(`${NOTE_ROWS} WHERE note.n = @n`, { n });
  if (!row) return;
  await setWords(t, n, indexedAs(noteOf(row)), NOTHING);
  await t.run(`UPDATE sb.note_texts SET [text] = N'' WHERE note = @n`, { n });
  await t.run(`UPDATE sb.notes SET participants = N'[]', rev = rev + 1 WHERE n = @n`, { n });
}

async function all(t: Tsql, kinds: readonly string[], text: string): Promise<Found[]> {
  const fits = mentions(text);
  const found: Found[] = [];
  for (const kind of kinds)
    for await (const one of everyOf(t, kind)) if (mentioned(one.value, fits)) found.push(one);
  return found;
} // prettier-ignore

async function* everyOf(t: Tsql, kind: string): AsyncGenerator<Found> {
  const place = PLACES[kind];
  if (!place) return;
  for (let after = 0; ;) {
    const rows = await t.rows(pageSql(place), { after, limit: PAGE });
    const beside = await besides(t, place, rows);
    for (const row of rows) yield foundIn(kind, place, row, beside);
    if (rows.length < PAGE) return;
    after = number(rows.at(-1) ?? {}, 'n');
  }
}

function pageSql({ from, title, texts }: Place): string {
  const columns = [...title.map((column, i) => `${column} AS title_${String(i)}`), ...Object.values(texts).map((column, i) => `${column} AS text_${String(i)}`)]; // prettier-ignore
  return `SELECT x.n, x.id, ${columns.join(', ')} FROM ${from} WHERE x.n > @after ORDER BY x.n ${FIRST}`;
}

/** Texts in rows of their own, by the number of the row they belong to. */
async function besides(t: Tsql, { rows: of }: Place, page: readonly SqlRow[]): Promise<ReadonlyMap<number, string[]>> {
  const found = new Map<number, string[]>();
  if (!of || page.length === 0) return found;
  for (const row of await t.rows(`SELECT b.${of.by} AS of_row, b.[text] FROM sb.${of.table} AS b WHERE b.${of.by} IN (@ns)`, { ns: page.map((r) => number(r, 'n')) }))
    found.set(number(row, 'of_row'), [...(found.get(number(row, 'of_row')) ?? []), String(row['text'])]);
  return found;
} // prettier-ignore

function foundIn(kind: string, { title, texts, rows }: Place, row: SqlRow, beside: ReadonlyMap<number, string[]>): Found {
  const n = number(row, 'n');
  const value = Object.fromEntries(Object.keys(texts).map((name, i) => [name, jsonOf(name, row[`text_${String(i)}`])]));
  const called = title.map((_, i) => row[`title_${String(i)}`]).filter((part) => typeof part === 'string');
  return {
    n,
    kind,
    id: String(row['id']),
    title: called.join(' '),
    value: rows ? { ...value, [rows.name]: beside.get(n) ?? [] } : value,
  };
}

const jsonOf = (name: string, value: unknown): Json =>
  typeof value !== 'string' ? null : LISTS.has(name) ? (JSON.parse(value) as Json) : value;
