/** The dialog of imports and the chart are read when they are asked for: whoever looks at prices does not wait for them. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure, FailureNotice, Skeleton } from '../runtime/index.ts';
import type { HistoryProps } from './history.tsx';
import type { ImportProps } from './import.tsx';

export type { ImportStart } from './import.tsx';

function useLater<M>(load: () => Promise<M>): { readonly made: M | null; readonly failed: boolean; readonly again: () => void } {
  const [made, setMade] = useState<M | null>(null);
  const [failed, setFailed] = useState(false);
  const again = (): void => {
    setFailed(false);
    load().then(
      (module) => setMade(module),
      () => setFailed(true),
    );
  };
  useEffect(again, []);
  return { made, failed, again };
}

function Waiting({ failed, again }: { readonly failed: boolean; readonly again: () => void }) {
  if (failed) return <FailureNotice failure={new Failure('network')} onRetry={again} />;
  return (
    <div aria-busy="true">
      <Skeleton rows={4} />
    </div>
  );
}

export function ImportLater(props: ImportProps) {
  const later = useLater<{ readonly Import: ComponentType<ImportProps> }>(() => import('./import.tsx'));
  return later.made ? <later.made.Import {...props} /> : <Waiting {...later} />;
}

export function HistoryLater(props: HistoryProps) {
  const later = useLater<{ readonly History: ComponentType<HistoryProps> }>(() => import('./history.tsx'));
  return later.made ? <later.made.History {...props} /> : <Waiting {...later} />;
}
