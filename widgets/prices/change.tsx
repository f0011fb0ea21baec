/** A price that was written wrong: put right by a new row, or withdrawn. Both say why; the wrong one stays in the history. */
import { useRef, useState } from 'preact/hooks';
import type { CorrectPrice } from '../../connector/server/contract/corrections.ts';
import type { RivalPrice, Written } from '../../connector/server/contract/prices.ts';
import { Button, type Failure, FailureNotice, Notice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { DecimalField, Field, Select } from '../runtime/parts.ts';
import { type ChangeDraft, type Drafts, useDraft } from './drafts.ts';
import { EvidenceFields } from './evidence-fields.tsx';
import { SOURCES, sourceOf } from './words.ts';

export interface ChangeProps {
  readonly how: 'correct' | 'withdraw';
  /** As it was when the form was opened: whatever happens to the list, no other price is changed. */
  readonly price: RivalPrice;
  /** The rival's last price by now; null: none counts any more. */
  readonly now: RivalPrice | null;
  readonly rival: string;
  readonly entity: string;
  readonly drafts: Drafts;
  readonly reload: () => void;
  /** `withdrawn`: which price counts no more, to be brought back. */
  readonly onDone: (said: string, withdrawn?: string) => void;
  readonly onClose: () => void;
}

export const Change = (props: ChangeProps) => (props.how === 'correct' ? <Correct {...props} /> : <Withdraw {...props} />);

function Correct({ price, now, rival, entity, drafts, reload, onDone, onClose }: ChangeProps) {
  const { t, format } = useSidebook();
  const before = beforeOf(price);
  const [draft, setDraft] = useDraft<ChangeDraft>(drafts.changes, price.id, before);
  const [sent, setSent] = useState(false);
  const action = useAction<Written>();
  const isTouched = JSON.stringify(draft) !== JSON.stringify(before);
  useDirty(isTouched);
  const change = (part: Partial<ChangeDraft>): void => setDraft({ ...draft, ...part });
  const leave = (): void => {
    setDraft(before);
    onClose();
  };
  const finish = (done: Written | undefined): void => {
    if (done === undefined) return reload();
    setDraft(before);
    onDone(t('prices.corrected'));
  };
  /** Also after a failure: as it stands now, with whatever was typed since. */
  const send = (id = price.id): void => {
    setSent(true);
    if (draft.price && isTouched)
      void action.run({ method: 'POST', path: `prices/${id}/correct`, body: bodyOf(draft, entity) }).then(finish);
  };
  const terms = `${price.currency}/${price.unit}`;
  return (
    <form class="sb-rv-change" noValidate aria-label={t('prices.correctOf', { name: rival })} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <h3>{t('prices.correctOf', { name: rival })}</h3>
      <p class="sb-note">{t('prices.wasBefore', { price: format.money(price.price, price.currency), unit: price.unit, at: format.exact(price.seenAt), by: price.by })}</p>
      <NotChanged failure={action.failure} price={price} now={now} doIt={t('prices.cardMine')} onRetry={() => send()} onNow={send} onLeave={leave} />
      <div class="sb-rv-row">
        <div><DecimalField label={t('prices.priceIn', { terms })} required money autoFocus value={draft.price ?? ''} error={sent && draft.price === '' ? t('prices.needed') : null} onValue={(value) => change({ price: value })} /></div>
        <div>
          <Select label={t('prices.vat')} value={draft.vat} onChange={(vat) => change({ vat: vat === 'in' ? 'in' : 'out' })}
            options={[{ value: 'in', label: t('prices.vatIn') }, { value: 'out', label: t('prices.vatOut') }]} />
        </div>
        <div><Select label={t('prices.source')} value={draft.source} onChange={(value) => change({ source: sourceOf(value) })} options={SOURCES.map((value) => ({ value, label: t(`prices.source.${value}`) }))} /></div>
      </div>
      <EvidenceFields draft={draft} stays={price.file} onChange={change} />
      <Field label={t('prices.whyCorrect')} value={draft.reason} maxLength={2000} onInput={(reason) => change({ reason })} />
      {sent && !isTouched && <p class="sb-error-text" role="alert">{t('prices.sameAsBefore')}</p>}
      <div class="sb-actions">
        <Button writes submit kind="primary" busy={action.busy}>{t('prices.correct')}</Button>
        <Button onClick={leave}>{t('runtime.cancel')}</Button>
      </div>
    </form>
  ); // prettier-ignore
}

interface NotChangedProps extends Pick<ChangeProps, 'price' | 'now'> {
  readonly failure: Failure | null;
  readonly doIt: string;
  readonly onRetry: () => void;
  readonly onNow: (id: string) => void;
  readonly onLeave: () => void;
}
/** Where somebody else was quicker: what it is now, and whether that is to be changed instead. */
function NotChanged({ failure, price, now, doIt, onRetry, onNow, onLeave }: NotChangedProps) {
  const { t, format } = useSidebook();
  if (failure === null) return null;
  if (failure.kind !== 'moved') return <FailureNotice failure={failure} onRetry={onRetry} />;
  const other = now !== null && now.id !== price.id ? now : null;
  const text = other
    ? t('prices.priceNow', {
        price: format.money(other.price, other.currency),
        unit: other.unit,
        at: format.exact(other.seenAt),
        by: other.by,
      })
    : t('prices.priceGone');
  return (
    <Notice icon="warn" tone="warn" urgent title={t('prices.priceMoved')} text={text}
      actions={<>
        {other && <Button writes onClick={() => onNow(other.id)}>{doIt}</Button>}
        <Button onClick={onLeave}>{t('prices.cardTheirs')}</Button>
      </>} />
  ); // prettier-ignore
}

const beforeOf = ({ price, vatIncluded, source, evidence }: RivalPrice): ChangeDraft => ({
  price,
  vat: vatIncluded ? 'in' : 'out',
  source,
  evidence: evidence ?? '',
  file: null,
  reason: '',
});

const bodyOf = ({ price, vat, source, evidence, file, reason }: ChangeDraft, entity: string): CorrectPrice => ({
  entity,
  price: price ?? '',
  vatIncluded: vat === 'in',
  source,
  evidence: evidence.trim() || null,
  file,
  reason: reason.trim() || null,
});

const REASONS = ['typo', 'goods', 'rival', 'old'] as const;

/** One press, or a few words and Enter. */
function Withdraw({ price, now, rival, entity, drafts, reload, onDone, onClose }: ChangeProps) {
  const { t, format } = useSidebook();
  const [typed, setTyped] = useDraft<string>(drafts.reasons, price.id, '');
  const action = useAction<Written>();
  useDirty(typed !== '');
  const leave = (): void => {
    setTyped('');
    onClose();
  };
  const asked = useRef('');
  const say = async (reason: string, id = price.id): Promise<void> => {
    asked.current = reason;
    const body = { entity, reason: reason.trim() || null };
    if ((await action.run({ method: 'POST', path: `prices/${id}/withdraw`, body })) === undefined) return reload();
    setTyped('');
    onDone(t('prices.withdrawn'), id);
  };
  const name = `${rival}, ${format.money(price.price, price.currency)}`;
  return (
    <form class="sb-rv-change" noValidate aria-label={t('prices.withdrawOf', { name })} onSubmit={(event) => { event.preventDefault(); void say(typed); }}>
      <h3>{t('prices.withdrawOf', { name })}</h3>
      <p class="sb-note">{t('prices.withdrawMeans')}</p>
      <NotChanged failure={action.failure} price={price} now={now} doIt={t('prices.withdraw')} onRetry={() => void say(typed || asked.current)} onNow={(id) => void say(typed || asked.current, id)} onLeave={leave} />
      <div class="sb-actions">
        {REASONS.map((why) => <Button writes key={why} busy={action.busy} onClick={() => void say(t(`prices.reason.${why}`))}>{t(`prices.reason.${why}`)}</Button>)}
      </div>
      <Field label={t('prices.whyElse')} value={typed} onInput={setTyped} maxLength={2000} autoFocus />
      <div class="sb-actions">
        <Button writes submit kind="primary" busy={action.busy}>{t('prices.withdraw')}</Button>
        <Button onClick={leave}>{t('runtime.cancel')}</Button>
      </div>
    </form>
  ); // prettier-ignore
}
