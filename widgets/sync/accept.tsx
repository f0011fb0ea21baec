/** A run that the guard stopped goes on only after a person said so: it cannot be taken back. */
import { useState } from 'preact/hooks';
import type { Done, HostStatus } from '../../connector/server/contract/sync.ts';
import { Button, FailureNotice, useAction, useSidebook } from '../runtime/index.ts';
import { Dialog } from '../runtime/parts.ts';
import type { Summary } from './summary.ts';
import { TotalsTable } from './totals.tsx';

interface AcceptProps {
  readonly summary: Summary;
  readonly host: HostStatus;
  readonly titles: readonly HostStatus[];
  readonly onAccepted: () => void;
}
export function Accept({ summary, host, titles, onAccepted }: AcceptProps) {
  const { t, announce } = useSidebook();
  const [asked, setAsked] = useState(false);
  const accept = useAction<Done>();
  const run = async (): Promise<void> => {
    const done = await accept.run({ method: 'POST', path: `plans/${encodeURIComponent(summary.id)}/accept` });
    if (!done) return;
    setAsked(false);
    announce(done.text);
    onAccepted();
  };
  return (
    <>
      <Button writes kind="primary" onClick={() => setAsked(true)}>{t('sync.accept')}</Button>
      {asked && (
        <Dialog title={t('sync.acceptTitle', { host: host.title })} onClose={() => setAsked(false)}
          actions={
            <>
              <Button writes busy={accept.busy} onClick={() => void run()}>{t('sync.accept')}</Button>
              <Button kind="primary" onClick={() => setAsked(false)}>{t('runtime.cancel')}</Button>
            </>
          }>
          {accept.failure && <FailureNotice failure={accept.failure} onRetry={() => void run()} />}
          {summary.refused !== null && <p>{summary.refused.text}</p>}
          <TotalsTable totals={summary.totals.filter((total) => total.host === host.id)} titles={titles} />
          <p><b>{t('sync.forGood')}</b></p>
        </Dialog>
      )}
    </>
  ); // prettier-ignore
}
