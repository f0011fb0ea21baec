/** Rivals' commercial offers with their lines, and how they ended. */
import { FIRST, type Params } from '../../store/mssql/tsql.ts';
import type { SqlRow } from '../../store/rows.ts';
import type { BatchRow } from '../../store/mssql/batch.ts';
import { Check } from '../check.ts';
import type { Cell } from '../kept/names.ts';
import { offerColumns, offerLines, offerOf, textsOf } from '../kept/offer.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_NUMBER } from '../kept/pages.ts';
import { number, text } from '../kept/values.ts';
import type { Id, Offer, Outcome } from '../model.ts';
import type { Asked, Ended, OfferDraft, Page } from '../private-store.ts';
import { namedIn } from './named.ts';
import { refused, revised } from './revised.ts';
import type { On } from './scoped.ts';
import { insert, OFFER_LINES, OFFERS, update } from './tables.ts';
import { keep } from './texts.ts';

const ROWS = `SELECT o.*, c.id AS competitor_id, w.id AS won_by_id FROM sb.offers AS o JOIN sb.competitors AS c ON c.n = o.competitor LEFT JOIN sb.competitors AS w ON w.n = o.won_by`;
const SQL = {
  one: `${ROWS} WHERE {facts} AND o.id = @id`,
  lines: `SELECT l.*, i.id AS item_id FROM sb.offer_lines AS l LEFT JOIN sb.items AS i ON i.n = l.item WHERE {facts} AND l.offer IN (@offers) ORDER BY l.offer, l.line`,
  dropLines: 'DELETE FROM sb.offer_lines WHERE offer = @n',
  ended: `SELECT c.id, o.outcome, COUNT(*) AS deals FROM sb.offers AS o JOIN sb.competitors AS c ON c.n = o.competitor WHERE {facts} AND c.id IN (@ids)
    AND o.outcome IN (N'won', N'lost') GROUP BY c.id, o.outcome`,
} as const;
/** As offerColumns and offerLines (kept/offer.ts) give them. */
const GIVEN = [
  'competitor',
  'counterparty',
  'invoice',
  'number',
  'date',
  'valid_until',
  'currency',
  'vat_included',
  'terms',
  'evidence',
  'outcome',
  'won_by',
  'why',
  'import',
];
const LINE = ['line', 'item', 'text', 'quantity', 'unit', 'price'];
/** After every date there is. */
const BEYOND: readonly [string, number] = ['9999-99', 0];

export interface OfferFilter extends Asked {
  readonly competitor?: Id;
  readonly counterparty?: string;
  /** What it came with. */
  readonly import?: Id;
}

const named = (names: readonly string[], cells: readonly Cell[]): BatchRow =>
  Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null]));

export async function offers(on: On, filter: OfferFilter): Promise<Page<Offer>> {
  const [limit, [date, n]] = [limitOf(filter), placeOf(filter, TEXT_AND_NUMBER) ?? BEYOND];
  const [where, params] = conditionsOf(filter);
  const sql = `${ROWS} WHERE {facts} ${where} AND (o.date < @date OR (o.date = @date AND o.n < @n)) ORDER BY o.date DESC, o.n DESC ${FIRST}`;
  const rows = await on.rows(sql, { ...params, date, n, limit: limit + 1 });
  const lines = await linesOf(on, rows.slice(0, limit));
  return pageOf(rows, limit, (row) => offerOf(row, lines.get(number(row, 'n')) ?? []), (r) => [text(r, 'date'), number(r, 'n')]); // prettier-ignore
}

const CONDITIONS: Readonly<Record<string, string>> = {
  competitor: ' AND c.id = @competitor',
  counterparty: ' AND o.counterparty = @counterparty',
  brought: ' AND o.import = @brought',
};

function conditionsOf({ competitor, counterparty, import: brought }: OfferFilter): readonly [string, Params] {
  const asked = Object.entries({ competitor, counterparty, brought });
  const given = asked.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return [given.map(([name]) => CONDITIONS[name] ?? '').join(''), Object.fromEntries(given)];
}

async function linesOf(on: On, of: readonly SqlRow[]): Promise<ReadonlyMap<number, readonly SqlRow[]>> {
  const found = new Map<number, SqlRow[]>(of.map((row) => [number(row, 'n'), []]));
  if (of.length === 0) return found;
  for (const row of await on.rows(SQL.lines, { offers: [...found.keys()] })) found.get(number(row, 'offer'))?.push(row);
  return found;
}

export async function offer(on: On, id: Id): Promise<Offer | null> {
  const row = await on.one(SQL.one, { id });
  return row ? offerOf(row, (await linesOf(on, [row])).get(number(row, 'n')) ?? []) : null;
}

export async function saveOffer(on: On, draft: OfferDraft, basis: number | null): Promise<Offer> {
  const check = new Check(on.base.world.now());
  const known = await namedIn(on.t, { competitors: [draft.competitor, draft.wonBy], items: draft.lines.map((l) => l.item) });
  const columns = offerColumns(draft, check, known);
  const lines = offerLines(draft, check, known);
  check.done();
  const place = await revised(on, 'offers', draft.id, basis);
  const row = { ...place, ...named(GIVEN, columns), by: on.user, at: on.base.now() };
  if (basis === null) await insert(on.t, 'offers', OFFERS, [row]);
  else await update(on.t, 'offers', OFFERS, row);
  await on.t.run(SQL.dropLines, { n: place.n });
  await insert(on.t, 'offer_lines', OFFER_LINES, lines.map((line) => ({ offer: place.n, ...named(LINE, line) }))); // prettier-ignore
  const saved = (await offer(on, place.id)) ?? refused();
  await keep(on.t, saved.lines.map((l) => l.text), true); // prettier-ignore
  await keep(on.t, textsOf(saved));
  return saved;
}

/** Without the rest of the offer having to be sent along. */
export async function setOutcome(on: On, id: Id, basis: number, ended: Pick<Offer, 'outcome' | 'wonBy' | 'why'>): Promise<Offer> {
  const known = (await offer(on, id)) ?? refused();
  return saveOffer(on, { ...known, ...ended }, basis);
}

export async function outcomes(on: On, competitors: readonly Id[]): Promise<ReadonlyMap<Id, Ended>> {
  if (competitors.length === 0) return new Map();
  const rows = await on.rows(SQL.ended, { ids: [...new Set(competitors)] });
  const count = (id: Id, outcome: Outcome): number =>
    Number(rows.find((r) => r['id'] === id && r['outcome'] === outcome)?.['deals'] ?? 0);
  return new Map(competitors.map((id) => [id, { won: count(id, 'won'), lost: count(id, 'lost') }]));
}
