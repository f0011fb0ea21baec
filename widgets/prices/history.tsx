/** How the rivals' prices of one item moved: a step chart, because a price holds until another is seen, and the same as a table. */
import { useState } from 'preact/hooks';
import type { PriceHistory, PriceLine, PricesView } from '../../connector/server/contract/prices.ts';
import { Button, States, useResource, useSidebook } from '../runtime/index.ts';
import { Select, useId } from '../runtime/parts.ts';
import { stepsOf } from './steps.ts';
import { nameOf } from './words.ts';

export interface HistoryProps {
  readonly view: PricesView;
  readonly entity: string;
  readonly line: PriceLine;
  readonly item: string;
}

export function History({ view, entity, line, item }: HistoryProps) {
  const { t } = useSidebook();
  const rivals = [...new Set(line.prices.map((p) => p.competitor))];
  const [rival, setRival] = useState(rivals[0] ?? '');
  const [asTable, setTable] = useState(false);
  const { unit, currency, vat } = line.in;
  const ask = { entity, item, competitor: rival, unit, currency, vat };
  const path = `prices/history?${Object.keys(ask)
    .map((key) => `${key}=${encodeURIComponent(ask[key as keyof typeof ask])}`)
    .join('&')}`;
  const of = useResource<PriceHistory>(path);
  return (
    <section class="sb-stack" aria-label={t('prices.history')}>
      <div class="sb-rv-row">
        <div class="sb-rv-wide"><Select label={t('prices.rival')} value={rival} onChange={setRival} options={rivals.map((id) => ({ value: id, label: nameOf(view, id) }))} /></div>
        <div class="sb-rv-send"><Button pressed={asTable} onClick={() => setTable(!asTable)}>{t('prices.asTable')}</Button></div>
      </div>
      <States of={of} rows={4}>{(data) => (asTable ? <Table data={data} line={line} /> : <Chart data={data} line={line} name={nameOf(view, rival)} />)}</States>
    </section>
  ); // prettier-ignore
}

const WIDTH = 320;
const HEIGHT = 90;

interface ShownProps {
  readonly data: PriceHistory;
  readonly line: PriceLine;
}

function Chart({ data, line, name }: ShownProps & { readonly name: string }) {
  const { t, format } = useSidebook();
  const id = useId('chart');
  const steps = stepsOf(data.rows, WIDTH, HEIGHT);
  if (steps === null) return <p class="sb-note">{t('prices.noHistory')}</p>;
  const money = (value: string): string => format.money(value, line.in.currency);
  const [from, to] = [format.date(steps.from), format.date(steps.to)];
  return (
    <figure class="sb-rv-chart">
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-labelledby={`${id}-t ${id}-d`} preserveAspectRatio="none">
        <title id={`${id}-t`}>{t('prices.chart', { name, goods: line.name })}</title>
        <desc id={`${id}-d`}>{t('prices.chartSays', { from, to, first: money(steps.first), last: money(steps.last), least: money(steps.least), most: money(steps.most) })}</desc>
        <path d={steps.path} fill="none" stroke="currentColor" stroke-width="2" vector-effect="non-scaling-stroke" />
      </svg>
      <figcaption class="sb-rv-pair sb-note">
        <span>{from}</span>
        <span>{money(steps.least)} – {money(steps.most)}</span>
        <span>{to}</span>
      </figcaption>
    </figure>
  ); // prettier-ignore
}

/** Everything that was ever written, also what gave way to a correction. */
function Table({ data, line }: ShownProps) {
  const { t, format } = useSidebook();
  return (
    <>
      <table class="sb-rv-table">
        <thead><tr><th scope="col">{t('prices.seen')}</th><th scope="col">{t('prices.price')}</th><th scope="col">{t('prices.source')}</th></tr></thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.id}>
              <td>{format.at(row.seenAt)}</td>
              <td class="sb-num">{row.value === null ? `${format.money(row.price, row.currency)}/${row.unit}` : format.money(row.value, line.in.currency)}</td>
              <td>{t(`prices.source.${row.source}`)}, {row.by}{row.state !== 'live' && ` · ${gaveWay(row, t)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.next && <p class="sb-note">{t('prices.older')}</p>}
    </>
  ); // prettier-ignore
}

/** "исправлена: опечатка, Петров Б." */
const gaveWay = ({ state, reason, changedBy }: PriceHistory['rows'][number], t: (key: string) => string): string =>
  [t(`prices.state.${state}`), [reason, changedBy].filter(Boolean).join(', ')].filter(Boolean).join(': ');
