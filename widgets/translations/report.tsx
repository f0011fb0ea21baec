/** What came of it: texts that arrived and those that did not, or a file to save. */
import { useEffect } from 'preact/hooks';
import type { LabelsFile, LabelsJob, LabelsReport } from '../../connector/server/contract/translations.ts';
import { Button, Details, FailureNotice, Status, useResource, useSidebook } from '../runtime/index.ts';
import { shownText } from './changes.tsx';
import { saveBase64 } from './file.ts';

interface OverProps {
  readonly job: LabelsJob;
  readonly onLeave: () => void;
}

export function Report({ job: { report, does }, onLeave }: OverProps) {
  const { t, format, announce } = useSidebook();
  const said = report ? t('translations.applied', { arrived: format.number(report.arrived), of: format.number(report.of) }) : '';
  useEffect(() => announce(said), [said]);
  if (!report) return null;
  const isWhole = report.arrived === report.of && report.left.length === 0;
  return (
    <div class="sb-stack">
      <p><Status tone={isWhole ? 'ok' : 'warn'} icon={isWhole ? 'ok' : 'warn'}>{does === 'undo' && isWhole ? t('translations.undone') : said}</Status></p>
      <Texts title={t('translations.missing')} of={report.missing} />
      <Texts title={t('translations.left')} of={report.left} />
      <Texts title={t('translations.moved')} of={report.moved} />
      {report.remarks.length > 0 && <Details label={t('translations.remarks')} open><ul class="sb-list">{report.remarks.map((text, i) => <li key={i}>{text}</li>)}</ul></Details>}
      <div class="sb-actions"><Button kind="primary" onClick={onLeave}>{t('translations.done')}</Button></div>
    </div>
  ); // prettier-ignore
}

function Texts({ title, of }: { readonly title: string; readonly of: LabelsReport['missing'] }) {
  const { t } = useSidebook();
  if (of.length === 0) return null;
  return (
    <Details label={`${title}: ${String(of.length)}`} open>
      <ul class="sb-list">
        {of.map(({ label, lcid, before, after }, i) => <li key={i}><b>{label}</b> {lcid}: {shownText(t, before)} → {shownText(t, after)}</li>)}
      </ul>
    </Details>
  ); // prettier-ignore
}

/** Fetched with the token in a header, then offered: a download by the browser itself would need it in an address. */
export function Saved({ job, onLeave }: OverProps) {
  const { t, format } = useSidebook();
  const file = useResource<LabelsFile>(`translations/jobs/${job.id}/file`);
  const { data } = file;
  return (
    <div class="sb-stack">
      {file.failure && <FailureNotice failure={file.failure} onRetry={file.reload} />}
      <p role="status">{t('translations.saved', { n: format.number(job.labels || 0) })}</p>
      <div class="sb-actions">
        <Button kind="primary" busy={data === null} onClick={() => data && saveBase64(data.name, data.base64)}>{t('translations.save', { name: job.file || '' })}</Button>
        <Button onClick={onLeave}>{t('translations.done')}</Button>
      </div>
    </div>
  ); // prettier-ignore
}
