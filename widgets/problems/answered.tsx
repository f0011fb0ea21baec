/** What was answered, by whom; a choice of values can be taken back. */
import { useState } from 'preact/hooks';
import type { ProblemRow, ProblemsView } from '../../connector/server/contract/problems.ts';
import { At, Button, Empty, useSidebook } from '../runtime/index.ts';
import { fieldOf } from './entries.ts';
import { Head, Pager, Said } from './head.tsx';
import type { Page } from './pages.ts';
import type { Answers } from './use-answers.ts';

interface AnsweredProps {
  readonly view: ProblemsView;
  readonly page: Page;
  readonly answers: Answers;
  readonly onBack: () => void;
}
export function Answered({ view, page, answers, onBack }: AnsweredProps) {
  const { t } = useSidebook();
  return (
    <div>
      <Head title={t('problems.toAnswered')} view={{ ...view, kinds: [] }} page={page}>
        <Button kind="link" onClick={onBack}>{t('problems.toOpen')}</Button>
      </Head>
      <Said answers={answers} />
      {view.rows.length === 0 && <Empty title={t('problems.noneAnswered')} />}
      <ul class="sb-list">
        {view.rows.map((row) => <One key={row.id} row={row} may={view.may.answer} onUndo={answers.undo} />)}
      </ul>
      <Pager view={view} page={page} />
    </div>
  ); // prettier-ignore
}

interface OneProps {
  readonly row: ProblemRow;
  readonly may: boolean;
  readonly onUndo: Answers['undo'];
}
function One({ row, may, onUndo }: OneProps) {
  const { t } = useSidebook();
  const [busy, setBusy] = useState(false);
  const { resolved } = row;
  if (resolved === null) return null;
  const undo = (): void => {
    setBusy(true);
    void onUndo([row.id]).then(() => setBusy(false));
  };
  return (
    <li class="sb-entry sb-pr-proposal">
      <div>
        <b>{row.subject}</b>
        <p>{fieldOf(row)}: {resolved.answer}</p>
        <p class="sb-note">{row.title} · {resolved.by}, <At at={resolved.at} /></p>
      </div>
      {may && resolved.mayUndo && <Button writes busy={busy} onClick={undo}>{t('runtime.undo')}</Button>}
    </li>
  ); // prettier-ignore
}
