/** What the parts of the private suite share: a fresh store for each test, a clock and ids of its own, people, and short ways to make rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Competitor, Item, PriceFact, StockFact } from '../../../connector/private/model.ts';
import {
  PrivateWrong, type CompetitorDraft, type ItemDraft, type NoteDraft, type OfferDraft, type PrivateOptions, type PrivateStore, type PrivateView, type Viewer,
} from '../../../connector/private/private-store.ts'; // prettier-ignore
import type { Role } from '../../../connector/roles.ts';

export type OpenPrivate = (options: PrivateOptions & { world: { now(): Date; uuid(): string } }) => PrivateStore;

export const AT = '2026-07-22T10:00:00.000Z';
export const FRESH = { price: 30, stock: 14, offer: 90 };

export const viewer = (user: string, role: Role | readonly Role[], team: string | null = null, granted = false): Viewer => ({
  user,
  roles: new Set([role].flat()),
  team,
  granted,
});
export const ANNA = viewer('anna', 'sales', 'north');
export const BORIS = viewer('boris', 'sales', 'north');
export const LEAD = viewer('lena', 'lead', 'north');
export const SOUTH = viewer('sergey', 'lead', 'south');
export const ADMIN = viewer('root', 'admin');
export const OPERATOR = viewer('olga', 'operator');
export const AUDITOR = viewer('audit', 'auditor');
export const ACCOUNTANT = viewer('galina', 'accountant');
export const GRANTED = viewer('galina', 'accountant', null, true);

export class Bench {
  store!: PrivateStore;
  file = ':memory:';
  /** Of the random tries: on a double of a server each costs a hundred times as much. */
  readonly share: number;
  #now = Date.parse(AT);
  #made = 0;
  #folder: string | null = null;
  readonly #open: OpenPrivate;
  readonly #onDisk: boolean;

  constructor(open: OpenPrivate, onDisk: boolean, share = 1) {
    this.share = share;
    this.#open = open;
    this.#onDisk = onDisk;
    beforeEach(() => this.#begin());
    afterEach(() => this.#end());
  }

  #begin(): void {
    this.#now = Date.parse(AT);
    this.#made = 0;
    this.#folder = this.#onDisk ? mkdtempSync(join(tmpdir(), 'sidebook-private-')) : null;
    this.file = this.#folder === null ? ':memory:' : join(this.#folder, 'deep', 'private.db');
    this.store = this.open();
  }

  async #end(): Promise<void> {
    await this.store.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Another process on the same file; the test closes it. */
  open(): PrivateStore {
    return this.#open({ file: this.file, fresh: FRESH, world: { now: () => new Date(this.#now), uuid: () => this.#uuid() } });
  }

  #uuid(): string {
    this.#made += 1;
    return `00000000-0000-7000-8000-${String(this.#made).padStart(12, '0')}`;
  }

  later(days: number): void {
    this.#now += days * 86_400_000;
  }

  now = (): string => new Date(this.#now).toISOString();

  as = (who: Viewer): PrivateView => this.store.as(who);

  competitor = (name: string, more: Partial<CompetitorDraft> = {}): Promise<Competitor> =>
    this.as(ANNA).saveCompetitor(competitor(name, more), null);
  item = (name: string, more: Partial<ItemDraft> = {}): Promise<Item> => this.as(ANNA).saveItem(item(name, more), null);

  /** An item and a rival, and a price of it that can be changed in parts. */
  async pair(): Promise<{ item: Item; rival: Competitor; fact: PriceFact; stock: StockFact }> {
    const [made, rival] = [await this.item('Болт М8×40'), await this.competitor('Крепёж+')];
    const of = { item: made.id, competitor: rival.id, observedAt: AT };
    return { item: made, rival, fact: price(of), stock: stock(of) };
  }
}

export const competitor = (name: string, more: Partial<CompetitorDraft> = {}): CompetitorDraft => ({
  name, aliases: [], counterparty: null, taxId: null, site: null, strengths: null, weaknesses: null, answer: null, active: true, ...more,
}); // prettier-ignore

export const item = (name: string, more: Partial<ItemDraft> = {}): ItemDraft => ({
  name,
  sku: null,
  product: null,
  unit: 'шт',
  active: true,
  ...more,
});

type Of = Pick<PriceFact, 'item' | 'competitor'> & { readonly observedAt?: string };

export const price = (of: Of, more: Partial<PriceFact> = {}): PriceFact => ({
  price: '11.9', currency: 'RUB', vatIncluded: true, vatRate: '20', unit: 'шт', packFactor: '1', minQuantity: null, terms: null, region: null,
  observedAt: AT, source: 'site', evidence: null, confidence: 'sure', ...of, ...more,
}); // prettier-ignore

export const stock = (of: Of, more: Partial<StockFact> = {}): StockFact => ({
  least: '10', most: null, leadDays: null, observedAt: AT, source: 'call', evidence: null, confidence: 'likely', ...of, ...more,
}); // prettier-ignore

export const offer = (rival: string, more: Partial<OfferDraft> = {}): OfferDraft => ({
  competitor: rival, counterparty: null, invoice: null, number: null, date: '2026-07-20', validUntil: null, currency: 'RUB', vatIncluded: true, lines: [],
  terms: null, evidence: null, outcome: 'open', wonBy: null, why: null, import: null, ...more,
}); // prettier-ignore

export const note = (text: string, more: Partial<NoteDraft> = {}): NoteDraft => ({
  about: null, kind: 'note', text, participants: [], pinned: false, isPrivate: false, followUp: null, ...more,
}); // prettier-ignore

export const about = (record: string) => ({ entity: 'counterparty', record }) as const;

/** The error it fails with. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}

/** What is said to be wrong with what came; fails when it was taken. */
export async function wrongs(work: Promise<unknown>): Promise<PrivateWrong['wrong']> {
  const error = await failure(work);
  if (error instanceof PrivateWrong) return error.wrong;
  throw error;
}

/** "row field problem", a row only where there are several. */
export const places = (wrong: PrivateWrong['wrong']): string[] =>
  wrong.map((w) => `${w.row === null ? '' : `${String(w.row)} `}${w.field} ${w.problem}`);
