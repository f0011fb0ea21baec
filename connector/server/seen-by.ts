/**
 * The shared store as one person sees it: the one place that narrows it to their counterparties (feature X1). Everything the server
 * reads for somebody goes through here. A question that is not named here fails: none can be asked without the person's rows.
 */
import type { Queries } from '../store/queries.ts';
import type { RecordId, SharedRecord } from '../model.ts';
import type { Candidate, Reader, StoredLink } from '../store/store.ts';
import type { ViewQueries } from '../store/view-queries.ts';
import type { Owners } from './owners.ts';

/** What is read of the store for a person. */
export interface SeenStore {
  readonly views: ViewQueries;
  readonly queries: Queries;
  read<T>(work: (t: Reader) => Promise<T>): Promise<T>;
}

export const seenBy = (store: SeenStore, owners: Owners): SeenStore => (owners === null ? store : new Narrowed(store, owners));

/** Kinds that belong to a counterparty, by the field that names it; whatever is not here belongs to nobody and is seen by all. */
const PARTY: Partial<Record<SharedRecord['entity'], string>> = { invoice: 'counterparty', contract: 'counterparty', payment: 'counterparty', balance: 'counterparty' }; // prettier-ignore
const OWNED: ReadonlySet<string> = new Set(['counterparty', 'partner', ...Object.keys(PARTY)]);

/** Questions about nobody's rows. */
const FREE_READS: ReadonlySet<string> = new Set(['hosts', 'setting', 'cursor']);
const FREE_VIEWS: ReadonlySet<string> = new Set(['products', 'lastPrices', 'lastInvoiceWith', 'pricesOf', 'readings', 'queue', 'people', 'personName', 'journalMark']); // prettier-ignore

class Narrowed implements SeenStore {
  readonly views: ViewQueries;
  readonly queries: Queries;
  readonly #store: SeenStore;
  readonly #owners: readonly RecordId[];

  constructor(store: SeenStore, owners: readonly RecordId[]) {
    this.#store = store;
    this.#owners = owners;
    this.views = only(store.views, FREE_VIEWS, this.#views(store.views));
    this.queries = only(store.queries, new Set(), {
      balancesOf: async (id) => ((await this.#sees(id)) ? store.queries.balancesOf(id) : []),
      invoices: async (filter, limit) => (filter.counterparty && (await this.#sees(filter.counterparty)) ? store.queries.invoices(filter, limit) : []),
    }); // prettier-ignore
  }

  read = <T>(work: (t: Reader) => Promise<T>): Promise<T> => this.#store.read((t) => work(only(t, FREE_READS, this.#reads(t))));

  #sees = (id: RecordId): Promise<boolean> => this.#store.read(async (t) => (await this.#seen(t, [id])).has(id));

  /** Those of them the person sees. */
  async #seen(t: Reader, ids: readonly RecordId[]): Promise<Map<RecordId, SharedRecord>> {
    const records = await t.records([...new Set(ids)]);
    const parties = await t.records([...records.values()].flatMap((r) => partyOf(r) ?? []));
    const isOurs = (r: SharedRecord | undefined): boolean => {
      const owner = r?.fields['owner'];
      return typeof owner === 'string' && this.#owners.includes(owner);
    };
    const isSeen = (r: SharedRecord): boolean => !OWNED.has(r.entity) || isOurs(r.entity in PARTY ? parties.get(partyOf(r) ?? '') : r); // prettier-ignore
    return new Map([...records].filter(([, r]) => isSeen(r)));
  }

  async #among<T>(t: Reader, rows: readonly T[], recordOf: (row: T) => RecordId | null): Promise<T[]> {
    const seen = await this.#seen(t, rows.flatMap((row) => recordOf(row) ?? [])); // prettier-ignore
    return rows.filter((row) => {
      const id = recordOf(row);
      return id === null || seen.has(id);
    });
  }

  /** What hangs on one record. */
  #of = async <T>(t: Reader, id: RecordId, read: () => Promise<readonly T[]>): Promise<readonly T[]> =>
    (await this.#seen(t, [id])).has(id) ? read() : [];

  #reads(t: Reader): Partial<Reader> {
    return {
      record: async (id) => (await this.#seen(t, [id])).get(id) ?? null,
      records: (ids) => this.#seen(t, ids),
      recordsOf: async (entity, after, limit) => this.#among(t, await t.recordsOf(entity, after, limit), (r) => r.id),
      link: async (id) => this.#link(t, await t.link(id)),
      linksOf: (id) => this.#of(t, id, () => t.linksOf(id)),
      linksAt: async (host, entity, ids) => {
        const links = [...(await t.linksAt(host, entity, ids))];
        return new Map(await this.#among(t, links, ([, link]) => link.record));
      },
      problems: async (filter) => this.#among(t, await t.problems(filter), (p) => p.record),
      proposals: async (id) => (id === null ? [] : this.#of(t, id, () => t.proposals(id))),
      revisions: (id) => this.#of(t, id, () => t.revisions(id)),
      journal: (id) => this.#of(t, id, () => t.journal(id)),
      candidates: async (host, entity, keys) => {
        const found = new Map<string, readonly Candidate[]>();
        for (const [key, list] of await t.candidates(host, entity, keys)) found.set(key, await this.#among(t, list, (c) => c.record.id)); // prettier-ignore
        return found;
      },
    };
  }

  #link = async (t: Reader, link: StoredLink | null): Promise<StoredLink | null> =>
    link === null ? null : ((await this.#among(t, [link], (l) => l.record))[0] ?? null);

  #views(v: ViewQueries): Partial<ViewQueries> {
    const owners = this.#owners;
    const among = <T>(rows: readonly T[], recordOf: (row: T) => RecordId | null): Promise<T[]> =>
      this.#store.read((t) => this.#among(t, rows, recordOf));
    const one = async <T extends { readonly record: RecordId | null }>(row: T | null): Promise<T | null> =>
      row === null || row.record === null ? null : ((await among([row], (r) => r.record))[0] ?? null);
    const about = async <T>(id: RecordId | null, none: T, ask: () => Promise<T>): Promise<T> =>
      id === null || (await this.#sees(id)) ? ask() : none;
    return {
      invoicePage: (page) => about(page.invoice ?? page.counterparty, [], () => v.invoicePage({ ...page, owners })),
      invoiceCounts: (of, today) => about(of.invoice ?? of.counterparty, NO_COUNTS, () => v.invoiceCounts({ ...of, owners }, today)),
      unpaidSums: (of, today) => about(of.invoice ?? of.counterparty, [], () => v.unpaidSums({ ...of, owners }, today)),
      paidSince: (id, day) => about(id, [], () => v.paidSince(id, day)),
      paidOtherwise: async (ids) => among(await v.paidOtherwise(ids), (p) => p.invoice),
      paymentsOf: (id) => about(id, [], () => v.paymentsOf(id)),
      linkStates: async (ids) => among(await v.linkStates(ids), (l) => l.record),
      problemsOf: async (ids) => among(await v.problemsOf(ids), (p) => p.record),
      problem: async (id) => one(await v.problem(id)),
      problemPage: (page) => about(page.record, { rows: [], next: null }, () => v.problemPage({ ...page, owners })),
      problemKinds: (id) => about(id, [], () => v.problemKinds(id, owners)),
      conflictCounts: () => v.conflictCounts(owners),
      conflictsOf: (host, unit, limit) => v.conflictsOf(host, unit, limit, owners),
      openProposals: (id, limit) => about(id, [], () => v.openProposals(id, limit, owners)),
      proposal: async (id) => one(await v.proposal(id)),
    }; // prettier-ignore
  }
}

const NO_COUNTS = { all: 0, overdue: 0, unpaid: 0, drafts: 0, untold: 0, oldestDue: null };

function partyOf({ entity, fields }: SharedRecord): RecordId | null {
  const id = fields[PARTY[entity] ?? ''];
  return typeof id === 'string' ? id : null;
}

/** The questions named, as they are narrowed here; those about nobody's rows as they are; any other one is a fault of ours. */
function only<T extends object>(all: T, free: ReadonlySet<string>, narrowed: Partial<T>): T {
  return new Proxy(all, {
    get(target, name): unknown {
      const own: unknown = Reflect.get(narrowed, name);
      if (own !== undefined) return own;
      const plain: unknown = Reflect.get(target, name);
      if (!free.has(String(name)) || typeof plain !== 'function') throw new Error(`a question without rows: ${String(name)}`);
      return plain.bind(target) as unknown;
    },
  });
}
