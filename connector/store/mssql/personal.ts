/**
 * Where the shared store mentions a person, on a SQL Server: pages of texts are read and compared here, as the SQLite store compares them
 * (no server's idea of case is asked). Found and exported; never erased here, because the books own it.
 */
import type { Json } from '../../canonical.ts';
import { mentioned, mentionedIn, mentions, type Erased, type Exported, type Mention, type PersonalData } from '../../personal-data.ts'; // prettier-ignore
import { parsedJson } from '../parsed-json.ts';
import type { SqlRow } from '../rows.ts';
import { after, keyOf } from './keyset.ts';
import { FIRST, type Tsql } from './tsql.ts';

interface Place {
  readonly from: string;
  /** What names a row, and what it is called: columns, put together here. On a server texts of two collations do not go together (451). */
  readonly id: readonly string[];
  readonly title: readonly string[];
  readonly texts: readonly string[];
  /** What pages go by; always unique. */
  readonly order: readonly string[];
}
const PLACES: Readonly<Record<string, Place>> = {
  record: { from: 'records', id: ['id'], title: ['entity'], texts: ['fields'], order: ['n'] },
  link: { from: 'links', id: ['id'], title: ['host', 'entity'], texts: ['base_ours', 'base_theirs', 'seen', 'sent'], order: ['id'] },
  journal: { from: 'journal', id: ['id'], title: ['at', 'cause', 'by'], texts: ['before', 'after'], order: ['id'] },
  problem: { from: 'problems', id: ['id'], title: ['since', 'kind'], texts: ['detail', 'ours', 'theirs', 'base'], order: ['id'] },
  proposal: { from: 'proposals', id: ['id'], title: ['at', 'unit'], texts: ['value'], order: ['id'] },
  revision: { from: 'revisions', id: ['invoice', 'n'], title: ['at'], texts: ['units_before', 'units_after'], order: ['invoice', 'n'] },
  plan: { from: 'plans', id: ['id'], title: ['made_at'], texts: ['steps'], order: ['id'] },
}; // prettier-ignore
const PAGE = 1000;

export class ServerPersonalData implements PersonalData {
  readonly #t: Pick<Tsql, 'rows'>;

  constructor(t: Pick<Tsql, 'rows'>) {
    this.#t = t;
  }

  async find(text: string): Promise<readonly Mention[]> {
    return (await this.#all(text)).map(([kind, row]) => mentionOf(kind, row));
  }
  async export(text: string): Promise<readonly Exported[]> {
    const fits = mentions(text);
    return (await this.#all(text)).map(([kind, row]) => ({ ...mentionOf(kind, row), value: valueOf(kind, row, fits) }));
  }
  async erase(text: string): Promise<Erased> {
    return { erased: {}, kept: await this.find(text) };
  }

  async #all(text: string): Promise<(readonly [string, SqlRow])[]> {
    const fits = mentions(text);
    const found: (readonly [string, SqlRow])[] = [];
    for (const [kind, place] of Object.entries(PLACES))
      for (let rows = await this.#page(place, null); rows.length > 0; rows = await this.#page(place, rows.at(-1) ?? {}))
        for (const row of rows) if (textsOf(place, row).some((t) => mentionedIn(t, fits))) found.push([kind, row]);
    return found;
  }

  /** Those after a row, by what names it: rows that come or go meanwhile move none of the others to another page. */
  #page({ from, id, title, texts, order }: Place, last: SqlRow | null): Promise<readonly SqlRow[]> {
    const columns = [...new Set([...order, ...id, ...title, ...texts])].map((name) => `x.[${name}]`).join(', ');
    const where = last === null ? '' : `WHERE ${after(order)} `;
    const sql = `SELECT ${columns} FROM sb.${from} AS x ${where}ORDER BY ${order.map((key) => `x.[${key}]`).join(', ')} ${FIRST}`;
    return this.#t.rows(sql, { ...(last === null ? {} : keyOf(order, last)), limit: PAGE });
  }
}

const textsOf = ({ texts }: Place, row: SqlRow): string[] => texts.flatMap((name) => (typeof row[name] === 'string' ? [row[name]] : [])); // prettier-ignore

function mentionOf(kind: string, row: SqlRow): Mention {
  const { id = [], title = [] } = PLACES[kind] ?? {};
  const called = [...title.map((name) => row[name]), kind === 'record' ? nameIn(row) : null];
  return { kind, id: id.map((name) => String(row[name])).join('/'), title: called.filter((part) => typeof part === 'string').join(' ') }; // prettier-ignore
}

/** Read here: servers differ in how they read a text out of JSON. */
function nameIn(row: SqlRow): string | null {
  const fields = parsedJson(row['fields']);
  if (fields === null || typeof fields !== 'object' || Array.isArray(fields)) return null;
  const { name, number } = fields as Readonly<Record<string, Json>>;
  return typeof name === 'string' ? name : typeof number === 'string' ? number : null;
}

/** Of a list, such as the steps of a plan, only what is about the person: the rest is about others. */
function valueOf(kind: string, row: SqlRow, fits: (text: string) => boolean): Json {
  const about = (value: Json): Json => (Array.isArray(value) ? value.filter((one: Json) => mentioned(one, fits)) : value);
  const all = (PLACES[kind]?.texts ?? []).map((name) => [name, about(parsedJson(row[name]))] as const);
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}
