/**
 * Facts somebody saw, of one kind: rows are added and never changed. A row that corrects or withdraws another names it, and the other one is not
 * `live` any more.
 */
import type { SqlRow } from '../../store/rows.ts';
import { FIRST } from '../../store/mssql/tsql.ts';
import type { BatchRow, Columns } from '../../store/mssql/batch.ts';
import { Check } from '../check.ts';
import { aged } from '../fresh.ts';
import { checkSeen, type FactKind } from '../kept/fact-kinds.ts';
import { limitOf, NUMBERS, pageOf, placeOf } from '../kept/pages.ts';
import { number, text } from '../kept/values.ts';
import type { Id, Kept, PriceFact, StockFact } from '../model.ts';
import { PrivateMoved, PrivateRefused, type Asked, type Page, type Reasoned, type Stale } from '../private-store.ts';
import { nextN } from './base.ts';
import { namedIn, type Named } from './named.ts';
import type { On } from './scoped.ts';
import { insert, PRICES, STOCK } from './tables.ts';
import { Collected, keep } from './texts.ts';

const COLUMNS: Readonly<Record<'prices' | 'stock', Columns>> = { prices: PRICES, stock: STOCK };
/** Beyond every row. */
const BEYOND = Number.MAX_SAFE_INTEGER;
const REASON = 2000;

interface Origin {
  readonly import: Id | null;
  readonly replaces: number | null;
  readonly reason: string | null;
  /** Brought along; null: it gets one. */
  readonly id: Id | null;
}
/** What a fact is checked with. */
interface With {
  readonly check: Check;
  readonly named: Named;
  readonly texts: Collected;
}

export class Facts<Fact extends PriceFact | StockFact> {
  readonly #kind: FactKind<Fact>;
  readonly #table: 'prices' | 'stock';
  readonly #rows: (of: string) => string;

  constructor(kind: FactKind<Fact>) {
    this.#kind = kind;
    this.#table = kind.table;
    const isPrice = kind.kind === 'price';
    const terms = isPrice ? ', terms.[text] AS terms_text, price_files.name AS file_name' : '';
    const joinTerms = isPrice
      ? 'LEFT JOIN sb.texts AS terms ON terms.n = f.terms LEFT JOIN sb.price_files AS price_files ON price_files.price = f.n'
      : '';
    this.#rows = (of) =>
      `SELECT f.*, items.id AS item_id, competitors.id AS competitor_id, region.[text] AS region_text, evidence.[text] AS evidence_text, reason.[text] AS reason_text, old.id AS replaces_id${terms}
      FROM (${of}) AS found JOIN sb.${kind.table} AS f ON f.n = found.n JOIN sb.items AS items ON items.n = f.item JOIN sb.competitors AS competitors ON competitors.n = f.competitor
      LEFT JOIN sb.texts AS region ON region.n = f.region LEFT JOIN sb.texts AS evidence ON evidence.n = f.evidence LEFT JOIN sb.texts AS reason ON reason.n = f.reason ${joinTerms}
      LEFT JOIN sb.${kind.table} AS old ON old.n = f.replaces`;
  }

  async add(on: On, facts: readonly Fact[], { import: brought = null, id = null }: Partial<Origin> = {}): Promise<readonly Id[]> {
    return this.#insert(on, facts, { import: brought, replaces: null, reason: null, id });
  }

  async correct(on: On, id: Id, fact: Fact, { reason = null, id: own = null }: Reasoned = {}): Promise<Id> {
    const [replaces = 0] = await this.#superseded(on, [id]);
    return (await this.#insert(on, [fact], { import: null, replaces, reason, id: own }))[0] ?? id;
  }

  /** A copy of each says that it is withdrawn. */
  async withdraw(on: On, ids: readonly Id[], { reason = null }: Reasoned = {}): Promise<readonly Id[]> {
    const why = await reasonOf(on, reason);
    await this.#copy(on, await this.#superseded(on, ids), { live: 0, reason: why });
    return ids;
  }

  /** Names the row that withdrew it, so it is done once. */
  async restore(on: On, id: Id): Promise<Id> {
    const row = await on.one(`SELECT w.n, later.id AS later FROM sb.${this.#table} AS f LEFT JOIN sb.${this.#table} AS w ON w.replaces = f.n AND w.withdrawn = 1
      LEFT JOIN sb.${this.#table} AS later ON later.replaces = w.n WHERE {facts} AND f.id = @id`, { id });
    if (!row) throw new PrivateRefused();
    if (row['n'] === null || row['later'] !== null) throw new PrivateMoved();
    const [made = id] = await this.#copy(on, [number(row, 'n')], { live: 1, reason: null });
    return made;
  } // prettier-ignore

  /** The same once more, naming the rows they are copies of; dead copies say that those do not stand. */
  async #copy(on: On, old: readonly number[], { live, reason }: { readonly live: 0 | 1; readonly reason: number | null }): Promise<Id[]> {
    const [first, at] = [await nextN(on.t, this.#table), on.base.world.now().getTime()];
    const rows = old.length === 0 ? [] : await on.t.rows(`SELECT * FROM sb.${this.#table} WHERE n IN (@ns)`, { ns: old });
    const known = new Map(rows.map((row) => [number(row, 'n'), row]));
    const copies = old.map((n, i) => ({
      ...cellsOf(known.get(n), COLUMNS[this.#table]), n: first + i, id: on.base.world.uuid(), live, replaces: n, replaces_key: n, reason, withdrawn: 1 - live, by: on.user, at,
    }));
    await insert(on.t, this.#table, COLUMNS[this.#table], copies);
    return copies.map((copy) => copy.id);
  } // prettier-ignore

  /** The rows that give way: there, and not given way before; in the order of the ids. */
  async #superseded(on: On, ids: readonly Id[]): Promise<number[]> {
    if (ids.length === 0) return [];
    const rows = await on.rows(`SELECT n, id, live FROM sb.${this.#table} WHERE {facts} AND id IN (@ids)`, { ids });
    const known = new Map(rows.map((row) => [text(row, 'id'), row]));
    const met = new Set<Id>();
    const numbers = ids.map((id) => givesWay(known.get(id), met.size === met.add(id).size));
    await on.t.run(`UPDATE sb.${this.#table} SET live = 0 WHERE n IN (@ns)`, { ns: numbers });
    return numbers;
  }

  async #insert(on: On, facts: readonly Fact[], origin: Origin): Promise<readonly Id[]> {
    const [check, texts] = [new Check(on.base.world.now()), new Collected()];
    const named = await namedIn(on.t, { items: facts.map((f) => f.item), competitors: facts.map((f) => f.competitor) });
    facts.forEach((fact, row) => {
      if (facts.length > 1) check.row = row;
      this.#cells(fact, { check, named, texts });
    });
    texts.typed(check, 'reason', origin.reason, REASON);
    check.done();
    texts.numbers = await keep(on.t, texts.texts);
    const [first, at] = [await nextN(on.t, this.#table), on.base.world.now().getTime()];
    const rows = facts.map((fact, i) => ({
      ...this.#cells(fact, { check, named, texts }), n: first + i, id: origin.id ?? on.base.world.uuid(), live: 1, replaces: origin.replaces,
      replaces_key: origin.replaces ?? -(first + i), reason: texts.typed(check, 'reason', origin.reason, REASON), withdrawn: 0, import: origin.import, by: on.user, at,
    })); // prettier-ignore
    await insert(on.t, this.#table, COLUMNS[this.#table], rows);
    return rows.map((row) => row.id);
  }

  /** What the fact itself says. */
  #cells(fact: Fact, { check, named, texts }: With): BatchRow {
    const item = named.n(check, 'items', 'item', fact.item);
    const competitor = named.n(check, 'competitors', 'competitor', fact.competitor);
    const region = texts.typed(check, 'region', this.#kind.region(fact), 200) ?? 0;
    const observedAt = checkSeen(fact, check);
    const own = this.#kind.checked(fact, check, texts);
    const evidence = texts.typed(check, 'evidence', fact.evidence, 2000);
    const ofKind = Object.fromEntries(this.#kind.columns.map((name, i) => [name, own[i] ?? null]));
    return {
      ...ofKind,
      item,
      competitor,
      region,
      observed_at: observedAt,
      source: fact.source,
      evidence,
      confidence: fact.confidence,
    };
  }

  async one(on: On, id: Id): Promise<Kept<Fact> | null> {
    const row = await on.one(this.#rows(`SELECT n FROM sb.${this.#table} WHERE {facts} AND id = @id`), { id });
    return row ? this.#kind.read(row) : null;
  }

  async history(on: On, item: Id, competitor: Id | null, asked: Asked): Promise<Page<Kept<Fact>>> {
    const [limit, [seen, n]] = [limitOf(asked), placeOf(asked, NUMBERS) ?? [BEYOND, BEYOND]];
    const one = competitor === null ? '' : 'AND competitor = (SELECT n FROM sb.competitors WHERE id = @competitor)';
    const found = `SELECT n FROM sb.${this.#table} WHERE {facts} AND item = (SELECT n FROM sb.items WHERE id = @item) ${one}
      AND (observed_at < @seen OR (observed_at = @seen AND n < @n)) ORDER BY observed_at DESC, n DESC ${FIRST}`;
    const params = { item, seen, n, limit: limit + 1, ...(competitor === null ? {} : { competitor }) };
    const rows = await on.rows(`${this.#rows(found)} ORDER BY f.observed_at DESC, f.n DESC`, params);
    return pageOf(rows, limit, this.#kind.read, (r) => [number(r, 'observed_at'), number(r, 'n')]);
  }

  /** Of each item the last live row of each competitor and region, newest first; of all items at once. */
  async latest(on: On, items: readonly Id[], now: Date): Promise<ReadonlyMap<Id, readonly Stale<Kept<Fact>>[]>> {
    const found = new Map<Id, Stale<Kept<Fact>>[]>(items.map((id) => [id, []]));
    if (items.length === 0) return found;
    const last = `SELECT l.n FROM (SELECT p.n, ROW_NUMBER() OVER (PARTITION BY p.item, p.competitor, p.region ORDER BY p.observed_at DESC, p.n DESC) AS place
      FROM sb.${this.#table} AS p WHERE {facts} AND p.live = 1 AND p.item IN (SELECT i.n FROM sb.items AS i WHERE i.id IN (@items))) AS l WHERE l.place = 1`;
    const rows = [...(await on.rows(this.#rows(last), { items: [...new Set(items)] }))].sort(newest);
    const days = on.base.fresh[this.#kind.kind];
    for (const row of rows) found.get(text(row, 'item_id'))?.push(aged(this.#kind.read(row), days, now));
    return found;
  }
}

/** Seen at the same moment: as SQLite steps through them, the later rival and region first. */
const newest = (a: SqlRow, b: SqlRow): number =>
  number(b, 'observed_at') - number(a, 'observed_at') || number(b, 'competitor') - number(a, 'competitor') || number(b, 'region') - number(a, 'region'); // prettier-ignore

/** The row of texts it stands in. */
async function reasonOf(on: On, reason: string | null): Promise<number | null> {
  const [check, texts] = [new Check(on.base.world.now()), new Collected()];
  texts.typed(check, 'reason', reason, REASON);
  check.done();
  texts.numbers = await keep(on.t, texts.texts);
  return texts.typed(check, 'reason', reason, REASON);
}

/** Twice in one list is once too often. */
function givesWay(row: SqlRow | undefined, isTwice: boolean): number {
  if (!row) throw new PrivateRefused();
  if (isTwice || number(row, 'live') === 0) throw new PrivateMoved();
  return number(row, 'n');
}

function cellsOf(row: SqlRow | undefined, columns: Columns): BatchRow {
  const cell = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? value : null;
  return Object.fromEntries(Object.keys(columns).map((name) => [name, cell(row?.[name])]));
}
