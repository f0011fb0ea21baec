/** One line for an offer somebody showed: who, what, for how much. The rest comes with the file, or later. */
import { useState } from 'preact/hooks';
import type { NewOffer, PriceLine, PricesView, Written } from '../../connector/server/contract/prices.ts';
import { Button, FailureNotice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { DecimalField, Field } from '../runtime/parts.ts';
import { type Drafts, isNewer, type OfferDraft, useDraft } from './drafts.ts';
import type { WayBack } from './way-back.tsx';
import { termsText } from './words.ts';

interface AddOfferProps {
  readonly view: PricesView;
  readonly entity: string;
  readonly drafts: Drafts;
  readonly back: WayBack;
  readonly onDone: () => void;
}
const EMPTY: OfferDraft = { rival: '', goods: '', price: '' };
const TERMS: PriceLine['in'] = { unit: 'шт', currency: 'RUB', vat: 'in' };

export function AddOffer({ view, entity, drafts, back, onDone }: AddOfferProps) {
  const sidebook = useSidebook();
  const { t } = sidebook;
  const [first] = view.lines;
  const [draft, setDraft] = useDraft(drafts.offers, 'offer', { ...EMPTY, goods: first ? first.name : '' });
  const [sent, setSent] = useState(false);
  const action = useAction<Written>();
  useDirty(draft.rival !== '' || draft.price !== '');
  const line = view.lines.filter(({ name }) => name === draft.goods.trim())[0];
  const terms = (line ?? first)?.in ?? TERMS;
  const isWhole = draft.rival.trim() !== '' && draft.goods.trim() !== '' && Boolean(draft.price);
  const finish = (done: Written | undefined): void => {
    if (done === undefined) return;
    setSent(false);
    back.offer(t('prices.written'), { method: 'POST', path: `rival-offers/${done.id}/outcome`, ifMatch: '"1"', body: { entity, outcome: 'withdrawn' } }); // prettier-ignore
    if (!isNewer(drafts.offers['offer'], draft)) setDraft({ ...EMPTY, goods: draft.goods });
    onDone();
  };
  /** Also after a failure: as it stands now, with whatever was typed since. */
  const send = (): void => {
    setSent(true);
    if (isWhole) void action.run({ method: 'POST', path: 'rival-offers', body: bodyOf(draft, entity, terms, line) }).then(finish);
  };
  const needed = (text: string | null): string | null =>
    sent && text !== null && text.trim() === '' ? t('prices.needed') : null;
  const change = (part: Partial<OfferDraft>): void => setDraft({ ...draft, ...part });
  return (
    <form class="sb-rv-add" noValidate aria-label={t('prices.add.offer')} onSubmit={(event) => { event.preventDefault(); send(); }}>
      {action.failure && <FailureNotice failure={action.failure} onRetry={send} />}
      <div class="sb-rv-row">
        <div class="sb-rv-wide"><Field label={t('prices.rival')} required value={draft.rival} error={needed(draft.rival)} maxLength={300} onInput={(rival) => change({ rival })} /></div>
        <div class="sb-rv-wide"><Field label={t('prices.goods')} required value={draft.goods} error={needed(draft.goods)} maxLength={1000} onInput={(goods) => change({ goods })} /></div>
        <div><DecimalField label={t('prices.price')} required money value={draft.price ?? ''} error={needed(draft.price)} onValue={(price) => change({ price })} /></div>
        <div class="sb-rv-send"><Button writes submit icon="add" kind="primary" busy={action.busy}>{t('prices.write')}</Button></div>
      </div>
      <p class="sb-note">{termsText({ in: terms }, sidebook)}</p>
    </form>
  ); // prettier-ignore
}

function bodyOf(
  { rival, goods, price }: OfferDraft,
  entity: string,
  terms: PriceLine['in'],
  line: PriceLine | undefined,
): NewOffer {
  const quantity = line && line.quantity !== null ? line.quantity : '1';
  const item = line ? line.item : null;
  return {
    entity, competitor: { id: null, name: rival.trim() }, currency: terms.currency, vatIncluded: terms.vat === 'in',
    lines: [{ item, text: goods.trim(), quantity, unit: terms.unit, price: price ?? '' }],
  }; // prettier-ignore
}
