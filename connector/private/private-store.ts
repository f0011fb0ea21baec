/**
 * The private store (sync-design B4, B5): another file or another schema and login than the shared store. Every question is asked
 * as somebody; what that person may not see is not there: no rows, no counts, the same refusal as for what does not exist.
 */
import type { Role } from '../roles.ts';
import type {
  About, Analogue, Competitor, EvidenceFile, FreshDays, Id, Item, Kept, Note, NoteRevision, Offer, Outcome, Price, PriceFact, Stamp, Stock, StockFact,
} from './model.ts'; // prettier-ignore

export interface Viewer {
  readonly user: string;
  readonly roles: ReadonlySet<Role>;
  readonly team: string | null;
  /** An accountant sees private data only where an administrator granted it. */
  readonly granted: boolean;
}

/** Newest or alphabetical first; `next` goes into the following call, null at the end. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}
export interface Asked {
  readonly after?: string | null;
  readonly limit?: number;
}

type Draft<T extends Stamp> = Omit<T, keyof Stamp | 'id' | 'rev'> & { readonly id?: Id };
export type CompetitorDraft = Draft<Competitor>;
export type ItemDraft = Draft<Item>;
export type OfferDraft = Draft<Offer>;
export type NoteDraft = Omit<Draft<Note>, 'owner' | 'team' | 'firstAt' | 'withdrawnAt'>;

export type Stale<T> = T & { readonly ageDays: number; readonly stale: boolean };

/** The last word of each competitor on an item: corrections and withdrawals applied. */
export interface Latest {
  readonly prices: readonly Stale<Price>[];
  readonly stock: readonly Stale<Stock>[];
}

/** Deals in which a competitor had offered: how many we won, and how many we did not. */
export interface Ended {
  readonly won: number;
  readonly lost: number;
}

export interface NoteFilter extends Asked {
  /** Of any of these; null: without one. */
  readonly about?: About | readonly About[] | null;
  /** Written by this person. */
  readonly owner?: string;
  /** With something still to do; then what is due first comes first, or a late promise would stand behind the notes written since. */
  readonly open?: true;
  readonly kinds?: readonly Note['kind'][];
  readonly pinnedFirst?: boolean;
}
export interface DueFilter extends Asked {
  /** After this date. */
  readonly since?: string;
  /** Up to this date. */
  readonly until: string;
  readonly whose: 'mine' | 'team';
  readonly kinds?: readonly Note['kind'][];
}

export interface CleanUp {
  readonly kind: 'price' | 'stock' | 'offer';
  readonly competitor: Id;
  readonly stale: number;
  readonly oldest: string;
}

/** `id`: of one fact alone, brought along by whoever may say the same twice. */
export interface Brought {
  readonly import?: Id;
  readonly id?: Id;
}

/** Why a row gives way, in a person's words; `id`: of the row that takes its place, as above. */
export interface Reasoned {
  readonly reason?: string | null;
  readonly id?: Id | null;
}

/** As one person. A save names the rev it rests on (null = new); `PrivateMoved` when it is no longer that one. */
export interface PrivateView {
  competitors(search: string | null, asked?: Asked): Promise<Page<Competitor>>;
  competitor(id: Id): Promise<Competitor | null>;
  saveCompetitor(draft: CompetitorDraft, basis: number | null): Promise<Competitor>;

  items(search: string | null, asked?: Asked): Promise<Page<Item>>;
  item(id: Id): Promise<Item | null>;
  itemsOf(products: readonly string[]): Promise<ReadonlyMap<string, Item>>;
  saveItem(draft: ItemDraft, basis: number | null): Promise<Item>;
  analogues(item: Id): Promise<readonly Analogue[]>;
  setAnalogue(analogue: Omit<Analogue, keyof Stamp>, on: boolean): Promise<void>;

  /** `file`: what all of them were seen on. */
  addPrices(facts: readonly PriceFact[], from?: Brought & { readonly file?: EvidenceFile }): Promise<readonly Id[]>;
  addStock(facts: readonly StockFact[], from?: Brought): Promise<readonly Id[]>;
  /** A new row that names the old one, and says why; without a file of its own it keeps that of the old one. */
  correctPrice(id: Id, fact: PriceFact, more?: Reasoned & { readonly file?: EvidenceFile }): Promise<Id>;
  correctStock(id: Id, fact: StockFact, more?: Reasoned): Promise<Id>;
  withdraw(kind: 'price' | 'stock', ids: readonly Id[], more?: Reasoned): Promise<void>;
  /** What was withdrawn counts again: a new row with all of it. Its id. */
  restore(kind: 'price' | 'stock', id: Id): Promise<Id>;
  price(id: Id): Promise<Price | null>;
  stock(id: Id): Promise<Stock | null>;
  /** Null: the price is there (for this person) and no file with it. PrivateRefused where there is no such price. */
  evidence(price: Id): Promise<EvidenceFile | null>;
  /** All rows of an item, newest first, the corrected and withdrawn ones as well. */
  priceHistory(item: Id, competitor: Id | null, asked?: Asked): Promise<Page<Price>>;
  /** What a panel for an invoice asks, for all its items at once. */
  latest(items: readonly Id[]): Promise<ReadonlyMap<Id, Latest>>;

  offers(
    filter: { readonly competitor?: Id; readonly counterparty?: string; readonly import?: Id } & Asked,
  ): Promise<Page<Offer>>;
  offer(id: Id): Promise<Offer | null>;
  saveOffer(draft: OfferDraft, basis: number | null): Promise<Offer>;
  setOutcome(id: Id, basis: number, outcome: Outcome, wonBy: Id | null, why: string | null): Promise<Offer>;
  /** How many of each competitor's offers ended for us, and against us. */
  outcomes(competitors: readonly Id[]): Promise<ReadonlyMap<Id, Ended>>;

  notes(filter: NoteFilter): Promise<Page<Note>>;
  /** Newest first; word stems, ё = е, Russian and English; every word must be in it. */
  searchNotes(text: string, asked?: Asked & { readonly about?: About | readonly About[] }): Promise<Page<Note>>;
  note(id: Id): Promise<Note | null>;
  revisions(note: Id): Promise<readonly NoteRevision[]>;
  saveNote(draft: NoteDraft, basis: number | null): Promise<Note>;
  /** One that was taken back, for who may bring it back. */
  withdrawnNote(id: Id): Promise<Note | null>;
  /** Taken back by who decides about it, or (`on` false) there again: nothing of it is lost either way. */
  withdrawNote(id: Id, basis: number, on: boolean): Promise<Note>;
  due(filter: DueFilter): Promise<Page<Note>>;

  /** Facts past their time, by competitor and kind. */
  /** `today`: the day of whoever asks; an offer is over by it. */
  cleanUp(today: string): Promise<readonly CleanUp[]>;
}

export interface PrivateStore {
  as(viewer: Viewer): PrivateView;
  /** Everything one person owns goes to another; only an administrator or the lead may. Number of notes moved. */
  handOver(by: Viewer, from: string, to: string): Promise<number>;
  /** Texts for the wall (wall.ts): of every private column, since the number given; `last` goes into the next call. */
  privateTexts(
    after: number,
    limit: number,
  ): Promise<{ readonly texts: readonly string[]; readonly names: readonly string[]; readonly last: number }>;
  /** Does a note or a rival's offer name the counterparty? Asked by nobody in particular: only yes or no. */
  tellsOf(counterparty: string): Promise<boolean>;
  check(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The row changed meanwhile: show both, ask. */
export class PrivateMoved extends Error {}
/** Not there, or not for this person: nobody learns which. */
export class PrivateRefused extends Error {}

export const INPUT_PROBLEMS = [
  'empty', 'too-long', 'not-a-number', 'negative', 'not-positive', 'too-large', 'places', 'choice', 'currency', 'vat-rate', 'date', 'instant', 'too-old',
  'in-the-future', 'order', 'flag', 'unknown', 'itself', 'too-many',
] as const; // prettier-ignore
export type InputProblem = (typeof INPUT_PROBLEMS)[number];

export interface WrongInput {
  /** Of a list of facts or lines, from 0; null = there is only one. */
  readonly row: number | null;
  readonly field: string;
  readonly problem: InputProblem;
  /** The first characters of what came. */
  readonly value: string;
}

/** What came cannot be kept: every place at once; nothing was written. */
export class PrivateWrong extends Error {
  readonly wrong: readonly WrongInput[];
  constructor(wrong: readonly WrongInput[]) {
    super(wrong.map((w) => `${w.row === null ? '' : `${String(w.row)}: `}${w.field}: ${w.problem}`).join('; '));
    this.wrong = wrong;
  }
}

export interface PrivateOptions {
  /** A file of its own; ":memory:" in tests. */
  readonly file: string;
  readonly fresh: FreshDays;
}
export type { Kept };
