/** Why we win against a rival and how to answer, in the words of who writes. Where somebody else wrote meanwhile, both stand side by side. */
import { useState } from 'preact/hooks';
import type { NewCard } from '../../connector/server/contract/corrections.ts';
import type { Battlecard, Written } from '../../connector/server/contract/prices.ts';
import { Button, FailureNotice, Notice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { Area } from '../runtime/parts.ts';
import { type CardDraft, type Drafts, useDraft } from './drafts.ts';
import type { WayBack } from './way-back.tsx';

export interface CardEditProps {
  /** As the server has it now. */
  readonly card: Battlecard;
  readonly entity: string;
  readonly drafts: Drafts;
  readonly back: WayBack;
  readonly reload: () => void;
  readonly onClose: () => void;
}

export const CARD_FIELDS = ['weaknesses', 'answer', 'strengths'] as const;
const LABELS = { weaknesses: 'prices.whyWeWin', answer: 'prices.howToAnswer', strengths: 'prices.theirStrengths' } as const;

export function CardEdit({ card, entity, drafts, back, reload, onClose }: CardEditProps) {
  const { t } = useSidebook();
  const [first] = useState(card);
  const [draft, setDraft] = useDraft<CardDraft>(drafts.cards, card.competitor, { rev: first.rev, texts: textsOf(first) });
  const action = useAction<Written>();
  const isTouched = CARD_FIELDS.some((field) => draft.texts[field] !== textsOf(first)[field]);
  useDirty(isTouched);
  const isMoved = card.rev !== draft.rev || (action.failure !== null && action.failure.kind === 'moved');
  const leave = (): void => {
    setDraft({ rev: card.rev, texts: textsOf(card) });
    onClose();
  };
  const save = async (rev: number): Promise<void> => {
    const before = textsOf(card);
    if ((await action.run(requestOf(card.competitor, entity, rev, draft.texts))) === undefined) return reload();
    back.offer(t('prices.cardSaved'), requestOf(card.competitor, entity, rev + 1, before));
    reload();
    onClose();
  };
  return (
    <form class="sb-rv-change" noValidate aria-label={t('prices.cardEdit')} onSubmit={(event) => { event.preventDefault(); void save(draft.rev); }}>
      {action.failure && action.failure.kind !== 'moved' && <FailureNotice failure={action.failure} onRetry={() => void save(draft.rev)} />}
      {isMoved && (
        <Notice icon="warn" tone="warn" urgent title={t('prices.cardMoved')} text={t('prices.cardMovedNext')}
          actions={<>
            <Button writes busy={action.busy} onClick={() => void save(card.rev)}>{t('prices.cardMine')}</Button>
            <Button onClick={leave}>{t('prices.cardTheirs')}</Button>
          </>} />
      )}
      {CARD_FIELDS.map((field) => (
        <div key={field}>
          <Area label={t(LABELS[field])} rows={3} maxLength={10_000} value={draft.texts[field]} onSend={() => void save(draft.rev)}
            onInput={(text) => setDraft({ ...draft, texts: { ...draft.texts, [field]: text } })} />
          {isMoved && card[field] !== null && card[field] !== draft.texts[field] && <p class="sb-note">{t('prices.cardNow', { text: card[field] ?? '' })}</p>}
        </div>
      ))}
      <div class="sb-actions">
        {!isMoved && <Button writes submit kind="primary" busy={action.busy} disabled={!isTouched}>{t('prices.write')}</Button>}
        <Button onClick={leave}>{t('runtime.cancel')}</Button>
      </div>
    </form>
  ); // prettier-ignore
}

const textsOf = ({ weaknesses, answer, strengths }: Battlecard): CardDraft['texts'] => ({
  weaknesses: weaknesses ?? '',
  answer: answer ?? '',
  strengths: strengths ?? '',
});

const requestOf = (competitor: string, entity: string, rev: number, texts: CardDraft['texts']) => ({
  method: 'PATCH' as const,
  path: `rivals/${competitor}/card`,
  ifMatch: `"${String(rev)}"`,
  body: { entity, ...texts } satisfies NewCard,
});
