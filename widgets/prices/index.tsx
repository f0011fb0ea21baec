/** "Дороже ли мы, насколько, чем ответить?" - answered beside the invoice, on the first screen. What it shows never leaves. */
import { useRef, useState } from 'preact/hooks';
import type { PricesAnswer, PricesView } from '../../connector/server/contract/prices.ts';
import { defineWidget, Empty, Icon, States, useResource, useSidebook } from '../runtime/index.ts';
import { Stamp } from '../runtime/parts.ts';
import { type Drafts, noDrafts } from './drafts.ts';
import { useFind } from './find.ts';
import { ImportLater, ImportsLater, OffersLater, StockLater } from './later.tsx';
import type { ImportLeft, ImportStart, PartProps } from './part.ts';
import { pastedRows } from './paste.ts';
import css from './prices.css';
import { Prices } from './prices.tsx';
import { SearchButton } from './search.tsx';
import { type Tab, Tabs } from './tabs.tsx';
import { NotTakenBack, useWayBack } from './way-back.tsx';

function Panel() {
  const { entity, t } = useSidebook();
  const view = useResource<PricesAnswer>(entity === null ? null : `prices?entity=${encodeURIComponent(entity)}`);
  return (
    <>
      <p class="sb-rv-lock sb-note">
        <Icon name="lock" />
        <span>{t('runtime.lock')}</span>
      </p>
      {entity === null ? (
        <Empty title={t('prices.noRecord')} text={t('prices.noRecordNext')} />
      ) : (
        <States of={view} rows={9}>
          {(data) => <Shown key={entity} view={data} entity={entity} reload={view.reload} />}
        </States>
      )}
    </>
  );
}

const PARTS = { prices: Prices, offers: OffersLater, stock: StockLater } as const;

function Shown(props: Pick<PartProps, 'view' | 'entity' | 'reload'>) {
  const { view, entity, reload } = props;
  const { t, offerUndo } = useSidebook();
  const [tab, setTab] = useState<Tab>('prices');
  const find = useFind(entity);
  const drafts = useRef<Drafts>(noDrafts());
  const [start, setStart] = useState<ImportStart | null>(null);
  const [listed, setListed] = useState(false);
  const again = (): void => {
    reload();
    if (find.found) find.again();
  };
  const back = useWayBack(again);
  const Part = PARTS[tab];
  const close = (left: ImportLeft | null): void => {
    setStart(null);
    if (start && left) offerUndo(t('prices.importClosed'), () => setStart({ ...start, left }));
  };
  const paste = (event: ClipboardEvent): void => {
    const text = view.may.write && start === null && event.clipboardData ? pastedRows(event.clipboardData) : null;
    if (text === null) return;
    event.preventDefault();
    setStart({ kind: tab === 'offers' ? 'offer' : 'prices', text });
  };
  return (
    <div class="sb-rv" onPaste={paste}>
      <Stamp lines={view.stamp} />
      <div class="sb-rv-top">
        <Tabs tab={tab} counts={countsOf(view)} onTab={setTab} />
        {tab === 'prices' && <SearchButton find={find} />}
      </div>
      <NotTakenBack back={back} />
      <div role="tabpanel" id={`sb-rv-${tab}`} aria-labelledby={`sb-rv-tab-${tab}`}>
        <Part
          {...props}
          reload={again}
          find={find}
          drafts={drafts.current}
          back={back}
          onImport={setStart}
          onImports={() => setListed(true)}
        />
      </div>
      {start && <ImportLater start={start} view={view} entity={entity} back={back} onClose={close} onDone={again} />}
      {listed && <ImportsLater entity={entity} onClose={() => setListed(false)} onDone={again} />}
    </div>
  );
}

const countsOf = ({ lines, offers }: PricesView): Readonly<Record<Tab, number>> => ({
  prices: lines.reduce((sum, line) => sum + line.prices.length, 0),
  offers: offers.length,
  stock: lines.reduce((sum, line) => sum + line.stock.length, 0),
});

export default defineWidget({ name: 'prices', View: Panel, css, private: true });
