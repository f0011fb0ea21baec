/** The audit beside the private schema of a SQL Server: one chain for all processes, a turn at a time. */
import { randomBytes } from 'node:crypto';
import type { Json } from '../../canonical.ts';
import { mentionedIn, mentions, type Erased, type Exported, type Mention } from '../../personal-data.ts';
import { FIRST, type Params, type Tsql } from '../../store/mssql/tsql.ts';
import type { SqlRow } from '../../store/rows.ts';
import type { Audit, Entry, Filter, Finding, Head, Row, What } from '../audit.ts';
import { rangesOf } from '../ranges.ts';
import { Walk } from '../walk.ts';
import { Appender, headOf, type AppendOptions } from './append.ts';

/** Looks and changes of the schema the audit stands in. */
export interface AuditPlace {
  look<T>(work: (t: Tsql) => Promise<T>): Promise<T>;
  /** Without any lock but that of the chain, which is taken here. */
  turn<T>(work: (t: Tsql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const LISTED = 1000;
const PAGE = 1000;
const WITH_VALUE = 'FROM sb.audit AS a LEFT JOIN sb.audit_values AS v ON v.n = a.n WHERE a.n > @after';
const SQL = {
  all: `SELECT a.n, a.[at], a.actor, a.what, a.subject, a.seal, a.digest, a.previous, v.salt, v.[value] ${WITH_VALUE} ORDER BY a.n ${FIRST}`,
  alone: 'SELECT v.n FROM sb.audit_values AS v WHERE NOT EXISTS (SELECT 1 FROM sb.audit AS a WHERE a.n = v.n) ORDER BY v.n',
  erasable: `SELECT v.n, a.[at], a.actor, a.what, v.[value] FROM sb.audit_values AS v JOIN sb.audit AS a ON a.n = v.n WHERE v.n > @after AND SUBSTRING(a.what, 1, 6) <> N'erase:' ORDER BY v.n ${FIRST}`,
  there: 'SELECT n FROM sb.audit_values WHERE n IN (@ns)',
  drop: 'DELETE FROM sb.audit_values WHERE n IN (@ns)',
} as const;

export class MssqlAudit implements Audit {
  readonly #place: AuditPlace;
  readonly #options: AppendOptions;

  constructor(place: AuditPlace, now: () => Date, random: AppendOptions['random'] = randomBytes) {
    this.#place = place;
    this.#options = { now, random };
  }

  #turn = <T>(work: (rows: Appender, t: Tsql) => Promise<T>): Promise<T> =>
    this.#place.turn(async (t) => work(await Appender.turn(t, this.#options), t));

  append = (entries: readonly Entry[]): Promise<Head> =>
    this.#turn(async (rows) => {
      await rows.settle();
      return rows.append(entries);
    });
  count = (actor: string, what: What, rows = 0): Promise<void> =>
    this.#turn(async (turn) => {
      await turn.settle();
      await turn.count(actor, what, rows);
    });
  take = (actor: string, rows: number, most: number | null): Promise<boolean> =>
    this.#turn((turn) => turn.take(actor, rows, most));
  settle = (): Promise<void> => this.#turn((turn) => turn.settle());
  head = (): Promise<Head | null> => this.#place.look(headOf);
  close = (): Promise<void> => this.#place.close();

  async rows(filter: Filter): Promise<readonly Row[]> {
    const [sql, params] = asked(filter);
    return (await this.#place.look((t) => t.rows(sql, params))).map(rowOf);
  }

  /** Page by page, each of one moment: rows are only added while it goes on. */
  async verify(kept?: Head): Promise<readonly Finding[]> {
    const walk = new Walk(kept);
    for (let after = 0, rows = await this.#page(SQL.all, 0); rows.length > 0; rows = await this.#page(SQL.all, after))
      for (const row of rows) {
        walk.row({ ...row, n: Number(row['n']) });
        after = Number(row['n']);
      }
    for (const { n } of await this.#place.look((t) => t.rows(SQL.alone))) walk.found(Number(n), 'value-alone');
    return walk.end();
  }

  #page = (sql: string, after: number): Promise<readonly SqlRow[]> =>
    this.#place.look((t) => t.rows(sql, { after, limit: PAGE }));

  async find(text: string): Promise<readonly Mention[]> {
    return (await this.#mentioning(text)).map(mentionOf);
  }

  async export(text: string): Promise<readonly Exported[]> {
    return (await this.#mentioning(text)).map((row) => ({ ...mentionOf(row), value: JSON.parse(String(row['value'])) as Json }));
  }

  async erase(text: string, by: string): Promise<Erased> {
    const rows = await this.#mentioning(text);
    return { erased: { audit: await this.#erase(rows, by, 'erase:person') }, kept: [] };
  }

  async eraseBefore(at: string, by: string, isTrial = false): Promise<number> {
    const old = await this.#those((row) => String(row['at']) < at);
    return isTrial ? old.length : this.#erase(old, by, 'erase:old');
  }

  /** Compared here: no server's idea of case is asked. */
  #mentioning(text: string): Promise<SqlRow[]> {
    const fits = mentions(text);
    return this.#those((row) => mentionedIn(String(row['value']), fits));
  }

  async #those(are: (row: SqlRow) => boolean): Promise<SqlRow[]> {
    const found: SqlRow[] = [];
    for (let rows = await this.#page(SQL.erasable, 0); rows.length > 0; rows = await this.#page(SQL.erasable, Number(rows.at(-1)?.['n'])))
      found.push(...rows.filter(are));
    return found;
  } // prettier-ignore

  /** The chain says which rows. */
  #erase(rows: readonly SqlRow[], by: string, what: What): Promise<number> {
    const ns = rows.map((row) => Number(row['n']));
    if (ns.length === 0) return Promise.resolve(0);
    return this.#turn(async (turn, t) => {
      const there = (await t.rows(SQL.there, { ns })).map((row) => Number(row['n'])).sort((a, b) => a - b);
      if (there.length === 0) return 0;
      await t.run(SQL.drop, { ns: there });
      await turn.append([{ actor: by, what, subject: null, value: { rows: rangesOf(there) } }]);
      return there.length;
    });
  }
}

function asked({ after = 0, from, to, kind, actor, limit = LISTED }: Filter): readonly [string, Params] {
  const start = kind === undefined ? undefined : `${kind}:`;
  const given = Object.entries({ from, to, start, actor }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const where = given.map(([name]) => ` AND ${WHERE[name] ?? ''}`).join('');
  return [`SELECT a.n, a.[at], a.actor, a.what, a.subject, a.digest, v.[value] ${WITH_VALUE}${where} ORDER BY a.n ${FIRST}`, { after, limit, ...Object.fromEntries(given) }]; // prettier-ignore
}
const WHERE: Readonly<Record<string, string>> = {
  from: 'a.[at] >= @from',
  to: 'a.[at] < @to',
  start: 'CHARINDEX(@start, a.what) = 1',
  actor: 'a.actor = @actor',
};

const rowOf = (r: SqlRow): Row => ({
  n: Number(r['n']), at: String(r['at']), actor: String(r['actor']), what: String(r['what']), subject: String(r['subject']) || null,
  digest: String(r['digest']), value: typeof r['value'] === 'string' ? (JSON.parse(r['value']) as Json) : null,
}); // prettier-ignore

const mentionOf = (r: SqlRow): Mention => ({
  kind: 'audit',
  id: String(r['n']),
  title: [r['at'], r['what'], r['actor']].map(String).join(' · '),
});
