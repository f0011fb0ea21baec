/** Whose labels, how complete they are, out with them, and the place a translated file is dropped on. */
import { useState } from 'preact/hooks';
import type { ExportRequest, LabelsJob, LabelsView, LookRequest } from '../../connector/server/contract/translations.ts';
import { Button, FailureNotice, useAction, useSidebook } from '../runtime/index.ts';
import { Select } from '../runtime/parts.ts';
import { type Chosen, Drop } from './drop.tsx';

type Target = LabelsView['targets'][number];

interface BeginProps {
  readonly view: LabelsView;
  readonly target: Target;
  readonly onTarget: (id: string) => void;
  readonly onBegun: (job: LabelsJob) => void;
}

export function Begin({ view, target, onTarget, onBegun }: BeginProps) {
  const { t, format } = useSidebook();
  const begun = useAction<LabelsJob>();
  const [clear, setClear] = useState(false);
  const [stale, setStale] = useState(false);
  const run = async (path: string, body: unknown): Promise<void> => {
    const job = await begun.run({ method: 'POST', path: `translations/${path}`, body });
    if (job) onBegun(job);
  };
  const look = ([first, second]: readonly Chosen[]): void => {
    if (!first) return;
    const asked: LookRequest = { target: target.id, ...first, second: second || null, clear, stale };
    void run('preview', asked);
  };
  const again = (): void => void begun.again().then((job) => job && onBegun(job));
  const { last } = target;
  return (
    <>
      {view.targets.length > 1 && (
        <Select label={t('translations.whose')} value={target.id} onChange={onTarget} options={view.targets.map(({ id, title }) => ({ value: id, label: title }))} />
      )}
      {begun.failure && <FailureNotice failure={begun.failure} onRetry={again} />}
      <Complete target={target} />
      <Out target={target} busy={begun.busy} onExport={(asked) => void run('export', asked)} />
      <Drop busy={begun.busy} onFiles={look} />
      <Tick checked={stale} onChange={setStale} label={t('translations.stale')} />
      <Tick checked={clear} onChange={setClear} label={t('translations.clear')} />
      {last && (
        <div class="sb-tr-last">
          <span class="sb-note">{t('translations.last', { file: last.from, by: last.by, n: format.number(last.changes) })}, {format.exact(last.at)}</span>
          <Button writes busy={begun.busy} onClick={() => void run('undo', { target: target.id, last: last.at })}>{t('translations.undo')}</Button>
        </div>
      )}
    </>
  ); // prettier-ignore
}

interface OutProps {
  readonly target: Target;
  readonly busy: boolean;
  readonly onExport: (asked: ExportRequest) => void;
}

/** The file for Excel: as Dynamics has it or with a column that says what each label is, and with one more language of Sidebook's own. */
function Out({ target, busy, onExport }: OutProps) {
  const { t } = useSidebook();
  const [format, setFormat] = useState<'zip' | 'xlsx'>('zip');
  const [language, setLanguage] = useState('');
  const [fill, setFill] = useState('');
  const [missing, setMissing] = useState(false);
  const formats = [{ value: 'zip', label: t('translations.asDynamics') }, { value: 'xlsx', label: t('translations.asExcel') }];
  const more = [{ value: '', label: t('translations.noLanguage') }, ...target.more.map(({ lcid, name }) => ({ value: String(lcid), label: name }))];
  const fills = ['', 'known', ...(target.id === 'Sidebook' ? ['pseudo'] : [])].map((value) => ({ value, label: t(`translations.fill.${value || 'none'}`) }));
  const asked = (): ExportRequest => ({
    target: target.id, format, language: target.more.length === 0 || language === '' ? null : Number(language), missing,
    fill: fill === 'known' ? 'known' : fill === 'pseudo' && target.id === 'Sidebook' ? 'pseudo' : null,
  });
  return (
    <>
      <Select label={t('translations.format')} value={format} onChange={(chosen) => setFormat(chosen === 'xlsx' ? 'xlsx' : 'zip')} options={formats} />
      {target.more.length > 0 && <Select label={t('translations.newLanguage')} value={language} onChange={setLanguage} options={more} />}
      <Select label={t('translations.fill')} value={fill} onChange={setFill} options={fills} />
      <Tick checked={missing} onChange={setMissing} label={t('translations.missingOnly')} />
      <div class="sb-actions">
        <Button busy={busy} onClick={() => onExport(asked())}>{t('translations.export')}</Button>
      </div>
    </>
  );
} // prettier-ignore

interface TickProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
}
export const Tick = ({ checked, onChange, label }: TickProps) => (
  <label class="sb-tr-tick">
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} /> <span>{label}</span>
  </label>
);

/** A bar and the numbers beside it: what is missing is never told by colour alone. */
function Complete({ target: { languages } }: { readonly target: Target }) {
  const { t, format } = useSidebook();
  if (languages === null) return <p class="sb-note">{t('translations.unknown')}</p>;
  return (
    <section>
      <h3 class="sb-tr-h3">{t('translations.completeness')}</h3>
      <ul class="sb-list">
        {languages.map(({ lcid, name, done, missing }) => (
          <li key={lcid} class="sb-tr-language">
            <span>{name}</span>
            <progress max={Math.max(1, done + missing)} value={done} aria-label={name} />
            <span class="sb-num">{t('translations.share', { done: format.number(done), of: format.number(done + missing) })}</span>
          </li>
        ))}
      </ul>
    </section>
  ); // prettier-ignore
}
