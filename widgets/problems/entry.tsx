/** One entry: what it is about in two lines; open, both sides and the answers. */
import type { ProblemRow } from '../../connector/server/contract/problems.ts';
import { Ago, FailureNotice, Icon, Notice, Status, useSidebook, useT } from '../runtime/index.ts';
import { About, More } from './about.tsx';
import { AnswerButtons } from './answers.tsx';
import { ConflictForm } from './conflict.tsx';
import { isChoice } from './entries.ts';
import type { EntryProps } from './entry-props.ts';
import type { Answers } from './use-answers.ts';

export function EntryItem(props: EntryProps) {
  const { entry, isOpen, isStop, onToggle } = props;
  return (
    <li class={`sb-entry ${isOpen ? 'sb-pr-open' : ''}`}>
      <button type="button" class="sb-entry-head" tabIndex={isStop ? 0 : -1} aria-expanded={isOpen} onClick={onToggle}>
        <span class={`sb-turn ${isOpen ? 'sb-open' : ''}`}><Icon name="down" /></span>
        <Summary {...props} />
      </button>
      {isOpen && <Body {...props} />}
      {!isOpen && entry.rows.map(({ id }) => <Mark key={id} id={id} answers={props.answers} />)}
    </li>
  ); // prettier-ignore
}

function Summary({ entry: { rows } }: EntryProps) {
  const [row] = rows;
  const kinds = rows.map(({ kindLabel }) => kindLabel).filter((label, i, all) => all.indexOf(label) === i).join(', '); // prettier-ignore
  const more = rows.length > 1 ? ` (${String(rows.length)})` : '';
  return (
    <span class="sb-entry-sum">
      <b>{row.subject}{more}</b>
      <span class="sb-note">
        {kinds} · {row.title} · <Ago at={row.since} />
        <Due row={row} />
      </span>
    </span>
  ); // prettier-ignore
}

/** Whose it is and until when; late ones in colour and in words. */
function Due({ row: { assignee, due } }: { readonly row: ProblemRow }) {
  const { t, format, now } = useSidebook();
  const late = due !== null && Date.parse(due) < now();
  return (
    <>
      {assignee !== null && ` · ${assignee}`}
      {due !== null && !late && ` · ${t('problems.until', { at: format.at(due) })}`}
      {due !== null && late && <> · <Status tone="danger" icon="warn">{t('problems.late', { at: format.at(due) })}</Status></>}
    </>
  ); // prettier-ignore
}

function Body(props: EntryProps) {
  const { entry, view, answers } = props;
  const t = useT();
  const choosing = entry.rows.filter(isChoice);
  const others = entry.rows.filter((row) => !isChoice(row));
  return (
    <div class="sb-entry-body">
      {entry.rows.some(({ id }) => isMoved(answers, id)) && <Notice icon="warn" tone="warn" urgent title={t('problems.moved')} />}
      {entry.rows.map(({ id }) => <Mark key={id} id={id} answers={answers} />)}
      {choosing.length > 0 && <ConflictForm {...props} rows={choosing} />}
      {others.map((row) => (
        <div key={row.id}>
          <About row={row} onGoTo={props.onGoTo} />
          <AnswerButtons row={row} may={view.may.answer} answers={answers} />
          <More row={row} />
        </div>
      ))}
      {!view.may.answer && <p class="sb-note">{t('problems.mayNot')}</p>}
    </div>
  ); // prettier-ignore
}

export const isMoved = ({ marks }: Answers, id: number): boolean => {
  const mark = marks[id];
  return mark !== undefined && mark.state === 'moved';
};

/** Being saved, or refused and why. */
function Mark({ id, answers }: { readonly id: number; readonly answers: Answers }) {
  const t = useT();
  const mark = answers.marks[id];
  if (mark === undefined || mark.state === 'moved') return null;
  if (mark.state === 'saving') return <p class="sb-said"><Status tone="muted" icon="sending">{t('runtime.row.saving')}</Status></p>;
  return (
    <>
      <p class="sb-said"><Status tone="danger" icon="error">{t('runtime.row.rejected')}</Status></p>
      <FailureNotice failure={mark.failure} onRetry={() => void answers.retry(id)} />
    </>
  );
} // prettier-ignore
