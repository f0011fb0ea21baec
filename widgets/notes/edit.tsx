/** One note as a form. Whoever changed it meanwhile is not overwritten: both texts are shown, and a person says. */
import { useEffect, useState } from 'preact/hooks';
import type { NoteRow, NotesView, NoteSaved, NoteView } from '../../connector/server/contract/notes.ts';
import { Button, FailureNotice, Notice, States, useAction, useDirty, useResource, useSidebook } from '../runtime/index.ts';
import { Area, Field } from '../runtime/parts.ts';
import { bodyOf, type Draft, draftOf, isTouched, type Wrong, wrongIn } from './draft.ts';
import { Task } from './task.tsx';

interface EditProps {
  readonly view: NotesView;
  readonly id: string;
  /** As it was before it was left. */
  readonly before: Draft | null;
  readonly onDone: (stored: boolean) => void;
  /** With what was typed, so that leaving can be undone. */
  readonly onLeave: (typed: Draft | null) => void;
}

export function Edit(props: EditProps) {
  const of = useResource<NoteView>(`notes/${encodeURIComponent(props.id)}`);
  return <States of={of} rows={6}>{({ note }) => <EditForm {...props} note={note} reload={of.reload} />}</States>; // prettier-ignore
}

function EditForm({
  view,
  note,
  before,
  reload,
  onDone,
  onLeave,
}: EditProps & { readonly note: NoteRow; readonly reload: () => void }) {
  const { t } = useSidebook();
  const [first] = useState(() => draftOf(note, view.me.user));
  const [draft, setDraft] = useState<Draft>(before ?? first);
  const [basis, setBasis] = useState(note.rev);
  const [wrong, setWrong] = useState<Wrong>({});
  const action = useAction<NoteSaved>();
  const touched = isTouched(draft, first);
  useDirty(touched);
  const done = (saved: NoteSaved | undefined): void => (saved ? onDone(true) : reload());
  const send = (rev: number, said: Draft): void => {
    setBasis(rev);
    void action.run({ method: 'PATCH', path: `notes/${encodeURIComponent(note.id)}`, body: bodyOf(said), ifMatch: `"${String(rev)}"` }).then(done); // prettier-ignore
  };
  const save = (): void => {
    const found = wrongIn(draft);
    setWrong(found);
    if (Object.keys(found).length === 0) send(basis, draft);
  };
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const join = (): void => {
    change({ text: `${note.text}\n\n${draft.text}` });
    setBasis(note.rev);
    action.clear();
  };
  useEffect(() => {
    // Nothing typed yet: what somebody else wrote meanwhile is simply what there is.
    if (note.rev !== basis && !touched) onLeave(null);
  }, [note.rev]);
  const { failure } = action;
  const leave = (): void => onLeave(touched ? draft : null);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Esc') return;
    event.stopPropagation();
    leave();
  };
  return (
    <form class="sb-nt-form" noValidate aria-label={t('notes.editTitle')} onKeyDown={keys} onSubmit={(event) => { event.preventDefault(); save(); }}>
      {note.rev !== basis && touched && <Moved note={note} onMine={() => send(note.rev, draft)} onTheirs={() => onLeave(draft)} onBoth={join} />}
      {failure && failure.kind !== 'moved' && <FailureNotice failure={failure} onRetry={save} />}
      <Area label={t('notes.text')} value={draft.text} onInput={(text) => change({ text })} onSend={save} rows={6} autoFocus maxLength={100_000}
        error={wrong.text ? t(wrong.text) : null} hint={t('notes.newHint')} />
      <Task view={view} draft={draft} onChange={change} wrong={wrong} />
      <Field label={t('notes.participants')} value={draft.participants} onInput={(participants) => change({ participants })} hint={t('notes.participantsHint')} />
      <div class="sb-actions">
        <Button writes submit kind="primary" busy={action.busy}>{t('notes.saveChange')}</Button>
        <Button onClick={leave}>{t('runtime.cancel')}</Button>
      </div>
    </form>
  ); // prettier-ignore
}

interface MovedProps {
  readonly note: NoteRow;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
  readonly onBoth: () => void;
}

function Moved({ note, onMine, onTheirs, onBoth }: MovedProps) {
  const { t, format } = useSidebook();
  const said = note.edited ?? { by: note.author.name, at: note.at };
  const actions = (
    <>
      <Button onClick={onBoth}>{t('notes.both')}</Button>
      <Button onClick={onMine}>{t('notes.keepMine')}</Button>
      <Button onClick={onTheirs}>{t('notes.takeTheirs')}</Button>
    </>
  );
  return (
    <Notice icon="warn" tone="warn" urgent title={t('notes.moved')} text={t('notes.movedBy', { name: said.by, at: format.at(said.at) })} actions={actions}>
      <blockquote class="sb-nt-theirs">{note.text}</blockquote>
      <p class="sb-note">{t('notes.movedNext')}</p>
    </Notice>
  ); // prettier-ignore
}
