/** Texts two copies changed differently, and whose of them hold. */
import type { LabelsPreview } from '../../connector/server/contract/translations.ts';
import { useSidebook } from '../runtime/index.ts';
import { Select } from '../runtime/parts.ts';
import { shownText } from './changes.tsx';

export type Prefer = 'first' | 'second' | null;

interface DifferProps {
  readonly preview: LabelsPreview;
  readonly prefer: Prefer;
  readonly onPrefer: (prefer: Prefer) => void;
}
/** Nothing is guessed where both copies changed a text: it stays, until somebody says whose holds. */
export function Differ({ preview: { differ, differAll, copies }, prefer, onPrefer }: DifferProps) {
  const { t, format } = useSidebook();
  const as = (value: string, file = '') => ({ value, label: t('translations.differ.as', { file }) });
  const options = [{ value: '', label: t('translations.differ.leave') }, as('first', copies[0]), as('second', copies[1])];
  const choose = (value: string): void => onPrefer(value === 'first' || value === 'second' ? value : null);
  return (
    <div class="sb-tr-differ">
      <Select label={t('translations.differ', { n: format.number(differAll) })} value={prefer || ''} onChange={choose} options={options} />
      <ul class="sb-list">
        {differ.map(({ n, base, after, other, language }) => (
          <li key={n} class="sb-tr-found">{base} <span class="sb-note">{language}</span>: <b>{shownText(t, after)}</b> | <b>{shownText(t, other && other.after)}</b></li>
        ))}
      </ul>
    </div>
  ); // prettier-ignore
}
