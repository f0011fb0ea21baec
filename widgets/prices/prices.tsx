/** The tab of prices: goods on top, the rivals' prices of the one the keys stand on beneath, and a line to write one more. */
import { useState } from 'preact/hooks';
import type { PriceLine, RivalPrice } from '../../connector/server/contract/prices.ts';
import { Button, Empty, FailureNotice, useSidebook } from '../runtime/index.ts';
import { Add } from './add.tsx';
import { Cards } from './cards.tsx';
import { Evidence } from './evidence.tsx';
import type { PartProps } from './part.ts';
import { ChangeLater, HistoryLater } from './later.tsx';
import { Lines } from './lines.tsx';
import { Rivals } from './rivals.tsx';
import { Search } from './search.tsx';
import { nameOf } from './words.ts';

export function Prices(props: PartProps) {
  const { view, find, onImport, onImports } = props;
  const { t } = useSidebook();
  const [at, setAt] = useState<string | null>(null);
  const [rival, setRival] = useState<RivalPrice | null>(null);
  const found = find.found;
  const lines = found ? found.lines : view.lines;
  const line = lines.filter((one) => one.key === at)[0] ?? lines[0];
  const named = found ? { competitors: [...found.competitors, ...view.competitors], cards: [...found.cards, ...view.cards] } : view; // prettier-ignore
  return (
    <div class="sb-stack">
      <Search find={find} />
      {find.failure && <FailureNotice failure={find.failure} onRetry={find.again} />}
      {lines.length === 0 && <Empty title={t('prices.noLines')} text={t('prices.noLinesNext')} />}
      {lines.length > 1 && <Lines lines={lines} more={found ? 0 : view.more} onActive={(one) => setAt(one ? one.key : null)} onSearch={find.open} />}
      {line && (
        <Line key={line.key} {...props} view={{ ...view, ...named }} line={line} alone={lines.length === 1} rival={rival} onRival={setRival} onSearch={find.open} />
      )}
      {!line && <Bring view={view} onImport={onImport} onImports={onImports} />}
    </div>
  ); // prettier-ignore
}

interface LineProps extends PartProps {
  readonly line: PriceLine;
  readonly alone: boolean;
  readonly rival: RivalPrice | null;
  readonly onRival: (rival: RivalPrice | null) => void;
  readonly onSearch: () => void;
}

/** What is done to which price: the one it was opened for, wherever the keys stand meanwhile. */
interface Changing {
  readonly how: 'correct' | 'withdraw';
  readonly price: RivalPrice;
}

function Line(props: LineProps) {
  const { view, entity, drafts, back, line, alone, rival, onRival, reload, onSearch } = props;
  const { t, announce } = useSidebook();
  const [history, setHistory] = useState(false);
  const [changing, setChanging] = useState<Changing | null>(null);
  const active = line.prices.filter((one) => rival !== null && one.id === rival.id)[0] ?? line.prices[0] ?? null;
  const on = (id: string, is: boolean) => ({ method: 'POST' as const, path: `prices/${id}/withdraw`, body: { entity, on: is } });
  const written = (id: string): void => {
    reload();
    back.offer(t('prices.written'), on(id, true));
  };
  const changed = (said: string, withdrawn?: string): void => {
    setChanging(null);
    if (withdrawn === undefined) announce(said);
    else back.offer(said, on(withdrawn, false));
    reload();
  };
  const change = (how: Changing['how']) => (price: RivalPrice) => setChanging({ how, price });
  const { write } = view.may;
  return (
    <section class="sb-stack" aria-label={line.name}>
      <Ours line={line} alone={alone} />
      <Cards view={view} entity={entity} drafts={drafts} back={back} reload={reload} competitor={active && active.competitor} />
      {line.prices.length === 0 ? (
        <p class="sb-note">{t('prices.none')}</p>
      ) : (
        <Rivals view={view} line={line} onActive={onRival} onSearch={onSearch} {...(write ? { onDelete: change('withdraw') } : {})} />
      )}
      {active && <Evidence key={active.id} price={active} entity={entity} />}
      {changing && (
        <ChangeLater key={`${changing.how} ${changing.price.id}`} {...changing} now={line.prices.filter((one) => one.competitor === changing.price.competitor)[0] ?? null} rival={nameOf(view, changing.price.competitor)} entity={entity} drafts={drafts} reload={reload}
          onDone={changed} onClose={() => setChanging(null)} />
      )}
      {write && !changing && <Add kind="prices" view={view} entity={entity} line={line} drafts={drafts} onDone={written} />}
      <div class="sb-actions">
        {line.item !== null && line.prices.length > 0 && <Button expanded={history} onClick={() => setHistory(!history)}>{t('prices.history')}</Button>}
        {write && active && !changing && <Button writes onClick={() => change('correct')(active)}>{t('prices.correct')}</Button>}
        {write && active && !changing && <Button writes onClick={() => change('withdraw')(active)}>{t('prices.withdraw')}</Button>}
      </div>
      <Bring {...props} />
      {history && line.item !== null && <HistoryLater view={view} entity={entity} line={line} item={line.item} />}
    </section>
  ); // prettier-ignore
}

/** Whole lists: what comes in, and what came in. */
function Bring({ view, onImport, onImports }: Pick<PartProps, 'view' | 'onImport' | 'onImports'>) {
  const { t } = useSidebook();
  return (
    <div class="sb-actions">
      {view.may.write && (
        <Button writes onClick={() => onImport({ kind: 'prices', text: null })}>
          {t('prices.import')}
        </Button>
      )}
      <Button onClick={onImports}>{t('prices.imports')}</Button>
    </div>
  );
}

/** Of a line alone, ours beside the least and the middle of theirs; of several the table says that. And per what, and where ours comes from. */
function Ours({ line, alone }: { readonly line: PriceLine; readonly alone: boolean }) {
  const { t, format } = useSidebook();
  const { ours, least, middle, in: into } = line;
  const money = (value: string): string => format.money(value, into.currency);
  const known = ours && ours.value !== null;
  const theirs = [
    alone && least !== null && t('prices.least', { price: money(least) }),
    middle !== null && line.counted > 1 && t('prices.middle', { price: money(middle) }),
  ];
  const per = t(into.vat === 'in' ? 'prices.perIn' : 'prices.perOut', { unit: into.unit });
  return (
    <div>
      {alone && <h2>{line.name}</h2>}
      {alone && known && <p title={ours.how.join('\n')}><b>{t('prices.ours', { price: money(ours.value ?? '') })}</b></p>}
      <p class="sb-note">{[...theirs, per, ...(known ? [ours.from] : [t('prices.oursUnknown'), line.oursWhy])].filter(Boolean).join(' · ')}</p>
    </div>
  ); // prettier-ignore
}
