/** A plan made now. The base may be busy, or large: then the plan comes a little later, and is looked for until it is there. */
import { useEffect, useState } from 'preact/hooks';
import type { Done, HostStatus, PlanView } from '../../connector/server/contract/sync.ts';
import { Button, FailureNotice, Status, useAction, useSidebook } from '../runtime/index.ts';
import type { Summary } from './summary.ts';

interface MakeProps {
  readonly host: HostStatus;
  readonly summary: Summary | null;
  readonly onMade: () => void;
}
const LOOK_MS = 5_000;
/** Nothing after that long: it does not come any more. */
const LONGEST_MS = 10 * 60_000;

export function Make({ host, summary, onMade }: MakeProps) {
  const { t, announce } = useSidebook();
  const make = useAction<PlanView | Done>();
  const [said, setSaid] = useState('');
  const [longer, setLonger] = useState(false);
  const [lost, setLost] = useState(false);
  const late = make.failure !== null && make.failure.kind === 'timeout';
  const busy = make.busy || longer;
  useEffect(() => {
    setLonger(false);
    setLost(false);
  }, [summary && summary.id]);
  useEffect(() => {
    if (late) setLonger(true);
  }, [late]);
  useEffect(() => {
    if (!longer) return undefined;
    const timer = setInterval(onMade, LOOK_MS);
    const end = setTimeout(() => {
      setLonger(false);
      setLost(true);
    }, LONGEST_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [longer]);
  const run = async (): Promise<void> => {
    setSaid('');
    setLost(false);
    const made = await make.run({ method: 'POST', path: 'plans', body: { host: host.id } });
    if (!made) return;
    const text = 'ok' in made ? made.text : t('sync.made');
    setSaid(text);
    announce(text);
    onMade();
  };
  return (
    <>
      <Button writes busy={busy} onClick={() => void run()}>{t(busy ? 'sync.making' : summary === null ? 'sync.make' : 'sync.makeAgain')}</Button>
      {busy && <span class="sb-note" role="status">{t(longer ? 'sync.makingLonger' : 'sync.makingNote')}</span>}
      {!busy && said !== '' && <Status tone="ok" icon="ok">{said}</Status>}
      {make.failure && (!late || lost) && <FailureNotice failure={make.failure} onRetry={() => void run()} />}
    </>
  ); // prettier-ignore
}
