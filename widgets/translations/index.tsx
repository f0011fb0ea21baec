/** "Что переведено, и что изменит этот файл?" - an administrator exports labels, drops the translated file, sees every change, applies, takes back. */
import { useEffect, useState } from 'preact/hooks';
import type { LabelsJob, LabelsView } from '../../connector/server/contract/translations.ts';
import { Button, defineWidget, FailureNotice, Notice, States, useAction, useResource, useSidebook } from '../runtime/index.ts';
import { Begin } from './begin.tsx';
import { Preview } from './preview.tsx';
import { Report, Saved } from './report.tsx';
import { Running } from './running.tsx';
import css from './translations.css';

function Translations() {
  const view = useResource<LabelsView>('translations');
  return (
    <States of={view} rows={7}>
      {(data: LabelsView) => <Shown view={data} reload={view.reload} />}
    </States>
  );
}

/** A job goes on while nobody looks: whoever comes back finds it. */
function Shown({ view, reload }: { readonly view: LabelsView; readonly reload: () => void }) {
  const { t } = useSidebook();
  const [job, setJob] = useState<LabelsJob | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  // What was left does not come back from what was read before.
  const [left, setLeft] = useState<string | null>(null);
  const ended = useAction<unknown>();
  const found = useResource<LabelsJob>(
    job === null && view.job !== null && view.job !== left ? `translations/jobs/${view.job}` : null,
  );
  useEffect(() => {
    if (found.data && job === null) setJob(found.data);
  }, [found.data]);
  const id = chosen !== null ? chosen : job !== null ? job.target : null;
  const target = view.targets.filter((one) => one.id === id)[0] || view.targets[0];
  const title = target ? target.title : '';
  const leave = async (): Promise<void> => {
    if (job && (await ended.run({ method: 'POST', path: `translations/jobs/${job.id}/end` })) === undefined) return;
    if (job) setLeft(job.id);
    setJob(null);
    reload();
  };
  const over = (now: LabelsJob): void => {
    setJob(now);
    if (now.state === 'done') reload();
  };
  const again = <Button onClick={() => void leave()}>{t('translations.done')}</Button>;
  return (
    <div class="sb-stack">
      {ended.failure && <FailureNotice failure={ended.failure} onRetry={() => void leave()} />}
      {job === null && target && <Begin view={view} target={target} onTarget={setChosen} onBegun={setJob} />}
      {job && job.state === 'running' && <Running job={job} title={title} onNow={over} onStop={() => void leave()} />}
      {job && job.failed && <Notice icon="error" tone="danger" urgent title={job.failed.what} text={job.failed.next} actions={again} />}
      {job && job.state === 'done' && job.does === 'look' && <Preview job={job} title={title} onBegun={setJob} onLeave={() => void leave()} />}
      {job && job.state === 'done' && job.report && <Report job={job} onLeave={() => void leave()} />}
      {job && job.state === 'done' && job.file !== null && <Saved job={job} onLeave={() => void leave()} />}
    </div>
  ); // prettier-ignore
}

export default defineWidget({ name: 'translations', View: Translations, css });
