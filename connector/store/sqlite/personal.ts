/**
 * Where the shared store mentions a person: records, and what is kept about them. Found and exported; never erased here, because the
 * books own it and would bring it back with the next cycle.
 */
import type { Json } from '../../canonical.ts';
import {
  mentioned,
  mentionedIn,
  mentions,
  type Erased,
  type Exported,
  type Mention,
  type PersonalData,
} from '../../personal-data.ts';
import { parsedJson } from '../parsed-json.ts';
import type { Database, SqlRow } from './driver.ts';

/** Kind -> its rows: id, a title, and the columns that may hold texts of people. */
const PLACES: Readonly<Record<string, { readonly from: string; readonly id: string; readonly title: string; readonly texts: readonly string[] }>> = {
  record: { from: 'records', id: 'id', title: `entity || ' ' || ifnull(json_extract(fields, '$.name'), ifnull(json_extract(fields, '$.number'), ''))`, texts: ['fields'] },
  link: { from: 'links', id: 'id', title: `host || ' ' || entity`, texts: ['base_ours', 'base_theirs', 'seen', 'sent'] },
  journal: { from: 'journal', id: 'id', title: `at || ' ' || cause || ' ' || by`, texts: ['before', 'after'] },
  problem: { from: 'problems', id: 'id', title: `since || ' ' || kind`, texts: ['detail', 'ours', 'theirs', 'base'] },
  proposal: { from: 'proposals', id: 'id', title: `at || ' ' || unit`, texts: ['value'] },
  revision: { from: 'revisions', id: `invoice || '/' || n`, title: `at`, texts: ['units_before', 'units_after'] },
  plan: { from: 'plans', id: 'id', title: 'made_at', texts: ['steps'] },
  user: { from: 'users', id: `client || ':' || host_user`, title: 'name', texts: ['name', 'host_user'] },
}; // prettier-ignore

export class SharedPersonalData implements PersonalData {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(text: string): Promise<readonly Mention[]> {
    return Object.keys(PLACES).flatMap((kind) => this.#rows(kind, text).map((row) => mentionOf(kind, row)));
  }

  async export(text: string): Promise<readonly Exported[]> {
    return Object.keys(PLACES).flatMap((kind) => this.#rows(kind, text).map((row) => ({ ...mentionOf(kind, row), value: valueOf(kind, row, mentions(text)) }))); // prettier-ignore
  }

  async erase(text: string): Promise<Erased> {
    return { erased: {}, kept: await this.find(text) };
  }

  /** JavaScript compares: SQLite knows no case but that of Latin letters. */
  #rows(kind: string, text: string): SqlRow[] {
    const place = PLACES[kind];
    if (!place) return [];
    const fits = mentions(text);
    this.#db.define('mentions_it', (value) => Number(mentionedIn(value, fits)));
    const columns = place.texts.map((c, i) => `${c} as text${String(i)}`).join(', ');
    const where = place.texts.map((c) => `(${c} is not null and mentions_it(${c}) = 1)`).join(' or ');
    return this.#db
      .prepare(`select ${place.id} as id, ${place.title} as title, ${columns} from ${place.from} where ${where}`)
      .all();
  }
}

const mentionOf = (kind: string, row: SqlRow): Mention => ({
  kind,
  id: String(row['id']),
  title: typeof row['title'] === 'string' ? row['title'] : '',
});

/** Of a list, such as the steps of a plan, only what is about the person: the rest is about others. */
function valueOf(kind: string, row: SqlRow, fits: (text: string) => boolean): Json {
  const about = (value: Json): Json => (Array.isArray(value) ? value.filter((one: Json) => mentioned(one, fits)) : value);
  const texts = (PLACES[kind]?.texts ?? []).map((name, i) => [name, about(parsedJson(row[`text${String(i)}`]))] as const);
  return Object.fromEntries(texts.filter(([, value]) => value !== null));
}
