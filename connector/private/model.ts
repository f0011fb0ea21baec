/**
 * What must never reach a host: competitors, their prices, offers and stock, what was said in negotiations (features O1-O6).
 * Plain data, like connector/model.ts, and nothing of sync or hosts. Facts are append-only: what is corrected or withdrawn
 * stays, and a new row names it. Prices: decimal text, 6 places; quantities: 6 places; dates and instants: ISO text.
 */
import type { Instant, RecordId } from '../model.ts';

export type Id = string; // UUID
/** A party or document people see in the host: the record's id, never the host's. */
export type About = { readonly entity: 'counterparty' | 'invoice'; readonly record: RecordId };

export interface Stamp {
  /** `{client}:{user}`, or `cli:{os user}`. */
  readonly by: string;
  readonly at: Instant;
}

export interface Competitor extends Stamp {
  readonly id: Id;
  readonly rev: number;
  readonly name: string;
  /** Other names it goes by, in price lists and in speech. */
  readonly aliases: readonly string[];
  /** The same party as a counterparty: it may also buy from us or sell to us. */
  readonly counterparty: RecordId | null;
  readonly taxId: string | null;
  readonly site: string | null;
  readonly strengths: string | null;
  readonly weaknesses: string | null;
  /** How to answer when the customer names them. */
  readonly answer: string | null;
  readonly active: boolean;
}

/** What prices are about: a product of the books, or something only a rival sells. */
export interface Item extends Stamp {
  readonly id: Id;
  readonly rev: number;
  readonly name: string;
  readonly sku: string | null;
  readonly product: RecordId | null;
  /** The unit prices are made equal to: "шт", "кг". */
  readonly unit: string;
  readonly active: boolean;
}
/** `item` can be offered for `for`; `factor`: how many of it stand for one. */
export interface Analogue extends Stamp {
  readonly for: Id;
  readonly item: Id;
  readonly factor: string;
}

export type Source = 'site' | 'price-list' | 'offer' | 'call' | 'meeting' | 'customer' | 'other';
export type Confidence = 'sure' | 'likely' | 'rumour';

/** A price somebody saw. */
export interface PriceFact {
  readonly item: Id;
  readonly competitor: Id;
  /** Of one `unit`. */
  readonly price: string;
  /** ISO letters. */
  readonly currency: string;
  readonly vatIncluded: boolean;
  /** Percent, "none" where exempt; null = not known. */
  readonly vatRate: string | null;
  readonly unit: string;
  /** How many of the item's units one `unit` holds: a box of 200 = "200". */
  readonly packFactor: string;
  readonly minQuantity: string | null;
  readonly terms: string | null;
  readonly region: string | null;
  readonly observedAt: Instant;
  readonly source: Source;
  /** A link, or words; a file is kept beside the row (EvidenceFile). */
  readonly evidence: string | null;
  readonly confidence: Confidence;
}
/** What a price was seen on: a photo of a shelf, a page, a letter. */
export interface EvidenceFile {
  readonly name: string;
  readonly base64: string;
}
/** About how many they have. */
export interface StockFact {
  readonly item: Id;
  readonly competitor: Id;
  readonly least: string;
  /** null = or more. */
  readonly most: string | null;
  readonly leadDays: number | null;
  readonly observedAt: Instant;
  readonly source: Source;
  readonly evidence: string | null;
  readonly confidence: Confidence;
}
/** `replaces`: the row this one corrects, and the `reason` for it; `withdrawn`: it only says that row was wrong. `import`: the file it came with. */
export type Kept<Fact> = Fact &
  Stamp & {
    readonly id: Id;
    readonly replaces: Id | null;
    readonly reason: string | null;
    readonly withdrawn: boolean;
    readonly import: Id | null;
    /** Name of the file it was seen on, kept beside it; stock has none. */
    readonly file: string | null;
  };
export type Price = Kept<PriceFact>;
export type Stock = Kept<StockFact>;

export interface OfferLine {
  readonly item: Id | null;
  readonly text: string;
  readonly quantity: string;
  readonly unit: string;
  readonly price: string;
}
export type Outcome = 'open' | 'won' | 'lost' | 'withdrawn';
/** A rival's commercial offer the customer showed or told of. */
export interface Offer extends Stamp {
  readonly id: Id;
  readonly rev: number;
  readonly competitor: Id;
  readonly counterparty: RecordId | null;
  readonly invoice: RecordId | null;
  readonly number: string | null;
  readonly date: string;
  readonly validUntil: string | null;
  readonly currency: string;
  readonly vatIncluded: boolean;
  readonly lines: readonly OfferLine[];
  readonly terms: string | null;
  readonly evidence: string | null;
  readonly outcome: Outcome;
  /** Who got the deal, when it was not we. */
  readonly wonBy: Id | null;
  readonly why: string | null;
  readonly import: Id | null;
}

export type NoteKind = 'note' | 'call' | 'meeting' | 'promise' | 'preference';
export interface FollowUp {
  readonly due: string; // date
  readonly assignee: string;
  readonly doneAt: Instant | null;
}
/** What was said or promised; without `about`: a cold call. Its earlier texts are kept as revisions. */
export interface Note extends Stamp {
  readonly id: Id;
  readonly rev: number;
  readonly about: About | null;
  readonly kind: NoteKind;
  readonly text: string;
  readonly participants: readonly string[];
  readonly pinned: boolean;
  /** Read by its author and the lead alone. */
  readonly isPrivate: boolean;
  readonly followUp: FollowUp | null;
  readonly owner: string;
  readonly team: string | null;
  readonly firstAt: Instant;
  /** Since when its author has taken it back; null: it stands. */
  readonly withdrawnAt: Instant | null;
}
export interface NoteRevision extends Stamp {
  readonly note: Id;
  readonly rev: number;
  readonly text: string;
}

/** Days after which a fact of the kind is stale; a stale one is shown and does not count. */
export type FreshDays = Readonly<Record<'price' | 'stock' | 'offer', number>>;
