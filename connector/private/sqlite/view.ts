/** The private store as one person sees it: every part asks through that person's scope. */
import { PRICES, STOCK } from '../kept/fact-kinds.ts';
import type { About, Analogue, EvidenceFile, Id, Outcome, PriceFact, Stamp, StockFact } from '../model.ts';
import type { Asked, Brought, CompetitorDraft, DueFilter, ItemDraft, Latest, NoteDraft, NoteFilter, OfferDraft, PrivateView, Reasoned, Viewer } from '../private-store.ts'; // prettier-ignore
import type { Base } from './base.ts';
import { cleanUp } from './clean-up.ts';
import { Competitors } from './competitors.ts';
import { Evidence } from './evidence.ts';
import { Facts } from './facts.ts';
import { Items } from './items.ts';
import type { Named } from './named.ts';
import type { NoteWords } from './note-words.ts';
import { Notes } from './notes.ts';
import { Offers, type OfferFilter } from './offers.ts';
import { Scoped } from './scoped.ts';
import { Search } from './search.ts';
import type { Texts } from './texts.ts';

/** What all people's views of one file share. */
export interface Shared {
  readonly texts: Texts;
  readonly named: Named;
  readonly words: NoteWords;
}

export class SqlitePrivateView implements PrivateView {
  readonly #db: Scoped;
  readonly #competitors: Competitors;
  readonly #items: Items;
  readonly #prices: Facts<PriceFact>;
  readonly #stock: Facts<StockFact>;
  readonly #evidence: Evidence;
  readonly #offers: Offers;
  readonly #notes: Notes;
  readonly #search: Search;

  constructor(base: Base, { texts, named, words }: Shared, viewer: Viewer) {
    const db = new Scoped(base, viewer);
    this.#db = db;
    this.#competitors = new Competitors(db, texts);
    this.#items = new Items(db, texts, named);
    this.#prices = new Facts(db, texts, named, PRICES);
    this.#stock = new Facts(db, texts, named, STOCK);
    this.#evidence = new Evidence(db, texts);
    this.#offers = new Offers(db, texts, named);
    this.#notes = new Notes(db, texts, words);
    this.#search = new Search(db, words);
  }

  #turn = <T>(work: () => T): Promise<T> => this.#db.base.turn(work);
  #change = <T>(work: () => T): Promise<T> => this.#turn(() => this.#db.base.change(work));

  competitors = async (search: string | null, asked: Asked = {}) => this.#competitors.list(search, asked);
  competitor = async (id: Id) => this.#competitors.one(id);
  saveCompetitor = (draft: CompetitorDraft, basis: number | null) => this.#turn(() => this.#competitors.save(draft, basis));

  items = async (search: string | null, asked: Asked = {}) => this.#items.list(search, asked);
  item = async (id: Id) => this.#items.one(id);
  itemsOf = async (products: readonly string[]) => this.#items.ofProducts(products);
  saveItem = (draft: ItemDraft, basis: number | null) => this.#turn(() => this.#items.save(draft, basis));
  analogues = async (item: Id) => this.#items.analogues(item);
  setAnalogue = (analogue: Omit<Analogue, keyof Stamp>, on: boolean) => this.#turn(() => this.#items.setAnalogue(analogue, on));

  addPrices = (facts: readonly PriceFact[], from: Brought & { readonly file?: EvidenceFile } = {}) =>
    this.#change(() => {
      const ids = this.#prices.add(facts, from);
      if (from.file) this.#evidence.keep(ids, from.file);
      return ids;
    });
  addStock = (facts: readonly StockFact[], from?: Brought) => this.#turn(() => this.#stock.add(facts, from));
  correctPrice = (id: Id, fact: PriceFact, more: Reasoned & { readonly file?: EvidenceFile } = {}) =>
    this.#change(() => {
      const made = this.#prices.correct(id, fact, more);
      if (more.file) this.#evidence.keep([made], more.file);
      else this.#evidence.inherit(made, id);
      return made;
    });
  correctStock = (id: Id, fact: StockFact, more?: Reasoned) => this.#turn(() => this.#stock.correct(id, fact, more));
  withdraw = (kind: 'price' | 'stock', ids: readonly Id[], more?: Reasoned) =>
    this.#turn(() => (kind === 'price' ? this.#prices : this.#stock).withdraw(ids, more));
  restore = (kind: 'price' | 'stock', id: Id) =>
    this.#change(() => {
      const made = (kind === 'price' ? this.#prices : this.#stock).restore(id);
      if (kind === 'price') this.#evidence.inherit(made, id);
      return made;
    });
  price = async (id: Id) => this.#prices.one(id);
  stock = async (id: Id) => this.#stock.one(id);
  evidence = async (price: Id) => this.#evidence.of(price);
  priceHistory = async (item: Id, competitor: Id | null, asked: Asked = {}) => this.#prices.history(item, competitor, asked);

  async latest(items: readonly Id[]): Promise<ReadonlyMap<Id, Latest>> {
    const now = this.#db.base.world.now();
    const of = (item: Id): Latest => ({ prices: this.#prices.latest(item, now), stock: this.#stock.latest(item, now) });
    return this.#db.base.look(() => new Map(items.map((item) => [item, of(item)])));
  }

  offers = async (filter: OfferFilter) => this.#offers.list(filter);
  offer = async (id: Id) => this.#db.base.look(() => this.#offers.one(id));
  saveOffer = (draft: OfferDraft, basis: number | null) => this.#turn(() => this.#offers.save(draft, basis));
  setOutcome = (id: Id, basis: number, outcome: Outcome, wonBy: Id | null, why: string | null) =>
    this.#turn(() => this.#offers.setOutcome(id, basis, outcome, wonBy, why));
  outcomes = async (competitors: readonly Id[]) => this.#offers.outcomes(competitors);

  notes = async (filter: NoteFilter) => this.#notes.list(filter);
  searchNotes = async (text: string, asked: Asked & { readonly about?: About | readonly About[] } = {}) =>
    this.#search.find(text, asked);
  note = async (id: Id) => this.#notes.one(id);
  revisions = async (note: Id) => this.#notes.revisions(note);
  saveNote = (draft: NoteDraft, basis: number | null) => this.#turn(() => this.#notes.save(draft, basis));
  withdrawnNote = async (id: Id) => this.#notes.withdrawn(id);
  withdrawNote = (id: Id, basis: number, on: boolean) => this.#turn(() => this.#notes.withdraw(id, basis, on));
  due = async (filter: DueFilter) => this.#notes.due(filter);

  cleanUp = async (today: string) => cleanUp(this.#db, today);
}
