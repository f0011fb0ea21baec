/** What the next run would do in one base: totals at once, the steps on demand. */
import { useState } from 'preact/hooks';
import type { HostStatus } from '../../connector/server/contract/sync.ts';
import { At, Button, Icon, Status, useSidebook } from '../runtime/index.ts';
import { Accept } from './accept.tsx';
import { CauseNotice } from './causes.tsx';
import { FileButton } from './file.tsx';
import { Make } from './make.tsx';
import { Steps } from './steps.tsx';
import type { Summary } from './summary.ts';
import { TotalsTable } from './totals.tsx';

interface PlanProps {
  readonly host: HostStatus;
  readonly titles: readonly HostStatus[];
  readonly summary: Summary | null;
  readonly may: boolean;
  readonly reload: () => void;
}

export function Plan(props: PlanProps) {
  const { host, summary } = props;
  const { t } = useSidebook();
  const stopped = summary !== null && summary.refused !== null && summary.state === 'proposed';
  // What stopped a run is not hidden behind a click.
  const [open, setOpen] = useState<boolean | null>(null);
  const isOpen = open ?? stopped;
  // What a person did here stays in sight.
  const reload = (): void => {
    setOpen(true);
    props.reload();
  };
  return (
    <section class="sb-sy-plan">
      <h3>
        <button type="button" class="sb-button sb-link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span class={`sb-turn ${isOpen ? 'sb-open' : ''}`}><Icon name="down" /></span>
          <span>{t('sync.plan', { host: host.title })}</span>
        </button>
        {stopped && <Status tone="warn" icon="warn">{t('sync.stopped')}</Status>}
      </h3>
      {isOpen && <Body {...props} reload={reload} />}
    </section>
  ); // prettier-ignore
}

function Body({ host, titles, summary, may, reload }: PlanProps) {
  const { t } = useSidebook();
  const [all, setAll] = useState(false);
  if (summary === null) {
    return (
      <>
        <p class="sb-note">{t('sync.noPlan')}</p>
        <div class="sb-actions">{may && <Make host={host} summary={null} onMade={reload} />}</div>
      </>
    );
  }
  return (
    <div class="sb-stack">
      <p class="sb-note">
        {t('sync.madeAt')} <At at={summary.madeAt} /> · {t(`sync.plan.${summary.state}`, { who: summary.acceptedBy ?? '' })}
      </p>
      {summary.refused !== null && summary.state === 'proposed' && <CauseNotice cause={summary.refused} />}
      {summary.totals.length === 0 ? <p>{t('sync.nothingToDo')}</p> : <TotalsTable totals={summary.totals} titles={titles} />}
      {summary.stepCount > 0 && <Steps summary={summary} all={all} titles={titles} />}
      <div class="sb-actions">
        {summary.mayAccept && <Accept summary={summary} host={host} titles={titles} onAccepted={reload} />}
        {!all && summary.stepCount > LARGEST && <Button onClick={() => setAll(true)}>{t('sync.all', { n: summary.stepCount })}</Button>}
        <FileButton id={summary.id} />
        {may && <Make host={host} summary={summary} onMade={reload} />}
      </div>
    </div>
  ); // prettier-ignore
}

/** What the server gives unless all are asked for. */
const LARGEST = 10;
