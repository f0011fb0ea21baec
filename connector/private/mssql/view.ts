/** The private schema as one person sees it: every part asks through that person's scope, a look or a change at a time. */
import { PRICES, STOCK } from '../kept/fact-kinds.ts';
import type { About, Analogue, EvidenceFile, Id, Outcome, PriceFact, Stamp, StockFact } from '../model.ts';
import type { Asked, Brought, CompetitorDraft, DueFilter, ItemDraft, Latest, NoteDraft, NoteFilter, OfferDraft, PrivateView, Reasoned } from '../private-store.ts'; // prettier-ignore
import { cleanUp } from './clean-up.ts';
import * as parties from './competitors.ts';
import { evidenceOf, inheritEvidence, keepEvidence } from './evidence.ts';
import { Facts } from './facts.ts';
import * as goods from './items.ts';
import { saveNote, withdraw, withdrawn } from './note-changes.ts';
import * as notes from './notes.ts';
import * as papers from './offers.ts';
import { searchNotes } from './search.ts';
import type { On, Scoped } from './scoped.ts';

const [prices, stock] = [new Facts(PRICES), new Facts(STOCK)];

export class MssqlPrivateView implements PrivateView {
  readonly #db: Scoped;

  constructor(db: Scoped) {
    this.#db = db;
  }

  competitors = (search: string | null, asked: Asked = {}) => this.#db.look((on) => parties.competitors(on, search, asked));
  competitor = (id: Id) => this.#db.look((on) => parties.competitor(on, id));
  saveCompetitor = (draft: CompetitorDraft, basis: number | null) =>
    this.#db.change('competitors', (on) => parties.saveCompetitor(on, draft, basis));

  items = (search: string | null, asked: Asked = {}) => this.#db.look((on) => goods.items(on, search, asked));
  item = (id: Id) => this.#db.look((on) => goods.item(on, id));
  itemsOf = (products: readonly string[]) => this.#db.look((on) => goods.itemsOf(on, products));
  saveItem = (draft: ItemDraft, basis: number | null) => this.#db.change('items', (on) => goods.saveItem(on, draft, basis));
  analogues = (item: Id) => this.#db.look((on) => goods.analogues(on, item));
  setAnalogue = (analogue: Omit<Analogue, keyof Stamp>, isOn: boolean) =>
    this.#db.change('analogues', (on) => goods.setAnalogue(on, analogue, isOn));

  addPrices = (facts: readonly PriceFact[], from: Brought & { readonly file?: EvidenceFile } = {}) =>
    this.#db.change('prices', async (on) => {
      const ids = await prices.add(on, facts, from);
      if (from.file) await keepEvidence(on, ids, from.file);
      return ids;
    });
  addStock = (facts: readonly StockFact[], from?: Brought) => this.#db.change('stock', (on) => stock.add(on, facts, from));
  correctPrice = (id: Id, fact: PriceFact, more: Reasoned & { readonly file?: EvidenceFile } = {}) =>
    this.#db.change('prices.correct', async (on) => {
      const made = await prices.correct(on, id, fact, more);
      await (more.file ? keepEvidence(on, [made], more.file) : inheritEvidence(on, made, id));
      return made;
    });
  correctStock = (id: Id, fact: StockFact, more?: Reasoned) =>
    this.#db.change('stock.correct', (on) => stock.correct(on, id, fact, more));
  withdraw = async (kind: 'price' | 'stock', ids: readonly Id[], more?: Reasoned): Promise<void> => {
    const facts = kind === 'price' ? prices : stock;
    await this.#db.change(`${kind === 'price' ? 'prices' : 'stock'}.withdraw`, (on) => facts.withdraw(on, ids, more));
  };
  restore = (kind: 'price' | 'stock', id: Id): Promise<Id> =>
    this.#db.change(`${kind === 'price' ? 'prices' : 'stock'}.restore`, async (on) => {
      const made = await (kind === 'price' ? prices : stock).restore(on, id);
      if (kind === 'price') await inheritEvidence(on, made, id);
      return made;
    });
  price = (id: Id) => this.#db.look((on) => prices.one(on, id));
  stock = (id: Id) => this.#db.look((on) => stock.one(on, id));
  evidence = (price: Id) => this.#db.look((on) => evidenceOf(on, price));
  priceHistory = (item: Id, competitor: Id | null, asked: Asked = {}) =>
    this.#db.look((on) => prices.history(on, item, competitor, asked));
  latest = (items: readonly Id[]) => this.#db.look((on) => latest(on, items));

  offers = (filter: papers.OfferFilter) => this.#db.look((on) => papers.offers(on, filter));
  offer = (id: Id) => this.#db.look((on) => papers.offer(on, id));
  saveOffer = (draft: OfferDraft, basis: number | null) => this.#db.change('offers', (on) => papers.saveOffer(on, draft, basis));
  setOutcome = (id: Id, basis: number, outcome: Outcome, wonBy: Id | null, why: string | null) =>
    this.#db.change('offers', (on) => papers.setOutcome(on, id, basis, { outcome, wonBy, why }));
  outcomes = (competitors: readonly Id[]) => this.#db.look((on) => papers.outcomes(on, competitors));

  notes = (filter: NoteFilter) => this.#db.look((on) => notes.notes(on, filter));
  searchNotes = (text: string, asked: Asked & { readonly about?: About | readonly About[] } = {}) =>
    this.#db.look((on) => searchNotes(on, text, asked));
  note = (id: Id) => this.#db.look(async (on) => (await notes.stored(on, id))?.note ?? null);
  revisions = (note: Id) => this.#db.look((on) => notes.revisions(on, note));
  saveNote = (draft: NoteDraft, basis: number | null) => this.#db.change('notes', (on) => saveNote(on, draft, basis));
  withdrawnNote = (id: Id) => this.#db.look((on) => withdrawn(on, id));
  withdrawNote = (id: Id, basis: number, isGone: boolean) => this.#db.change('notes', (on) => withdraw(on, id, basis, isGone));
  due = (filter: DueFilter) => this.#db.look((on) => notes.due(on, filter));

  cleanUp = (today: string) => this.#db.look((on) => cleanUp(on, today));
}

async function latest(on: On, items: readonly Id[]): Promise<ReadonlyMap<Id, Latest>> {
  const now = on.base.world.now();
  const [seen, kept] = [await prices.latest(on, items, now), await stock.latest(on, items, now)];
  return new Map(items.map((item) => [item, { prices: seen.get(item) ?? [], stock: kept.get(item) ?? [] }]));
}
