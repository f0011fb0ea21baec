/** Topic, by when, by whom, and whether others may read it: the same when a note is written and when it is changed. */
import type { NoteKind, NotesView } from '../../connector/server/contract/notes.ts';
import { useT } from '../runtime/index.ts';
import { DayField, Select } from '../runtime/parts.ts';
import { assignees, type Draft, KINDS, type Wrong } from './draft.ts';

interface TaskProps {
  readonly view: NotesView;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly wrong: Wrong;
}

export function Task({ view, draft, onChange, wrong }: TaskProps) {
  const t = useT();
  const kinds = KINDS.map((kind) => ({ value: kind, label: t(`notes.kind.${kind}`) }));
  return (
    <>
      <div class="sb-nt-row">
        <Select label={t('notes.kind')} value={draft.kind} options={kinds} onChange={(kind) => onChange({ kind: kind as NoteKind })} />
        <DayField label={t('notes.due')} value={draft.due ?? ''} error={wrong.due ? t(wrong.due) : null} hint={t('notes.dueHint')}
          onValue={(due) => onChange({ due })} />
        {view.people.length > 0 && (
          <Select label={t('notes.assignee')} value={draft.assignee} options={assignees(view, t('notes.me'))} onChange={(assignee) => onChange({ assignee })} />
        )}
      </div>
      <label class="sb-nt-check">
        <input type="checkbox" checked={draft.isPrivate} onChange={(event) => onChange({ isPrivate: event.currentTarget.checked })} />
        <span>{t('notes.private')}</span>
      </label>
    </>
  ); // prettier-ignore
}
