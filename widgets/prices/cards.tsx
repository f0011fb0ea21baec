/** Against the rival the keys stand on: how it went before, why we win, how to answer. Closed it is one line, so that prices stay in sight. */
import { useState } from 'preact/hooks';
import type { Battlecard } from '../../connector/server/contract/prices.ts';
import { Button, Details, useSidebook } from '../runtime/index.ts';
import { CardEditLater } from './later.tsx';
import type { PartProps } from './part.ts';
import { nameOf } from './words.ts';

interface CardsProps extends Pick<PartProps, 'view' | 'entity' | 'drafts' | 'back' | 'reload'> {
  readonly competitor: string | null;
}

export function Cards({ view, competitor, ...more }: CardsProps) {
  const { t } = useSidebook();
  const card = view.cards.filter((one) => one.competitor === competitor)[0];
  if (!card || !(isTelling(card) || view.may.write)) return null;
  const label = `${nameOf(view, card.competitor)}: ${t('prices.outcomes', { won: card.won, lost: card.lost })}`;
  return (
    <Details key={card.competitor} label={label}>
      <Card card={card} mayWrite={view.may.write} {...more} />
    </Details>
  );
}

type CardProps = Omit<CardsProps, 'view' | 'competitor'> & { readonly card: Battlecard; readonly mayWrite: boolean };

/** Opened again with what was typed, where somebody went away in the middle of it. */
function Card({ card, mayWrite, entity, drafts, back, reload }: CardProps) {
  const { t } = useSidebook();
  const [editing, setEditing] = useState(drafts.cards[card.competitor] !== undefined);
  const close = (): void => {
    drafts.cards[card.competitor] = undefined;
    setEditing(false);
  };
  if (editing) return <CardEditLater card={card} entity={entity} drafts={drafts} back={back} reload={reload} onClose={close} />;
  return (
    <>
      <dl class="sb-rv-cards">
        <Tile label={t('prices.whyWeWin')} text={card.weaknesses} />
        <Tile label={t('prices.howToAnswer')} text={card.answer} />
        <Tile label={t('prices.theirStrengths')} text={card.strengths} />
      </dl>
      {!hasTexts(card) && <p class="sb-note">{t('prices.cardEmpty')}</p>}
      {mayWrite && (
        <Button writes onClick={() => setEditing(true)}>
          {t('prices.cardEdit')}
        </Button>
      )}
    </>
  );
}

const hasTexts = ({ strengths, weaknesses, answer }: Battlecard): boolean => Boolean(strengths || weaknesses || answer);
const isTelling = (card: Battlecard): boolean => card.won + card.lost > 0 || hasTexts(card);

function Tile({ label, text }: { readonly label: string; readonly text: string | null }) {
  if (text === null) return null;
  return (
    <div class="sb-rv-card">
      <dt class="sb-note">{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}
