/** From what the preview showed to what the store keeps: facts, new items, what was learned. */
import { SidebookError } from '../errors.ts';
import type { ImportDraft, KnownName, NewItem } from '../private/imports.ts';
import type { Id, OfferLine, PriceFact, StockFact } from '../private/model.ts';
import type { OfferDraft } from '../private/private-store.ts';
import { lineKey } from './match.ts';
import { writeMemory } from './memory.ts';
import { isStopped, type Preview } from './preview.ts';
import type { Taken } from './settle.ts';

/** What only a person knows of the paper. */
export interface Paper {
  readonly number?: string | null;
  /** The day of the list or offer; without it, today. */
  readonly date?: string | null;
  readonly validUntil?: string | null;
  readonly counterparty?: string | null;
}

/** `id`: of the import, brought along by whoever may say the same twice. */
export function draftOf(preview: Preview, paper: Paper, uuid: () => string, id = uuid()): ImportDraft {
  if (isStopped(preview)) throw new SidebookError('import-stopped', { count: preview.found.filter((f) => f.level === 'stop').length });
  const { request, placed } = preview;
  const items = newItems(placed.taken, uuid);
  const idOf = (t: Taken): Id => t.item.id ?? items.get(t.item.key)?.id ?? '';
  const isOffer = request.kind === 'offer';
  return {
    id, kind: request.kind, competitor: request.competitor, file: request.file, hash: preview.hash, shape: preview.shape,
    columns: writeMemory({ columns: preview.columns.of, ...preview.stated, mark: preview.formats.mark }),
    names: learned(preview, idOf), items: [...items.values()],
    prices: isOffer ? [] : placed.taken.map((t) => priceOf(t, idOf(t), preview, paper)),
    stock: isOffer ? [] : placed.taken.flatMap((t) => stockOf(t, idOf(t), preview, paper)),
    offer: isOffer ? offerOf(preview, idOf, paper) : null, leftOut: preview.leftOut,
  };
} // prettier-ignore

function newItems(taken: readonly Taken[], uuid: () => string): ReadonlyMap<string, NewItem> {
  const made = new Map<string, NewItem>();
  for (const { item } of taken)
    if (item.id === null && !made.has(item.key))
      made.set(item.key, { id: uuid(), name: item.name, sku: item.sku, product: null, unit: item.unit, active: true });
  return made;
}

/** What a person decided is not asked again; what links by itself needs no memory. */
function learned({ placed }: Preview, idOf: (t: Taken) => Id): KnownName[] {
  const names = new Map<string, Id | null>();
  for (const t of placed.taken) if (t.how === 'decided' || t.how === 'new') names.set(lineKey(t.line), idOf(t));
  for (const line of placed.refused) names.set(lineKey(line), null);
  return [...names].map(([key, item]) => ({ key, item }));
}

const seenAt = ({ line }: Taken, { request }: Preview, paper: Paper): string =>
  `${line.date ?? paper.date ?? request.today}T00:00:00.000Z`;

function priceOf(t: Taken, item: Id, preview: Preview, paper: Paper): PriceFact {
  const { line } = t;
  return {
    item, competitor: preview.request.competitor, price: line.price, currency: line.currency, vatIncluded: line.vatIncluded, vatRate: line.vatRate,
    unit: t.unit, packFactor: t.packFactor, minQuantity: line.minQuantity, terms: line.terms, region: line.region,
    observedAt: seenAt(t, preview, paper), source: 'price-list', evidence: preview.request.file, confidence: 'sure',
  };
} // prettier-ignore

/** A lead time alone says: they can get it, nobody knows how many. */
function stockOf(t: Taken, item: Id, preview: Preview, paper: Paper): StockFact[] {
  const { stock, leadDays } = t.line;
  if (stock === null && leadDays === null) return [];
  const { least, most } = stock ?? { least: '0', most: null };
  return [{
    item, competitor: preview.request.competitor, least, most, leadDays,
    observedAt: seenAt(t, preview, paper), source: 'price-list', evidence: preview.request.file, confidence: 'likely',
  }];
} // prettier-ignore

/** All lines are part of the offer, also those that are none of our items. */
function offerOf(preview: Preview, idOf: (t: Taken) => Id, paper: Paper): OfferDraft {
  const { request, placed } = preview;
  const known = new Map(placed.taken.map((t) => [t.line, idOf(t)]));
  const all = [...placed.taken.map((t) => t.line), ...placed.open.map((o) => o.line), ...placed.refused].sort((a, b) => a.row - b.row);
  const [first] = all;
  if (!first) throw new SidebookError('import-no-lines', { place: '', came: '' });
  const other = all.find((l) => l.currency !== first.currency || l.vatIncluded !== first.vatIncluded);
  if (other) throw new SidebookError('import-offer-mixed', { place: other.row, came: other.currency });
  const lines = all.map((l): OfferLine => ({ item: known.get(l) ?? null, text: l.name, quantity: l.quantity ?? '1', unit: l.unit?.unit ?? 'шт', price: l.price }));
  return {
    competitor: request.competitor, counterparty: paper.counterparty ?? null, invoice: null, number: paper.number ?? null, date: paper.date ?? request.today,
    validUntil: paper.validUntil ?? null, currency: first.currency, vatIncluded: first.vatIncluded, lines, terms: first.terms,
    evidence: request.file, outcome: 'open', wonBy: null, why: null, import: null,
  };
} // prettier-ignore
