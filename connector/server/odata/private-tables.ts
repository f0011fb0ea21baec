/** The private sets on the private tables (connector/private/sqlite/schema and mssql/schema), as the key's role may see them. */
import { scopeOf } from '../../private/rights.ts';
import { BLOCK } from '../../private/kept/blocks.ts';
import { stems } from '../../private/stems.ts';
import { ALL, allOf, NONE, plainSql, type Dialect, type Sql } from '../../store/feed-sql/dialect.ts';
import { has } from '../../store/feed-sql/shared-tables.ts';
import { madeGuid, partsOf, plain, type Column, type Table, type Tables } from '../../store/feed-sql/tables.ts';
import type { FeedKey } from '../../store/feed.ts';

const OFFER_LINE = 4;

/** A row's own id; rows stand in the order they were written. */
const id = (alias: string): Column => ({ sql: `${alias}.id`, order: [`${alias}.n`] });
const instantOf = (d: Dialect, column: string): Column => ({ sql: d.instant(column), order: [column] });
const kept = (d: Dialect, column: string): Column => ({
  sql: `(SELECT t.[text] FROM ${d.table('texts')} AS t WHERE t.n = ${column})`,
});
/** A reference by number, shown as the id it stands for. */
const behind = (d: Dialect, table: 'competitors' | 'items', column: string): Column => ({
  sql: `(SELECT t.id FROM ${d.table(table)} AS t WHERE t.n = ${column})`,
  equals: (guid) => plainSql(`${column} = (SELECT t.n FROM ${d.table(table)} AS t WHERE t.id = ?)`, guid),
});

/** A key reads as a person of its role; whoever gave an accountant's key a private set granted it by that. */
const reads = ({ role, user, id: key }: FeedKey) =>
  scopeOf({ user: user ?? `feed:${key}`, roles: new Set(role === null ? [] : [role]), team: null, granted: true });
const facts = (key: FeedKey): Sql => (key.class === 'office' && reads(key).reads ? ALL : NONE);
/** Private notes of others stay out of the feed even where a lead would see them in Sidebook; blanks at the end of a name count. */
const notes = (d: Dialect, key: FeedKey): Sql => {
  if (facts(key) !== ALL) return NONE;
  const owner = d.compared(plainSql('note.owner'), '=', plainSql(d.text, reads(key).user));
  return { sql: `(note.withdrawn_at IS NULL AND (note.[private] = 0 OR ${owner.sql}))`, params: owner.params };
};

const STAMP = { ChangedBy: 'by', ChangedAt: 'at' };

const competitors = (d: Dialect): Table => ({
  from: `${d.table('competitors')} AS k`,
  columns: {
    CompetitorId: id('k'), Aliases: { sql: d.listed('k.aliases') },
    ...plain('k', { Name: 'name', CounterpartyId: 'counterparty', TaxId: 'tax_id', Site: 'site', Strengths: 'strengths', Weaknesses: 'weaknesses', Answer: 'answer', Active: 'active', ...STAMP }),
  },
  scope: facts,
  search: (word) => d.contains(plainSql('k.found_by'), plainSql(d.text, word)),
}); // prettier-ignore

const observed = (d: Dialect): Readonly<Record<string, Column>> => ({
  CompetitorId: behind(d, 'competitors', 'f.competitor'), CompetitorName: { sql: 'k.[name]' }, ItemId: behind(d, 'items', 'f.item'), ItemName: { sql: 'i.[name]' }, ProductId: { sql: 'i.product' },
  Region: kept(d, 'f.region'), ObservedAt: instantOf(d, 'f.observed_at'), Evidence: kept(d, 'f.evidence'), ChangedAt: instantOf(d, 'f.[at]'),
  ...plain('f', { Source: 'source', Confidence: 'confidence', Live: 'live', Withdrawn: 'withdrawn', ChangedBy: 'by' }),
}); // prettier-ignore
const fact = (d: Dialect, table: 'prices' | 'stock', columns: Readonly<Record<string, Column>>): Table => ({
  from: `${d.table(table)} AS f LEFT JOIN ${d.table('competitors')} AS k ON k.n = f.competitor LEFT JOIN ${d.table('items')} AS i ON i.n = f.item`,
  columns: { ...observed(d), ...columns },
  scope: facts,
  search: has(d, 'k.[name]', 'i.[name]', 'i.sku'),
});

const offers = (d: Dialect): Table => ({
  from: `${d.table('offers')} AS o LEFT JOIN ${d.table('competitors')} AS k ON k.n = o.competitor`,
  columns: {
    OfferId: id('o'), CompetitorId: behind(d, 'competitors', 'o.competitor'), CompetitorName: { sql: 'k.[name]' }, WonById: behind(d, 'competitors', 'o.won_by'),
    ...plain('o', { CounterpartyId: 'counterparty', InvoiceId: 'invoice', Number: 'number', Date: 'date', ValidUntil: 'valid_until', Currency: 'currency', VatIncluded: 'vat_included', Terms: 'terms', Evidence: 'evidence', Outcome: 'outcome', Why: 'why', ...STAMP }),
  },
  scope: facts,
  search: has(d, 'k.[name]', 'o.number', 'o.terms', 'o.why'),
}); // prettier-ignore

const offerLines = (d: Dialect): Table => ({
  from: `${d.table('offer_lines')} AS l LEFT JOIN ${d.table('offers')} AS o ON o.n = l.offer LEFT JOIN ${d.table('items')} AS i ON i.n = l.item`,
  columns: {
    OfferLineId: { sql: madeGuid(d, OFFER_LINE, 'l.offer', 'l.[line]'), order: ['l.offer', 'l.[line]'], equals: byNumbers },
    OfferId: { sql: 'o.id', order: ['l.offer'], equals: (guid) => plainSql(`l.offer = (SELECT t.n FROM ${d.table('offers')} AS t WHERE t.id = ?)`, guid) },
    ItemId: behind(d, 'items', 'l.item'), ItemName: { sql: 'i.[name]' }, ProductId: { sql: 'i.product' },
    ...plain('l', { Line: 'line', Text: 'text', Quantity: 'quantity', Unit: 'unit', Price: 'price' }),
  },
  scope: facts,
  search: has(d, 'l.[text]', 'i.[name]'),
}); // prettier-ignore

function byNumbers(guid: string): Sql {
  const parts = partsOf(OFFER_LINE, guid);
  return parts ? plainSql('l.offer = ? AND l.[line] = ?', ...parts) : NONE;
}

const noteTable = (d: Dialect): Table => ({
  from: `${d.table('notes')} AS note LEFT JOIN ${d.table('note_texts')} AS said ON said.n = note.text_n`,
  columns: {
    NoteId: id('note'), Text: { sql: 'said.[text]' }, Participants: { sql: d.listed('note.participants') },
    ...plain('note', { Kind: 'kind', AboutEntity: 'about_entity', RecordId: 'about_record', Pinned: 'pinned', IsPrivate: 'private', Due: 'due', Assignee: 'assignee', DoneAt: 'done_at', Owner: 'owner', Team: 'team', FirstAt: 'first_at', ...STAMP }),
  },
  scope: (key) => notes(d, key),
  search: (word) => stemmed(d, word),
}); // prettier-ignore

/** By word stems, as in Sidebook; the scope then decides which of them are shown. */
function stemmed(d: Dialect, word: string): Sql {
  const block = String(BLOCK);
  const found = stems(word).map((stem) =>
    plainSql(`EXISTS (SELECT 1 FROM ${d.table('note_words')} AS w WHERE w.word = (SELECT t.n FROM ${d.table('words')} AS t WHERE t.word = ?) AND w.reader IN (SELECT t.n FROM ${d.table('readers')} AS t)
      AND w.block = note.n / ${block} AND ${d.bit('w.bits', `note.n % ${block}`)})`, stem),
  ); // prettier-ignore
  return found.length === 0 ? NONE : allOf(found);
}

export const privateTables = (d: Dialect): Tables => ({
  Competitors: competitors(d),
  PriceObservations: fact(d, 'prices', {
    PriceObservationId: id('f'), Terms: kept(d, 'f.terms'),
    ...plain('f', { Price: 'price', Currency: 'currency', VatIncluded: 'vat_included', VatRate: 'vat_rate', Unit: 'unit', PackFactor: 'pack_factor', MinQuantity: 'min_quantity' }),
  }),
  Offers: offers(d),
  OfferLines: offerLines(d),
  Stock: fact(d, 'stock', { StockObservationId: id('f'), ...plain('f', { Least: 'least', Most: 'most', LeadDays: 'lead_days' }) }),
  Notes: noteTable(d),
}); // prettier-ignore
