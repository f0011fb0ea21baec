/** What is going on, how far it is, and how to stop it while nothing is written. */
import { useEffect } from 'preact/hooks';
import type { LabelsJob } from '../../connector/server/contract/translations.ts';
import { Button, FailureNotice, useResource, useSidebook } from '../runtime/index.ts';

const LOOK_MS = 1_000;

interface RunningProps {
  readonly job: LabelsJob;
  readonly title: string;
  readonly onNow: (job: LabelsJob) => void;
  readonly onStop: () => void;
}

export function Running({ job, onNow, onStop }: RunningProps) {
  const { t, format } = useSidebook();
  const now = useResource<LabelsJob>(`translations/jobs/${job.id}`);
  const { reload } = now;
  useEffect(() => {
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [job.id]);
  useEffect(() => {
    if (now.data && now.data.state !== 'running') onNow(now.data);
  }, [now.data]);
  const { step, share, does } = now.data || job;
  const mayStop = does === 'look' || does === 'export';
  const percent = share === null ? {} : { value: share };
  return (
    <div class="sb-stack">
      {now.failure && <FailureNotice failure={now.failure} onRetry={reload} />}
      <p role="status">{t(`translations.step.${step}`)}{share === null ? '' : ` ${format.number(Math.round(share * 100))} %`}</p>
      <progress max={1} aria-label={t(`translations.step.${step}`)} {...percent} />
      {mayStop && <div class="sb-actions"><Button onClick={onStop}>{t('translations.stop')}</Button></div>}
    </div>
  ); // prettier-ignore
}
