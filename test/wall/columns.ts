/** One of everything the private store holds, a text of its own in every column that can hold one. */
import type {
  About, Analogue, Competitor, FollowUp, Item, Note, NoteRevision, Offer, OfferLine, PriceFact, Stamp, StockFact,
} from '../../connector/private/model.ts'; // prettier-ignore

type Text = (column: string) => string;
/** How every text of this file begins. */
export const CANARY = 'канарейка';
const ID = '0193b2c4-7d10-7000-8a00-000000000001';
const AT = '2026-02-24T09:00:00.000Z';

/** The texts of all columns. What `satisfies` names is the model itself: a new column has to be filled here. */
export function privateColumns(text: Text): readonly string[] {
  const stamp = { by: text('stamp.by'), at: AT } satisfies Stamp;
  const about = { entity: 'counterparty', record: ID } satisfies About;
  const competitor = {
    ...stamp, id: ID, rev: 1, name: text('competitor.name'), aliases: [text('competitor.alias')], counterparty: null, taxId: '7707083893', site: text('competitor.site'),
    strengths: text('competitor.strengths'), weaknesses: text('competitor.weaknesses'), answer: text('competitor.answer'), active: true,
  } satisfies Competitor; // prettier-ignore
  const item = { ...stamp, id: ID, rev: 1, name: text('item.name'), sku: text('item.sku'), product: null, unit: text('item.unit'), active: true } satisfies Item; // prettier-ignore
  const analogue = { ...stamp, for: ID, item: ID, factor: '1' } satisfies Analogue;
  const seen = { item: ID, competitor: ID, observedAt: AT, source: 'call', confidence: 'sure' } as const;
  const price = {
    ...seen, price: '1250.5', currency: 'RUB', vatIncluded: true, vatRate: '20', unit: text('price.unit'), packFactor: '1', minQuantity: '12', terms: text('price.terms'),
    region: text('price.region'), evidence: text('price.evidence'),
  } satisfies PriceFact; // prettier-ignore
  const stock = { ...seen, least: '10', most: '20', leadDays: 3, evidence: text('stock.evidence') } satisfies StockFact;
  const line = {
    item: null,
    text: text('offer.line'),
    quantity: '12',
    unit: text('offer.unit'),
    price: '1250.5',
  } satisfies OfferLine;
  const offer = {
    ...stamp, id: ID, rev: 1, competitor: ID, counterparty: null, invoice: null, number: text('offer.number'), date: '2026-02-24', validUntil: null, currency: 'RUB', vatIncluded: true,
    lines: [line], terms: text('offer.terms'), evidence: text('offer.evidence'), outcome: 'lost', wonBy: null, why: text('offer.why'), import: null,
  } satisfies Offer; // prettier-ignore
  const followUp = { due: '2026-03-01', assignee: text('note.assignee'), doneAt: null } satisfies FollowUp;
  const note = {
    ...stamp, id: ID, rev: 1, about, kind: 'call', text: text('note.text'), participants: [text('note.participant')], pinned: false, isPrivate: true, followUp, owner: text('note.owner'),
    team: text('note.team'), firstAt: AT, withdrawnAt: null,
  } satisfies Note; // prettier-ignore
  const revision = { ...stamp, note: ID, rev: 1, text: text('note.revision') } satisfies NoteRevision;
  return [...new Set(textsOf({ competitor, item, analogue, price, stock, offer, note, revision }))];
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.startsWith(CANARY)) yield value;
  } else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsOf(inner);
}
