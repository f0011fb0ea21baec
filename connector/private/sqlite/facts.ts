/**
 * Facts somebody saw, of one kind: rows are added and never changed. A row that corrects or withdraws another names it, and the other one is not
 * `live` any more. The index begins with (item, live, competitor, region, time), so the last word of a rival is one step in it.
 */
import type { SqlRow, Statement } from '../../store/sqlite/driver.ts';
import { Check } from '../check.ts';
import { aged } from '../fresh.ts';
import type { Id, Kept, PriceFact, StockFact } from '../model.ts';
import { PrivateMoved, PrivateRefused, type Asked, type Page, type Reasoned, type Stale } from '../private-store.ts';
import { checkSeen, type FactKind } from '../kept/fact-kinds.ts';
import type { Named } from './named.ts';
import { limitOf, NUMBERS, pageOf, placeOf } from '../kept/pages.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { number } from '../kept/values.ts';

const HEAD = 'n, id, item, competitor, live, region, observed_at';
const TAIL = 'source, evidence, confidence, replaces, reason, withdrawn, import, by, at';

/** Columns of prices alone, and where they stand. */
const OF_PRICES = [
  ', terms.text as terms_text, price_files.name as file_name',
  'left join texts terms on terms.n = f.terms left join price_files on price_files.price = f.n',
] as const;

/** Beyond every number of a competitor: the last word of the last of them comes first. */
const BEYOND = Number.MAX_SAFE_INTEGER;
const REASON = 2000;

interface Origin {
  readonly import: Id | null;
  readonly replaces: number | null;
  readonly reason: string | null;
  /** Brought along; null: it gets one. */
  readonly id: Id | null;
}

export class Facts<Fact extends PriceFact | StockFact> {
  readonly #db: Scoped;
  readonly #texts: Texts;
  readonly #named: Named;
  readonly #kind: FactKind<Fact>;
  readonly #rows: (of: string) => string;
  readonly #columns: string;
  /** The last word of the competitor and region before the one given. */
  readonly #last: string;

  constructor(db: Scoped, texts: Texts, named: Named, kind: FactKind<Fact>) {
    this.#db = db;
    this.#texts = texts;
    this.#named = named;
    this.#kind = kind;
    this.#columns = `${HEAD}, ${kind.columns.join(', ')}, ${TAIL}`;
    const [own, joinOwn] = kind.kind === 'price' ? OF_PRICES : ['', ''];
    this.#rows = (
      of,
    ) => `select f.*, items.id as item_id, competitors.id as competitor_id, region.text as region_text, evidence.text as evidence_text,
      reason.text as reason_text, old.id as replaces_id${own} from (${of}) found join ${kind.table} f on f.n = found.n join items on items.n = f.item join competitors on competitors.n = f.competitor
      left join texts region on region.n = f.region left join texts evidence on evidence.n = f.evidence
      left join texts reason on reason.n = f.reason ${joinOwn} left join ${kind.table} old on old.n = f.replaces`;
    this.#last = this.#rows(`select n from ${kind.table} where {facts} and item = (select n from items where id = ?) and live = 1
      and (competitor, region) < (?, ?) order by competitor desc, region desc, observed_at desc, n desc limit 1`);
  }

  add(facts: readonly Fact[], { import: brought = null, id = null }: Partial<Origin> = {}): readonly Id[] {
    return this.#db.change(() => this.#insert(facts, { import: brought, replaces: null, reason: null, id }), this.#kind.table);
  }

  correct(id: Id, fact: Fact, { reason = null, id: own = null }: Reasoned = {}): Id {
    return this.#db.change(() => {
      const n = this.#superseded(id);
      return this.#insert([fact], { import: null, replaces: n, reason, id: own })[0] ?? id;
    }, `${this.#kind.table}.correct`);
  }

  withdraw(ids: readonly Id[], { reason = null }: Reasoned = {}): void {
    this.#db.change(() => {
      const check = new Check(this.#db.base.world.now());
      const why = this.#texts.typed(check, 'reason', reason, REASON);
      check.done();
      const copy = this.#copier({ live: 0, reason: why });
      for (const id of ids) copy(this.#superseded(id));
      return ids;
    }, `${this.#kind.table}.withdraw`);
  }

  /** Names the row that withdrew it, so it is done once. */
  restore(id: Id): Id {
    const { table } = this.#kind;
    return this.#db.change(() => {
      const row = this.#db.get(`select w.n, later.id as later from ${table} f left join ${table} w on w.replaces = f.n and w.withdrawn = 1
        left join ${table} later on later.replaces = w.n where {facts} and f.id = ?`, id);
      if (!row) throw new PrivateRefused();
      if (row['n'] === null || row['later'] !== null) throw new PrivateMoved();
      return this.#copier({ live: 1, reason: null })(number(row, 'n'));
    }, `${table}.restore`);
  } // prettier-ignore

  /** The same once more, naming the row it is a copy of; dead copies say that it does not stand. */
  #copier({ live, reason }: { readonly live: 0 | 1; readonly reason: number | null }): (of: number) => Id {
    const { table, columns } = this.#kind;
    const { base } = this.#db;
    const kept = ['item', 'competitor', 'region', 'observed_at', ...columns, 'source', 'evidence', 'confidence', 'import'].join(
      ', ',
    );
    const copy = base.statement(`insert into ${table} (n, id, live, replaces, reason, withdrawn, by, at, ${kept})
      select ?, ?, ?, n, ?, ?, ?, ?, ${kept} from ${table} where n = ?`);
    const at = base.world.now().getTime();
    let next = base.nextN(table);
    return (of) => {
      const id = base.world.uuid();
      copy.run(next++, id, live, reason, 1 - live, this.#db.user, at, of);
      return id;
    };
  }

  /** The row that gives way: there, and not given way before. */
  #superseded(id: Id): number {
    const row = this.#db.get(`select n, live from ${this.#kind.table} where {facts} and id = ?`, id);
    if (!row) throw new PrivateRefused();
    if (number(row, 'live') === 0) throw new PrivateMoved();
    this.#db.base.run(`update ${this.#kind.table} set live = 0 where n = ?`, number(row, 'n'));
    return number(row, 'n');
  }

  #insert(facts: readonly Fact[], origin: Origin): readonly Id[] {
    const { base } = this.#db;
    const check = new Check(base.world.now());
    const insert = base.statement(
      `insert into ${this.#kind.table} (${this.#columns}) values (${this.#columns.replace(/[a-z_]+/g, '?')})`,
    );
    const at = base.world.now().getTime();
    let n = base.nextN(this.#kind.table);
    const ids = facts.map((fact, row) => {
      if (facts.length > 1) check.row = row;
      return this.#one(insert, n++, fact, { check, at, ...origin });
    });
    check.done();
    return ids;
  }

  /** Written before the whole list is checked: what is wrong anywhere undoes it all. */
  #one(insert: Statement, n: number, fact: Fact, more: Origin & { check: Check; at: number }): Id {
    const [{ check, at }, named] = [more, this.#named];
    const id = more.id ?? this.#db.base.world.uuid();
    const [item, competitor] = [
      named.n(check, 'items', 'item', fact.item),
      named.n(check, 'competitors', 'competitor', fact.competitor),
    ];
    const region = this.#texts.typed(check, 'region', this.#kind.region(fact), 200) ?? 0;
    const observedAt = checkSeen(fact, check);
    const own = this.#kind.checked(fact, check, this.#texts);
    const evidence = this.#texts.typed(check, 'evidence', fact.evidence, 2000);
    const reason = this.#texts.typed(check, 'reason', more.reason, REASON);
    insert.run(n, id, item, competitor, 1, region, observedAt, ...own, fact.source, evidence, fact.confidence, more.replaces, reason, 0, more.import, this.#db.user, at); // prettier-ignore
    return id;
  }

  one(id: Id): Kept<Fact> | null {
    const row = this.#db.get(this.#rows(`select n from ${this.#kind.table} where {facts} and id = ?`), id);
    return row ? this.#kind.read(row) : null;
  }

  history(item: Id, competitor: Id | null, asked: Asked): Page<Kept<Fact>> {
    const [limit, place] = [limitOf(asked), placeOf(asked, NUMBERS) ?? [BEYOND, BEYOND]];
    const one = competitor === null ? '' : 'and competitor = (select n from competitors where id = ?)';
    const found = `select n from ${this.#kind.table} where {facts} and item = (select n from items where id = ?) ${one}
      and (observed_at, n) < (?, ?) order by observed_at desc, n desc limit ?`;
    const sql = `${this.#rows(found)} order by f.observed_at desc, f.n desc`;
    const rows = this.#db.all(sql, item, ...(competitor === null ? [] : [competitor]), ...place, limit + 1);
    return pageOf(rows, limit, this.#kind.read, (r) => [number(r, 'observed_at'), number(r, 'n')]);
  }

  /** The last live row of each competitor and region, newest first. */
  latest(item: Id, now: Date): readonly Stale<Kept<Fact>>[] {
    const found: SqlRow[] = [];
    for (
      let row = this.#lastBefore(item, BEYOND, 0);
      row;
      row = this.#lastBefore(item, number(row, 'competitor'), number(row, 'region'))
    )
      found.push(row);
    const days = this.#db.base.fresh[this.#kind.kind];
    return found
      .sort((a, b) => number(b, 'observed_at') - number(a, 'observed_at'))
      .map((r) => aged(this.#kind.read(r), days, now));
  }

  #lastBefore = (item: Id, competitor: number, region: number): SqlRow | undefined =>
    this.#db.all(this.#last, item, competitor, region)[0];
}
