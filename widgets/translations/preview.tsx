/** What a file would do: what is wrong in which cell, what to take, every change; nothing has happened yet. */
import { useState } from 'preact/hooks';
import type { LabelsJob, LabelsPreview } from '../../connector/server/contract/translations.ts';
import { Button, Details, FailureNotice, Notice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { Tick } from './begin.tsx';
import { Changes } from './changes.tsx';
import { Differ, type Prefer } from './differ.tsx';

interface PreviewProps {
  readonly job: LabelsJob;
  readonly title: string;
  readonly onBegun: (job: LabelsJob) => void;
  readonly onLeave: () => void;
}

/** Left out unless somebody unticks it: most likely nobody touched those cells. */
const TAKES_BACK = 'takes-back';

/** What the API takes: TakeRequest. */
interface Chosen {
  readonly languages: readonly number[];
  readonly without: readonly string[];
  readonly except: readonly number[];
  readonly prefer: Prefer;
}

export function Preview({ job, title, onBegun, onLeave }: PreviewProps) {
  const { preview } = job;
  const { t, format } = useSidebook();
  const taken = useAction<LabelsJob>();
  const [chosen, setChosen] = useState<Chosen>({
    languages: preview ? preview.languages.map(({ lcid }) => lcid) : [],
    without: preview?.warned.some(({ kind }) => kind === TAKES_BACK) ? [TAKES_BACK] : [],
    except: [],
    prefer: null,
  });
  useDirty(preview !== null && preview.changes > 0);
  if (!preview) return null;
  const take = async (): Promise<void> => {
    const begun = await taken.run({ method: 'POST', path: `translations/jobs/${job.id}/take`, body: chosen });
    if (begun) onBegun(begun);
  };
  const isReady = !preview.stopped && preview.changes > 0;
  const count = counted(preview, chosen);
  const apply = count === null ? t('translations.applyChosen') : t('translations.apply', { n: format.number(count) });
  return (
    <div class="sb-stack">
      <p role="status">{t('translations.read', { n: format.number(preview.rows) })}</p>
      {preview.stopped && <Notice icon="error" tone="danger" title={t('translations.stopped')} />}
      {!preview.stopped && preview.changes === 0 && <Notice icon="ok" tone="muted" title={t('translations.nothing')} />}
      <Findings preview={preview} />
      {isReady && <What preview={preview} chosen={chosen} onChosen={setChosen} />}
      {isReady && <Changes job={job} total={preview.changes} prefer={chosen.prefer} without={chosen.without} except={chosen.except} onExcept={(except) => setChosen({ ...chosen, except })} />}
      {isReady && job.target !== 'Sidebook' && <p class="sb-note">{t('translations.publishNote', { title })}</p>}
      {taken.failure && <FailureNotice failure={taken.failure} onRetry={() => void take()} />}
      <div class="sb-actions">
        {isReady && <Button writes kind="primary" busy={taken.busy} disabled={chosen.languages.length === 0 || count === 0} onClick={() => void take()}>{apply}</Button>}
        <Button onClick={onLeave}>{t('runtime.cancel')}</Button>
      </div>
    </div>
  ); // prettier-ignore
}

/** Null: changes are left out one by one or by their warnings, and how many that are in these languages the report says. */
function counted(
  { changes, languages, differAll, warned }: LabelsPreview,
  { languages: some, without, except, prefer }: Chosen,
): number | null {
  const undecided = prefer === null ? differAll : 0; // they come first
  if (undecided + except.filter((n) => n >= undecided).length >= changes) return 0;
  if (differAll === 0 && warned.some(({ kind, count }) => count >= changes && without.indexOf(kind) >= 0)) return 0;
  if (without.length > 0 || except.length > 0 || (differAll > 0 && prefer === null)) return null;
  return languages.filter(({ lcid }) => some.indexOf(lcid) >= 0).reduce((sum, l) => sum + l.added + l.changed + l.cleared, 0);
}

interface WhatProps {
  readonly preview: LabelsPreview;
  readonly chosen: Chosen;
  readonly onChosen: (chosen: Chosen) => void;
}
function What({ preview, chosen, onChosen }: WhatProps) {
  const { t, format } = useSidebook();
  const n = format.number;
  return (
    <fieldset class="sb-tr-what">
      <legend>{t('translations.languages')}</legend>
      {preview.languages.map(({ lcid, name, added, changed, cleared, unchanged, emptied, skipped }) => (
        <div key={lcid}>
          <Tick checked={chosen.languages.indexOf(lcid) >= 0} onChange={(on) => onChosen({ ...chosen, languages: toggled(chosen.languages, lcid, on) })}
            label={t('translations.language', { name, added: n(added), changed: n(changed), cleared: n(cleared), unchanged: n(unchanged) })} />
          {emptied > 0 && <span class="sb-note"> {t('translations.kept', { n: n(emptied) })}</span>}
          {skipped > 0 && <span class="sb-note"> {t('translations.skipped', { n: n(skipped) })}</span>}
        </div>
      ))}
      {preview.differAll > 0 && <Differ preview={preview} prefer={chosen.prefer} onPrefer={(prefer) => onChosen({ ...chosen, prefer })} />}
      {preview.warned.map(({ kind, count }) => (
        <Tick key={kind} checked={chosen.without.indexOf(kind) >= 0} onChange={(on) => onChosen({ ...chosen, without: toggled(chosen.without, kind, on) })}
          label={t(`translations.without.${kind}`, { n: n(count) })} />
      ))}
    </fieldset>
  ); // prettier-ignore
}

const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] =>
  on ? [...list, one] : list.filter((other) => other !== one);

/** By cell, as Excel shows it; each with what to do. */
function Findings({ preview: { findings, findingsAll, stopped } }: { readonly preview: LabelsPreview }) {
  const { t } = useSidebook();
  if (findings.length === 0) return null;
  return (
    <Details label={t('translations.findings', { n: findingsAll })} open={stopped}>
      <ul class="sb-list">
        {findings.map(({ severity, place, what, next }, i) => (
          <li key={i} class="sb-tr-found">
            <b>{place}</b> <span class="sb-note">{t(`translations.severity.${severity}`)}</span> {what} <span class="sb-note">{next}</span>
          </li>
        ))}
      </ul>
    </Details>
  ); // prettier-ignore
}
