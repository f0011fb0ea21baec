/** What was answered, by whom, and the way back from each. */
import { useState } from 'preact/hooks';
import type { MatchingView, MatchRow } from '../../connector/server/contract/matching.ts';
import { At, Button, Empty, useT } from '../runtime/index.ts';
import { Said } from './list.tsx';
import type { Doing } from './use-matching.ts';

interface AnsweredProps {
  readonly view: MatchingView;
  readonly doing: Doing;
  readonly onBack: () => void;
}
export function Answered({ view, doing, onBack }: AnsweredProps) {
  const t = useT();
  return (
    <div>
      <header class="sb-list-top">
        <h2 tabIndex={-1} class="sb-list-title">{t('matching.toAnswered')}</h2>
        <Button kind="link" onClick={onBack}>{t('matching.toOpen')}</Button>
      </header>
      <Said doing={doing} />
      {view.rows.length === 0 && <Empty title={t('matching.noneAnswered')} />}
      <ul class="sb-list">
        {view.rows.map((row) => <One key={row.id} row={row} may={view.may.answer} onUndo={doing.undo} />)}
      </ul>
    </div>
  ); // prettier-ignore
}

function One({ row, may, onUndo }: { readonly row: MatchRow; readonly may: boolean; readonly onUndo: Doing['undo'] }) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const { resolved } = row;
  if (resolved === null) return null;
  const undo = (): void => {
    setBusy(true);
    void onUndo(row).then(() => setBusy(false));
  };
  return (
    <li class="sb-entry sb-mt-done">
      <div>
        <b>{row.subject}</b>
        <p>{resolved.answer}{row.pairs.length === 1 && row.pairs[0] && ` ↔ ${row.pairs[0].name}`}</p>
        <p class="sb-note">{row.title} · {resolved.by}, <At at={resolved.at} /></p>
      </div>
      {may && <Button writes busy={busy} onClick={undo}>{t('runtime.undo')}</Button>}
    </li>
  ); // prettier-ignore
}
