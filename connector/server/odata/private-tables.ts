/** The private sets on the private file's tables (connector/private/sqlite/schema), as the key's role may see them. */
import { scopeOf } from '../../private/rights.ts';
import { BLOCK } from '../../private/kept/blocks.ts';
import { stems } from '../../private/stems.ts';
import type { Feed, FeedKey } from '../../store/feed.ts';
import type { Database } from '../../store/sqlite/driver.ts';
import { SqliteFeed } from '../../store/sqlite/feed/source.ts';
import { ALL, allOf, madeGuid, NONE, partsOf, type Column, type Sql, type Table } from '../../store/sqlite/feed/tables.ts';
import { PRIVATE_SETS } from './private-sets.ts';

const OFFER_LINE = 4;

const plain = (alias: string, columns: Readonly<Record<string, string>>): Record<string, Column> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { sql: `${alias}.${column}` }]));

/** A row's own id; rows stand in the order they were written. */
const id = (alias: string): Column => ({ sql: `${alias}.id`, order: [`${alias}.n`] });
const instantOf = (column: string): Column => ({
  sql: `(strftime('%Y-%m-%dT%H:%M:%S', ${column} / 1000, 'unixepoch') || printf('.%03dZ', ${column} % 1000))`,
  order: [column],
});
const kept = (column: string): Column => ({ sql: `(select text from texts where n = ${column})` });
/** A reference by number, shown as the id it stands for. */
const behind = (table: 'competitors' | 'items', column: string): Column => ({
  sql: `(select id from ${table} where n = ${column})`,
  equals: (guid) => ({ sql: `${column} = (select n from ${table} where id = ?)`, params: [guid] }),
});
const listed = (column: string): Column => ({ sql: `(select group_concat(value, '; ') from json_each(${column}))` });

/** A key reads as a person of its role; whoever gave an accountant's key a private set granted it by that. */
const reads = ({ role, user, id: key }: FeedKey) =>
  scopeOf({ user: user ?? `feed:${key}`, roles: new Set(role === null ? [] : [role]), team: null, granted: true });
const facts = (key: FeedKey): Sql => (key.class === 'office' && reads(key).reads ? ALL : NONE);
/** Private notes of others stay out of the feed even where a lead would see them in Sidebook. */
const notes = (key: FeedKey): Sql =>
  facts(key) === ALL
    ? { sql: '(note.withdrawn_at is null and (note.private = 0 or note.owner = ?))', params: [reads(key).user] }
    : NONE;

const has = (...columns: readonly string[]) => (word: string): Sql =>
  allOf(columns.map((column) => ({ sql: `instr(feed_fold(${column}), ?) > 0`, params: [word] })), 'or'); // prettier-ignore

const STAMP = { ChangedBy: 'by', ChangedAt: 'at' };

const competitors: Table = {
  from: 'competitors k',
  columns: {
    CompetitorId: id('k'), Aliases: listed('k.aliases'),
    ...plain('k', { Name: 'name', CounterpartyId: 'counterparty', TaxId: 'tax_id', Site: 'site', Strengths: 'strengths', Weaknesses: 'weaknesses', Answer: 'answer', Active: 'active', ...STAMP }),
  },
  scope: facts,
  search: (word) => ({ sql: 'instr(k.found_by, ?) > 0', params: [word] }),
}; // prettier-ignore

const OBSERVED = {
  CompetitorId: behind('competitors', 'f.competitor'), CompetitorName: { sql: 'k.name' }, ItemId: behind('items', 'f.item'), ItemName: { sql: 'i.name' }, ProductId: { sql: 'i.product' },
  Region: kept('f.region'), ObservedAt: instantOf('f.observed_at'), Evidence: kept('f.evidence'), ChangedAt: instantOf('f.at'),
  ...plain('f', { Source: 'source', Confidence: 'confidence', Live: 'live', Withdrawn: 'withdrawn', ChangedBy: 'by' }),
}; // prettier-ignore
const fact = (table: 'prices' | 'stock', columns: Readonly<Record<string, Column>>): Table => ({
  from: `${table} f left join competitors k on k.n = f.competitor left join items i on i.n = f.item`,
  columns: { ...OBSERVED, ...columns },
  scope: facts,
  search: has('k.name', 'i.name', 'i.sku'),
});

const offers: Table = {
  from: 'offers o left join competitors k on k.n = o.competitor',
  columns: {
    OfferId: id('o'), CompetitorId: behind('competitors', 'o.competitor'), CompetitorName: { sql: 'k.name' }, WonById: behind('competitors', 'o.won_by'),
    ...plain('o', { CounterpartyId: 'counterparty', InvoiceId: 'invoice', Number: 'number', Date: 'date', ValidUntil: 'valid_until', Currency: 'currency', VatIncluded: 'vat_included', Terms: 'terms', Evidence: 'evidence', Outcome: 'outcome', Why: 'why', ...STAMP }),
  },
  scope: facts,
  search: has('k.name', 'o.number', 'o.terms', 'o.why'),
}; // prettier-ignore

const offerLines: Table = {
  from: 'offer_lines l left join offers o on o.n = l.offer left join items i on i.n = l.item',
  columns: {
    OfferLineId: { sql: madeGuid(OFFER_LINE, 'l.offer', 'l.line'), order: ['l.offer', 'l.line'], equals: (guid) => byNumbers(guid) },
    OfferId: { sql: 'o.id', order: ['l.offer'], equals: (guid) => ({ sql: 'l.offer = (select n from offers where id = ?)', params: [guid] }) },
    ItemId: behind('items', 'l.item'), ItemName: { sql: 'i.name' }, ProductId: { sql: 'i.product' },
    ...plain('l', { Line: 'line', Text: 'text', Quantity: 'quantity', Unit: 'unit', Price: 'price' }),
  },
  scope: facts,
  search: has('l.text', 'i.name'),
}; // prettier-ignore

function byNumbers(guid: string): Sql {
  const parts = partsOf(OFFER_LINE, guid);
  return parts ? { sql: 'l.offer = ? and l.line = ?', params: parts } : NONE;
}

const noteTable: Table = {
  from: 'notes note left join note_texts said on said.n = note.text_n',
  columns: {
    NoteId: id('note'), Text: { sql: 'said.text' }, Participants: listed('note.participants'),
    ...plain('note', { Kind: 'kind', AboutEntity: 'about_entity', RecordId: 'about_record', Pinned: 'pinned', IsPrivate: 'private', Due: 'due', Assignee: 'assignee', DoneAt: 'done_at', Owner: 'owner', Team: 'team', FirstAt: 'first_at', ...STAMP }),
  },
  scope: notes,
  search: stemmed,
}; // prettier-ignore

/** By word stems, as in Sidebook; the scope then decides which of them are shown. */
function stemmed(word: string): Sql {
  const found = stems(word).map((stem) => ({
    sql: `exists (select 1 from note_words w where w.word = (select n from words where word = ?) and w.reader in (select n from readers)
      and w.block = note.n / ${String(BLOCK)} and (w.bits >> (note.n % ${String(BLOCK)})) & 1)`,
    params: [stem],
  }));
  return found.length === 0 ? NONE : allOf(found);
}

const TABLES: Readonly<Record<string, Table>> = {
  Competitors: competitors,
  PriceObservations: fact('prices', {
    PriceObservationId: id('f'), Terms: kept('f.terms'),
    ...plain('f', { Price: 'price', Currency: 'currency', VatIncluded: 'vat_included', VatRate: 'vat_rate', Unit: 'unit', PackFactor: 'pack_factor', MinQuantity: 'min_quantity' }),
  }),
  Offers: offers,
  OfferLines: offerLines,
  Stock: fact('stock', { StockObservationId: id('f'), ...plain('f', { Least: 'least', Most: 'most', LeadDays: 'lead_days' }) }),
  Notes: noteTable,
}; // prettier-ignore

export const privateFeed = (db: Database): Feed => new SqliteFeed(db, PRIVATE_SETS, TABLES);
