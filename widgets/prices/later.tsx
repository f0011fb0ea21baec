/** Dialogs, forms for what is done seldom, the chart: read when they are asked for. Whoever looks at prices does not wait for them. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure, FailureNotice, Skeleton } from '../runtime/index.ts';
import type { CardEditProps } from './card-edit.tsx';
import type { ChangeProps } from './change.tsx';
import type { HistoryProps } from './history.tsx';
import type { ImportProps } from './import.tsx';
import type { ImportsProps } from './imports.tsx';
import type { PartProps } from './part.ts';

/** `load`: the part, from a script of its own. */
function later<P extends object>(load: () => Promise<ComponentType<P>>) {
  return function Later(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(null);
    const [failed, setFailed] = useState(false);
    const again = (): void => {
      setFailed(false);
      load().then(
        (part) => setPart(() => part),
        () => setFailed(true),
      );
    };
    useEffect(again, []);
    if (Part) return <Part {...props} />;
    return failed ? <FailureNotice failure={new Failure('network')} onRetry={again} /> : <Waiting />;
  };
}

const Waiting = () => (
  <div aria-busy="true">
    <Skeleton rows={4} />
  </div>
);

export const ImportLater = later<ImportProps>(() => import('./import.tsx').then(({ Import }) => Import));
export const OffersLater = later<PartProps>(() => import('./offers.tsx').then(({ Offers }) => Offers));
export const StockLater = later<PartProps>(() => import('./stock.tsx').then(({ Stock }) => Stock));
export const HistoryLater = later<HistoryProps>(() => import('./history.tsx').then(({ History }) => History));
export const ChangeLater = later<ChangeProps>(() => import('./change.tsx').then(({ Change }) => Change));
export const CardEditLater = later<CardEditProps>(() => import('./card-edit.tsx').then(({ CardEdit }) => CardEdit));
export const ImportsLater = later<ImportsProps>(() => import('./imports.tsx').then(({ Imports }) => Imports));
