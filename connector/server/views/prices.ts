/** The competitor panel in one answer (W4): lines, offers, battlecards, and the rivals by name. */
import { add, multiply } from '../../decimal.ts';
import { textOf } from '../../fields.ts';
import type { SharedRecord } from '../../model.ts';
import type { Competitor, Id, Offer } from '../../private/model.ts';
import type { PrivateView } from '../../private/private-store.ts';
import type { Battlecard, PricesView, RivalOffer } from '../contract/prices.ts';
import { priceLines } from './rival-lines.ts';
import { MOST_LINES, wantedOfInvoice, wantedOfParty } from './rival-wanted.ts';
import type { Shown } from './shown.ts';

const OFFERS = 20;
const OFFER_LINES = 5;
const NAMES = 100;
/** Half of the time a price counts: from then on people are told to look again (14 of 30 days). */
const AGEING = 14;

export async function pricesView(shown: Shown, view: PrivateView, record: SharedRecord): Promise<PricesView> {
  const isInvoice = record.entity === 'invoice';
  const party = isInvoice ? textOf(record.fields, 'counterparty') || null : record.id;
  const { wanted, more } = isInvoice ? await ofInvoice(shown, view, record) : await wantedOfParty(shown, view, record.id);
  const lines = await priceLines(shown, view, wanted);
  const offers = party === null ? [] : (await view.offers({ counterparty: party, limit: OFFERS })).rows;
  const met = [...lines.flatMap((l) => l.prices.map((p) => p.competitor)), ...offers.map((o) => o.competitor)];
  const competitors = await competitorsOf(view, met);
  return {
    state: 'ready', about: isInvoice ? 'invoice' : 'counterparty', title: textOf(record.fields, isInvoice ? 'number' : 'name'), counterparty: party, lines, more,
    offers: await Promise.all(offers.map((o) => offerOf(shown, o))), cards: await cardsOf(view, competitors.filter(({ id }) => met.includes(id))),
    competitors: competitors.map(({ id, name }) => ({ id, name })), ...limits(shown), may: { write: shown.may('rivals.write') },
  }; // prettier-ignore
}

async function ofInvoice(shown: Shown, view: PrivateView, invoice: SharedRecord) {
  const { lines } = invoice.fields;
  const count = Array.isArray(lines) ? lines.length : 0;
  return { wanted: await wantedOfInvoice(shown, view, invoice), more: Math.max(0, count - MOST_LINES) };
}

function limits({ stamp, behind: { config } }: Shown): Pick<PricesView, 'ageing' | 'fresh' | 'stamp'> {
  const fresh = config.fresh.price;
  return { fresh, ageing: Math.min(AGEING, fresh), stamp };
}

/** Those met here first, then the others by name: what the field for a rival offers. */
export async function competitorsOf(view: PrivateView, met: readonly Id[]): Promise<Competitor[]> {
  const here = await Promise.all([...new Set(met)].map((id) => view.competitor(id)));
  const { rows } = await view.competitors(null, { limit: NAMES });
  const others = rows.filter(({ id, active }) => active && !met.includes(id));
  return [...here.filter((c) => c !== null), ...others].slice(0, NAMES);
}

export async function cardsOf(view: PrivateView, competitors: readonly Competitor[]): Promise<Battlecard[]> {
  const ended = await view.outcomes(competitors.map(({ id }) => id));
  return competitors.map(({ id, rev, strengths, weaknesses, answer }) => ({
    competitor: id, rev, strengths, weaknesses, answer, ...(ended.get(id) ?? { won: 0, lost: 0 }),
  })); // prettier-ignore
}

async function offerOf(shown: Shown, o: Offer): Promise<RivalOffer> {
  return {
    id: o.id, rev: o.rev, competitor: o.competitor, number: o.number, date: o.date, validUntil: o.validUntil, currency: o.currency, vatIncluded: o.vatIncluded,
    total: add('0', ...o.lines.map((l) => multiply(l.quantity, l.price))), more: Math.max(0, o.lines.length - OFFER_LINES),
    lines: o.lines.slice(0, OFFER_LINES).map(({ text, quantity, unit, price }) => ({ text, quantity, unit, price })),
    terms: o.terms, evidence: o.evidence, outcome: o.outcome, wonBy: o.wonBy, why: o.why, by: await shown.person(o.by),
  }; // prettier-ignore
}
