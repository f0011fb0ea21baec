/** The last prices of each rival: made equal, how far from ours, whether they have it, how old, from where. */
import type { PriceLine, PricesView, RivalPrice } from '../../connector/server/contract/prices.ts';
import { type Sidebook, useSidebook } from '../runtime/index.ts';
import { type Column, Grid } from '../runtime/parts.ts';
import { toneOf } from './lines.tsx';
import { signed } from './percent.ts';
import { ageText, howText, nameOf } from './words.ts';

interface RivalsProps {
  readonly view: PricesView;
  readonly line: PriceLine;
  readonly onActive: (price: RivalPrice | null) => void;
  readonly onSearch: () => void;
  readonly onDelete?: (price: RivalPrice) => void;
}

export function Rivals({ view, line, onActive, onSearch, onDelete }: RivalsProps) {
  const sidebook = useSidebook();
  return (
    <Grid label={sidebook.t('prices.rivals', { name: line.name })} columns={columnsOf(view, line, sidebook)} rows={line.prices} rowKey={(price) => price.id}
      onActive={onActive} onSearch={onSearch} tall maxHeight={240} {...(onDelete ? { onDelete } : {})} />
  ); // prettier-ignore
}

function columnsOf(view: PricesView, line: PriceLine, words: Sidebook): readonly Column<RivalPrice>[] {
  const { t, format } = words;
  const about = (price: RivalPrice): string => [stockText(line, price.competitor, words), ageText(price.ageDays, words), t(`prices.source.${price.source}`)].filter(Boolean).join(' · ');
  return [
    { key: 'rival', label: t('prices.rival'), cell: (p) => nameOf(view, p.competitor), look: (p) => ({ title: nameOf(view, p.competitor) }) },
    { key: 'price', label: t('prices.price'), width: '6.5em', align: 'end', cell: (p) => (p.value === null ? '—' : format.money(p.value)), look: (p) => ({ title: howText(p, words), ...(p.why === null ? {} : { tone: 'muted' as const }) }) },
    { key: 'apart', label: t('prices.apart'), width: '5em', align: 'end', cell: (p) => (p.difference === null ? '—' : signed(p.difference, words)), look: (p) => ({ title: p.why ?? t('prices.apartHow'), ...(p.why === null ? toneOf(p.difference) : { tone: 'muted' as const }) }) },
    { key: 'about', label: t('prices.about'), second: true, cell: (p) => (p.stale ? `${about(p)} · ${t('prices.stale')}` : about(p)), look: (p) => ({ title: [about(p), p.why].filter(Boolean).join('\n'), ...ageLook(p, view) }) },
  ];
} // prettier-ignore

/** Ageing is told in time: from two weeks on people look again, after a month it does not count. */
const ageLook = ({ ageDays, stale }: RivalPrice, { ageing }: PricesView): { tone?: 'warn'; icon?: 'warn' | 'waiting' } =>
  stale ? { tone: 'warn', icon: 'warn' } : ageDays > ageing ? { tone: 'warn', icon: 'waiting' } : {};

/** "много", "нет"; nothing where nobody looked, or too long ago. */
export function stockText(line: PriceLine, competitor: string, { t }: Pick<Sidebook, 't'>): string {
  const stock = line.stock.filter((one) => one.competitor === competitor && !one.stale)[0];
  return stock && stock.word !== 'unknown' ? t(`prices.stock.${stock.word}`) : '';
}
