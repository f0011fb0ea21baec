/** Every change by its cell, loaded as one scrolls; a single one can be left out, by the keys or the button. */
import { useEffect, useState } from 'preact/hooks';
import type { ChangesPage, LabelChange, LabelsJob } from '../../connector/server/contract/translations.ts';
import { asFailure, Button, type Failure, FailureNotice, useSidebook } from '../runtime/index.ts';
import { type Column, Grid } from '../runtime/parts.ts';

interface ChangesProps {
  readonly job: LabelsJob;
  readonly total: number;
  readonly except: readonly number[];
  /** Kinds of warnings whose changes stay out. */
  readonly without: readonly string[];
  /** Whose text holds where two copies differ; null: neither. */
  readonly prefer: 'first' | 'second' | null;
  readonly onExcept: (except: readonly number[]) => void;
}

export function Changes({ job, total, except, without, prefer, onExcept }: ChangesProps) {
  const { t, api } = useSidebook();
  const [rows, setRows] = useState<readonly LabelChange[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [active, setActive] = useState<LabelChange | null>(null);
  const more = (): void => {
    if (rows.length >= total) return;
    setFailure(null);
    api.get<ChangesPage>(`translations/jobs/${job.id}/changes?from=${String(rows.length)}`).then(
      ({ changes }) => setRows((had) => (changes[0] && changes[0].n === had.length ? [...had, ...changes] : had)),
      (thrown: unknown) => setFailure(asFailure(thrown)),
    );
  };
  useEffect(more, [job.id]);
  const isExcept = ({ n }: LabelChange): boolean => except.indexOf(n) >= 0;
  /** Of the text that would be taken. */
  const warned = ({ warned: one, other }: LabelChange): string[] => [...(prefer === 'second' && other ? [] : one), ...(prefer === 'first' || !other ? [] : other.warned)];
  const isWithout = (row: LabelChange): boolean => warned(row).some((kind) => without.indexOf(kind) >= 0);
  const isLeft = (row: LabelChange): boolean => isExcept(row) || isWithout(row) || (row.other !== null && prefer === null);
  const toggle = (row: LabelChange): void => onExcept(isExcept(row) ? except.filter((n) => n !== row.n) : [...except, row.n]);
  const text = (one: string | null): string => shownText(t, one);
  const then = ({ after, other }: LabelChange): string =>
    !other || prefer === 'first' ? text(after) : prefer === 'second' ? text(other.after) : `${text(after)} | ${text(other.after)}`;
  const columns: Column<LabelChange>[] = [
    { key: 'take', label: t('translations.take'), cell: (row) => t(isLeft(row) ? 'translations.notTaken' : 'translations.taken'), look: (row) => (isLeft(row) ? { tone: 'muted', icon: 'none' } : { tone: 'ok', icon: 'ok' }), width: '7.5em' },
    { key: 'base', label: t('translations.base'), cell: ({ base }) => base, look: ({ base }) => ({ title: base }) },
    { key: 'after', label: t('translations.after'), cell: (row) => then(row), look: (row) => ({ title: then(row), ...(warned(row).length > 0 ? { tone: 'warn' as const, icon: 'warn' as const } : {}) }) },
    { key: 'before', label: t('translations.before'), cell: ({ before }) => text(before), look: ({ before }) => ({ title: text(before) }), second: true },
    { key: 'language', label: t('translations.inLanguage'), cell: ({ language }) => language, look: ({ language }) => ({ title: language }), width: '10em', second: true },
    { key: 'place', label: t('translations.place'), cell: ({ place }) => cellFirst(place), look: ({ place }) => ({ title: place }), second: true },
  ];
  return (
    <section class="sb-stack">
      <h3 class="sb-tr-h3">{t('translations.changes')}</h3>
      {failure && <FailureNotice failure={failure} onRetry={more} />}
      <Grid<LabelChange> label={t('translations.changes')} columns={columns} rows={rows} rowKey={({ n }) => String(n)} total={total} tall
        onSelect={toggle} onActive={setActive} onEnd={more} />
      <div class="sb-actions"><Button disabled={active === null} onClick={() => active && toggle(active)}>{t('translations.toggle')}</Button></div>
    </section>
  );
} // prettier-ignore

export const shownText = (t: (key: string) => string, one: string | null): string =>
  one === null ? t('translations.empty') : one;

/** "E3 · Localized Labels": where there is little room, the cell is what one looks for. */
const cellFirst = (place: string): string => place.split('!').reverse().join(' · ');
