/** The goods: what we take, the least of theirs, how far apart. Arrows move from one to the next, and their prices show beneath. */
import type { PriceLine } from '../../connector/server/contract/prices.ts';
import { type Sidebook, useSidebook } from '../runtime/index.ts';
import { type Column, Grid } from '../runtime/parts.ts';
import { signed } from './percent.ts';

interface LinesProps {
  readonly lines: readonly PriceLine[];
  readonly more: number;
  readonly onActive: (line: PriceLine | null) => void;
  readonly onSearch: () => void;
}

export function Lines({ lines, more, onActive, onSearch }: LinesProps) {
  const sidebook = useSidebook();
  const { t, width } = sidebook;
  return (
    <>
      <Grid label={t('prices.lines')} columns={columnsOf(sidebook)} rows={lines} rowKey={(line) => line.key} onActive={onActive} onSearch={onSearch} tall maxHeight={width === 'narrow' ? 132 : 168} />
      {more > 0 && <p class="sb-note">{t('prices.more', { n: more })}</p>}
    </>
  ); // prettier-ignore
}

const columnsOf = (words: Sidebook): readonly Column<PriceLine>[] => {
  const { t, format } = words;
  const money = (value: string | null): string => (value === null ? '—' : format.money(value));
  const figures = ({ ours, least }: PriceLine): string => `${t('prices.ours', { price: money(ours && ours.value) })} · ${t('prices.least', { price: money(least) })}`;
  return [
    { key: 'name', label: t('prices.goods'), cell: ({ name }) => name, look: ({ name }) => ({ title: name }) },
    { key: 'apart', label: t('prices.apart'), width: '5em', align: 'end', cell: ({ difference }) => (difference === null ? '—' : signed(difference, words)), look: ({ difference, oursWhy }) => ({ title: difference === null ? (oursWhy ?? t('prices.none')) : t('prices.apartHow'), ...toneOf(difference) }) },
    { key: 'figures', label: t('prices.figures'), second: true, cell: (line) => figures(line), look: (line) => ({ title: figures(line) }) },
  ];
}; // prettier-ignore

/** Dearer than the least of theirs is worth a look, whatever the words say. */
export const toneOf = (difference: string | null): { tone?: 'warn' | 'ok' } =>
  difference === null ? {} : { tone: difference.charAt(0) === '-' ? 'ok' : /^[0.]+$/.test(difference) ? 'ok' : 'warn' };
