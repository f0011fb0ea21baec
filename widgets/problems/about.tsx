/** What is the matter, what to do, what it waits for; code and time only on demand. */
import type { ProblemRow } from '../../connector/server/contract/problems.ts';
import { Button, CopyButton, Details, useSidebook } from '../runtime/index.ts';
import { differing } from './entries.ts';
import { Whole } from './whole.tsx';

interface AboutProps {
  readonly row: ProblemRow;
  readonly onGoTo: (id: number) => void;
}
export function About({ row, onGoTo }: AboutProps) {
  return (
    <div class="sb-pr-about">
      <p>{row.what}</p>
      {row.next !== '' && <p class="sb-note">{row.next}</p>}
      <Waits row={row} onGoTo={onGoTo} />
      <Facts row={row} />
    </div>
  );
}

/** Passes with another answer: the way there. */
function Waits({ row: { waits }, onGoTo }: AboutProps) {
  const { t } = useSidebook();
  if (waits === null) return null;
  const { problem, title } = waits;
  if (problem === null) return <p>{t('problems.waitsFor', { title })}</p>;
  return (
    <p>
      <Button kind="link" icon="waiting" onClick={() => onGoTo(problem)}>{t('problems.waits', { title })}</Button>
    </p>
  ); // prettier-ignore
}

/** Both sides of what is not chosen field by field. */
function Facts({ row }: { readonly row: ProblemRow }) {
  const { t } = useSidebook();
  const facts = differing(row).filter(({ ours, theirs }) => ours !== undefined || theirs !== undefined);
  const side = (name: string, text: string | null | undefined) => text !== undefined && <span class="sb-pr-fact">{name}: {text === null ? t('problems.empty') : <Whole text={text} />}</span>; // prettier-ignore
  if (facts.length === 0) return null;
  return (
    <ul class="sb-pr-facts">
      {facts.map(({ field, label, ours, theirs }) => (
        <li key={field}>
          <span class="sb-tone-muted">{label} — </span>
          {side(row.title, theirs)}
          {side(t('problems.ours'), ours)}
        </li>
      ))}
    </ul>
  );
}

export function More({ row }: { readonly row: ProblemRow }) {
  const { t, format } = useSidebook();
  return (
    <Details>
      <p class="sb-note">
        {t('runtime.code')}: {row.code} · № {row.id}
        <CopyButton text={`${row.code} ${String(row.id)}`} what={t('runtime.copyTrace')} />
        <br />
        {t('problems.since', { at: format.exact(row.since) })}
        {row.tries > 0 && ` · ${t('problems.tries', { n: row.tries })}`}
      </p>
    </Details>
  );
}
