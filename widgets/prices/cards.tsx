/** Against the rival the keys stand on: how it went before, why we win, how to answer. Closed it is one line, so that prices stay in sight. */
import type { Battlecard, PricesView } from '../../connector/server/contract/prices.ts';
import { Details, useSidebook } from '../runtime/index.ts';
import { nameOf } from './words.ts';

interface CardsProps {
  readonly view: PricesView;
  readonly competitor: string | null;
}

export function Cards({ view, competitor }: CardsProps) {
  const { t } = useSidebook();
  const card = view.cards.filter((one) => one.competitor === competitor)[0];
  if (!card || !isTelling(card)) return null;
  const label = `${nameOf(view, card.competitor)}: ${t('prices.outcomes', { won: card.won, lost: card.lost })}`;
  return (
    <Details key={card.competitor} label={label}>
      <dl class="sb-rv-cards">
        <Tile label={t('prices.whyWeWin')} text={card.weaknesses} />
        <Tile label={t('prices.howToAnswer')} text={card.answer} />
        <Tile label={t('prices.theirStrengths')} text={card.strengths} />
      </dl>
    </Details>
  );
}

const isTelling = ({ won, lost, strengths, weaknesses, answer }: Battlecard): boolean =>
  won + lost > 0 || Boolean(strengths || weaknesses || answer);

function Tile({ label, text }: { readonly label: string; readonly text: string | null }) {
  if (text === null) return null;
  return (
    <div class="sb-rv-card">
      <dt class="sb-note">{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}
