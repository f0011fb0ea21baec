/** The tab of offers: what the customer showed or told of, and how each ended - won or lost, and why, in two steps. */
import { useRef } from 'preact/hooks';
import type { NewOutcome, RivalOffer } from '../../connector/server/contract/prices.ts';
import { Button, FailureNotice, Money, type Sidebook, Status, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { Field } from '../runtime/parts.ts';
import { AddOffer } from './add-offer.tsx';
import { type OutcomeDraft, useDraft } from './drafts.ts';
import type { PartProps } from './part.ts';
import { nameOf } from './words.ts';

export function Offers({ view, entity, drafts, back, reload, onImport, onImports }: PartProps) {
  const { t } = useSidebook();
  return (
    <div class="sb-stack">
      {view.offers.length === 0 && <p class="sb-note">{t('prices.noOffers')}</p>}
      <ul class="sb-list">
        {view.offers.map((offer) => (
          <Offer key={offer.id} view={view} offer={offer} entity={entity} drafts={drafts} back={back} reload={reload} />
        ))}
      </ul>
      {view.may.write && <AddOffer view={view} entity={entity} drafts={drafts} back={back} onDone={reload} />}
      <div class="sb-actions">
        {view.may.write && (
          <Button writes onClick={() => onImport({ kind: 'offer', text: null })}>
            {t('prices.import')}
          </Button>
        )}
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

interface OfferProps extends Pick<PartProps, 'view' | 'entity' | 'drafts' | 'back' | 'reload'> {
  readonly offer: RivalOffer;
}

function Offer({ offer, ...more }: OfferProps) {
  const { view } = more;
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
      {view.may.write && (offer.outcome === 'open' ? <Outcome offer={offer} {...more} of={head} /> : <Reopen offer={offer} {...more} />)}
    </li>
  ); // prettier-ignore
}

/** Said wrong, or it went on after all. */
function Reopen({ offer, entity, reload }: OfferProps) {
  const { t } = useSidebook();
  const action = useAction<unknown>();
  const open = (): void => void action.run(outcomeOf(offer.id, offer.rev, { entity, outcome: 'open', why: null })).then(reload);
  return (
    <>
      {action.failure && <FailureNotice failure={action.failure} onRetry={open} />}
      <Button writes kind="link" busy={action.busy} onClick={open}>
        {t('prices.reopen')}
      </Button>
    </>
  );
}

const outcomeOf = (id: string, rev: number, body: Pick<NewOutcome, 'entity' | 'outcome' | 'why'>) => ({
  method: 'POST' as const,
  path: `rival-offers/${id}/outcome`,
  ifMatch: `"${String(rev)}"`,
  body,
});

const whenText = ({ date, validUntil, terms }: RivalOffer, { t, format }: Pick<Sidebook, 't' | 'format'>): string =>
  [format.date(date), validUntil && t('prices.validUntil', { date: format.date(validUntil) }), terms].filter(Boolean).join(' · ');

const WHY = ['price', 'time', 'stock', 'terms', 'trust'] as const;

const NOT_SAID: OutcomeDraft = { outcome: null, why: '' };

/** Step one: won or lost. Step two: why - one press, or a few words and Enter. */
function Outcome({ offer, entity, drafts, back, reload, of }: Omit<OfferProps, 'view'> & { readonly of: string }) {
  const { t } = useSidebook();
  const [draft, setDraft] = useDraft<OutcomeDraft>(drafts.outcomes, offer.id, NOT_SAID);
  const asked = useRef<string | null>(null);
  const action = useAction<unknown>();
  useDirty(draft.why !== '');
  /** Also after a failure: about the offer as it is then. */
  const say = async (why: string | null): Promise<void> => {
    asked.current = why;
    if (draft.outcome === null) return;
    const said = { entity, outcome: draft.outcome, why: (why ?? draft.why).trim() || null };
    const done = await action.run(outcomeOf(offer.id, offer.rev, said));
    reload();
    if (done === undefined) return;
    back.offer(t(`prices.said.${draft.outcome}`), outcomeOf(offer.id, offer.rev + 1, { entity, outcome: 'open', why: null }));
    setDraft(NOT_SAID);
  };
  const choose = (outcome: 'won' | 'lost') => () => setDraft({ ...draft, outcome });
  return (
    <div role="group" aria-label={t('prices.howEnded', { of })}>
      {action.failure && <FailureNotice failure={action.failure} onRetry={() => void say(asked.current)} />}
      <div class="sb-actions">
        <Button writes pressed={draft.outcome === 'won'} onClick={choose('won')}>{t('prices.outcome.won')}</Button>
        <Button writes pressed={draft.outcome === 'lost'} onClick={choose('lost')}>{t('prices.outcome.lost')}</Button>
      </div>
      {draft.outcome && (
        <form noValidate onSubmit={(event) => { event.preventDefault(); void say(null); }}>
          <div class="sb-actions">
            {WHY.map((why) => <Button writes key={why} busy={action.busy} onClick={() => void say(t(`prices.why.${why}`))}>{t(`prices.why.${why}`)}</Button>)}
          </div>
          <Field label={t('prices.whyElse')} value={draft.why} onInput={(why) => setDraft({ ...draft, why })} maxLength={2000} autoFocus />
          <div class="sb-actions"><Button writes submit kind="primary" busy={action.busy}>{t('prices.write')}</Button></div>
        </form>
      )}
    </div>
  ); // prettier-ignore
}
