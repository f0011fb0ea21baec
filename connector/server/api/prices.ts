/** The competitor panel: what it shows, how an item's prices moved, and what people write there (W4, O2-O4). */
import type { SharedRecord } from '../../model.ts';
import { textOf } from '../../fields.ts';
import { ApiError } from '../api-error.ts';
import {
  findPrices, foundPrices, historyQuery, newOffer, newOutcome, newPrice, newStock, priceHistory as historyAnswer, pricesAnswer, pricesQuery, written,
} from '../contract/prices.ts'; // prettier-ignore
import { notLinkedView } from '../views/not-linked.ts';
import { priceHistory } from '../views/price-history.ts';
import { cardsOf, competitorsOf, pricesView } from '../views/prices.ts';
import { priceLines } from '../views/rival-lines.ts';
import { wantedFor } from '../views/rival-wanted.ts';
import { covered } from './api.ts';
import { kept } from './kept.ts';
import { addOffer, addPrice, addStock, setOutcome } from './new-rival-facts.ts';
import { FILE, operation } from './operation.ts';

const READ = { right: 'rivals.read', widgets: ['prices'], isPrivate: true } as const;
const WRITE = { right: 'rivals.write', widgets: ['prices'], isPrivate: true } as const;

/** The counterparty the form is about, of an invoice its own. */
const partyOf = (record: SharedRecord | null): string | null =>
  record?.entity === 'invoice' ? textOf(record.fields, 'counterparty') || null : (record?.id ?? null);

export const PRICES = [
  operation({
    ...READ, method: 'get', path: '/prices', summary: 'Our prices against the rivals’, what they offered and have, for an invoice or a counterparty',
    query: pricesQuery, answer: pricesAnswer,
    run: async (call) => {
      const found = await covered(call, READ, call.query.entity);
      const shown = call.api.shownTo(call.who);
      if (found.record) return pricesView(shown, call.api.own.view(call.who), found.record);
      if (found.ref.host === 'sidebook') throw new ApiError(404, 'record-unknown', { id: found.ref.id });
      return notLinkedView(shown, found);
    },
  }),
  operation({
    ...READ, method: 'post', path: '/prices/find', summary: 'The same lines for whatever goods somebody asks about', body: findPrices, answer: foundPrices, isFree: true,
    run: async (call) => {
      await covered(call, READ, call.body.entity);
      const [shown, view] = [call.api.shownTo(call.who), call.api.own.view(call.who)];
      const lines = await priceLines(shown, view, await wantedFor(shown, view, call.body.search));
      const here = lines.flatMap((l) => l.prices.map((p) => p.competitor));
      const met = await competitorsOf(view, here);
      return { lines, competitors: met.map(({ id, name }) => ({ id, name })), cards: await cardsOf(view, met.filter(({ id }) => here.includes(id))) };
    },
  }),
  operation({
    ...READ, method: 'get', path: '/prices/history', summary: 'Every price seen of an item, made equal, newest first', query: historyQuery, answer: historyAnswer,
    run: async (call) => {
      await covered(call, READ, call.query.entity);
      const { competitor = null, ...ask } = call.query;
      return priceHistory(call.api.shownTo(call.who), call.api.own.view(call.who), { ...ask, competitor });
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/prices', summary: 'A price somebody saw', body: newPrice, most: FILE, answer: written,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return kept(call, () => addPrice(call, call.body));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/rival-stock', summary: 'About how many a rival has', body: newStock, answer: written,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return kept(call, () => addStock(call, call.body));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/rival-offers', summary: 'An offer of a rival the customer showed or told of', body: newOffer, answer: written,
    run: async (call) => {
      const { record } = await covered(call, WRITE, call.body.entity);
      return kept(call, () => addOffer(call, call.body, { counterparty: partyOf(record), invoice: record?.entity === 'invoice' ? record.id : null }));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/rival-offers/{id}/outcome', summary: 'How it ended, and why', match: true, body: newOutcome, answer: written,
    run: async (call) => {
      const { record } = await covered(call, WRITE, call.body.entity);
      return kept(call, () => setOutcome(call, call.body, { id: call.id, party: partyOf(record), match: call.match }));
    },
  }),
]; // prettier-ignore
