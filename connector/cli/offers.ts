/** sidebook offers: what rivals offered to whom, and how it ended. */
import type { Offer, Outcome } from '../private/model.ts';
import type { PrivateView } from '../private/private-store.ts';
import { date, price, quantity } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { competitorsIn, named, namesOf, withPrivate } from './private.ts';
import { NotFound } from './private-errors.ts';
import { table } from './table.ts';

export interface OfferFilterOptions {
  readonly competitor?: string;
  readonly counterparty?: string;
  readonly limit: string;
}
export interface OutcomeOptions {
  readonly to?: string;
  readonly why?: string;
}

const OUTCOMES: Readonly<Record<Outcome, { readonly en: string; readonly ru: string }>> = {
  open: { en: 'open', ru: 'открыто' },
  won: { en: 'won by us', ru: 'сделка наша' },
  lost: { en: 'lost', ru: 'проиграно' },
  withdrawn: { en: 'withdrawn', ru: 'отозвано' },
};

export async function list(io: Io, o: OfferFilterOptions): Promise<void> {
  await withPrivate(io, async (view) => {
    const competitor = o.competitor === undefined ? {} : { competitor: (await named(competitorsIn(view), o.competitor)).id };
    const counterparty = o.counterparty === undefined ? {} : { counterparty: o.counterparty };
    const { rows } = await view.offers({ ...competitor, ...counterparty, limit: Number(o.limit) });
    const names = await namesOf(view, rows.map((r) => r.competitor)); // prettier-ignore
    const cells = rows.map((r) => [r.id, date(io.lang, r.date), names.get(r.competitor) ?? '', r.number ?? '', r.counterparty ?? '', OUTCOMES[r.outcome][io.lang]]); // prettier-ignore
    const none = t(io, `No offer yet: ${io.called} import offer FILE --competitor NAME`, `Предложений пока нет: ${io.called} import offer ФАЙЛ --competitor ИМЯ`); // prettier-ignore
    io.out(`${cells.length === 0 ? none : table(cells)}\n`);
  });
}

export async function show(io: Io, id: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const offer = await offerOf(view, id);
    const names = await namesOf(view, [offer.competitor, ...(offer.wonBy === null ? [] : [offer.wonBy])]);
    const lines = offer.lines.map((l, i) => [
      String(i + 1),
      l.text,
      `${quantity(io.lang, l.quantity)} ${l.unit}`,
      price(io.lang, l.price),
    ]);
    const head = `${names.get(offer.competitor) ?? ''} ${offer.number ?? ''} · ${date(io.lang, offer.date)}  ${offer.id}`;
    io.out([head, table(facts(io, offer, names), { indent: '  ' }), ...(lines.length === 0 ? [] : [table(lines, { right: [2, 3], indent: '  ' })])].join('\n') + '\n'); // prettier-ignore
  });
}

async function offerOf(view: PrivateView, id: string): Promise<Offer> {
  const offer = await view.offer(id);
  if (!offer) throw new NotFound('row', id);
  return offer;
}

const facts = (io: Io, o: Offer, names: ReadonlyMap<string, string>): string[][] =>
  [
    [t(io, 'To', 'Кому'), o.counterparty],
    [t(io, 'Valid until', 'Действует до'), o.validUntil === null ? null : date(io.lang, o.validUntil)],
    [t(io, 'Prices', 'Цены'), `${o.currency} ${o.vatIncluded ? t(io, 'with VAT', 'с НДС') : t(io, '+ VAT', '+ НДС')}`],
    [t(io, 'Terms', 'Условия'), o.terms],
    [t(io, 'Outcome', 'Исход'), OUTCOMES[o.outcome][io.lang]],
    [t(io, 'Got by', 'Кому досталось'), o.wonBy === null ? null : (names.get(o.wonBy) ?? o.wonBy)],
    [t(io, 'Why', 'Почему'), o.why],
  ].filter((line): line is [string, string] => Boolean(line[1]));

/** On the revision just read: whoever was faster is not overwritten. The store refuses what is no outcome. */
export async function outcome(io: Io, id: string, how: string, { to, why }: OutcomeOptions): Promise<void> {
  await withPrivate(io, async (view) => {
    const offer = await offerOf(view, id);
    const wonBy = to === undefined ? null : (await named(competitorsIn(view), to)).id;
    const { outcome: now } = await view.setOutcome(offer.id, offer.rev, how as Outcome, wonBy, why ?? null);
    io.out(`${OUTCOMES[now][io.lang]}\n`);
  });
}
