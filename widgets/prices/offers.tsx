/** The tab of offers: what the customer showed or told of, and how each ended - won or lost, and why, in two steps. */
import { useState } from 'preact/hooks';
import type { PricesView, RivalOffer } from '../../connector/server/contract/prices.ts';
import { Button, FailureNotice, Money, type Sidebook, Status, useAction, useSidebook } from '../runtime/index.ts';
import { Field } from '../runtime/parts.ts';
import { AddOffer } from './add-offer.tsx';
import type { PartProps } from './part.ts';
import { nameOf } from './words.ts';

export function Offers({ view, entity, drafts, reload, onImport, onImports }: PartProps) {
  const { t } = useSidebook();
  return (
    <div class="sb-stack">
      {view.offers.length === 0 && <p class="sb-note">{t('prices.noOffers')}</p>}
      <ul class="sb-list">
        {view.offers.map((offer) => (
          <Offer key={`${offer.id} ${String(offer.rev)}`} view={view} offer={offer} entity={entity} reload={reload} />
        ))}
      </ul>
      {view.may.write && <AddOffer view={view} entity={entity} drafts={drafts} onDone={reload} />}
      <div class="sb-actions">
        {view.may.write && <Button onClick={() => onImport({ kind: 'offer', text: null })}>{t('prices.import')}</Button>}
        <Button onClick={onImports}>{t('prices.imports')}</Button>
      </div>
    </div>
  );
}

const LOOKS = {
  open: { tone: 'accent', icon: 'waiting' },
  won: { tone: 'ok', icon: 'ok' },
  lost: { tone: 'danger', icon: 'error' },
  withdrawn: { tone: 'muted', icon: 'none' },
} as const;

interface OfferProps {
  readonly view: PricesView;
  readonly offer: RivalOffer;
  readonly entity: string;
  readonly reload: () => void;
}

function Offer({ view, offer, entity, reload }: OfferProps) {
  const sidebook = useSidebook();
  const { t } = sidebook;
  const head = `${nameOf(view, offer.competitor)}${offer.number === null ? '' : ` № ${offer.number}`}`;
  return (
    <li class="sb-rv-stock">
      <div class="sb-rv-pair">
        <b>{head}</b>
        {offer.lines.length > 0 && <Money amount={offer.total} currency={offer.currency} />}
      </div>
      <div class="sb-rv-pair">
        <span class="sb-note">{whenText(offer, sidebook)}</span>
        <Status {...LOOKS[offer.outcome]}>{t(`prices.outcome.${offer.outcome}`)}</Status>
      </div>
      {offer.lines.map((line, i) => (
        <p key={i} class="sb-note">{line.text}: {sidebook.format.number(line.quantity)} {line.unit} × {sidebook.format.money(line.price)}</p>
      ))}
      {offer.more > 0 && <p class="sb-note">{t('prices.more', { n: offer.more })}</p>}
      {offer.why !== null && <p>{t('prices.because', { why: offer.why })}</p>}
      {view.may.write && offer.outcome === 'open' && <Outcome offer={offer} entity={entity} reload={reload} of={head} />}
    </li>
  ); // prettier-ignore
}

const whenText = ({ date, validUntil, terms }: RivalOffer, { t, format }: Pick<Sidebook, 't' | 'format'>): string =>
  [format.date(date), validUntil && t('prices.validUntil', { date: format.date(validUntil) }), terms].filter(Boolean).join(' · ');

const WHY = ['price', 'time', 'stock', 'terms', 'trust'] as const;

/** Step one: won or lost. Step two: why - one press, or a few words and Enter. */
function Outcome({ offer, entity, reload, of }: Omit<OfferProps, 'view'> & { readonly of: string }) {
  const { t, offerUndo } = useSidebook();
  const [outcome, setOutcome] = useState<'won' | 'lost' | null>(null);
  const [typed, setTyped] = useState('');
  const action = useAction<unknown>();
  const say = async (ended: RivalOffer['outcome'], why: string | null, rev: number): Promise<void> => {
    const request = {
      method: 'POST' as const,
      path: `rival-offers/${offer.id}/outcome`,
      ifMatch: `"${String(rev)}"`,
      body: { entity, outcome: ended, why },
    };
    if ((await action.run(request)) === undefined) return;
    if (ended !== 'open') offerUndo(t(`prices.said.${ended === 'won' ? 'won' : 'lost'}`), () => void say('open', null, rev + 1));
    reload();
  };
  const done = (why: string): void => void (outcome && say(outcome, why.trim() || null, offer.rev));
  return (
    <div role="group" aria-label={t('prices.howEnded', { of })}>
      {action.failure && <FailureNotice failure={action.failure} onRetry={reload} />}
      <div class="sb-actions">
        <Button pressed={outcome === 'won'} onClick={() => setOutcome('won')}>{t('prices.outcome.won')}</Button>
        <Button pressed={outcome === 'lost'} onClick={() => setOutcome('lost')}>{t('prices.outcome.lost')}</Button>
      </div>
      {outcome && (
        <form noValidate onSubmit={(event) => { event.preventDefault(); done(typed); }}>
          <div class="sb-actions">
            {WHY.map((why) => <Button key={why} busy={action.busy} onClick={() => done(t(`prices.why.${why}`))}>{t(`prices.why.${why}`)}</Button>)}
          </div>
          <Field label={t('prices.whyElse')} value={typed} onInput={setTyped} maxLength={2000} autoFocus />
          <div class="sb-actions"><Button submit kind="primary" busy={action.busy}>{t('prices.write')}</Button></div>
        </form>
      )}
    </div>
  ); // prettier-ignore
}
