/** One note: two lines, and everything about it once it is opened. */
import type { NoteRow, NoteView } from '../../connector/server/contract/notes.ts';
import {
  At,
  Button,
  Details,
  FailureNotice,
  Icon,
  type IconName,
  Status,
  useResource,
  useSidebook,
  useT,
} from '../runtime/index.ts';
import type { Doing } from './use-notes.ts';

export interface ItemProps {
  readonly note: NoteRow;
  readonly today: string;
  /** What is to be done, not what was said. */
  readonly isTask: boolean;
  /** Of my day: says whom it is about. */
  readonly named: boolean;
  readonly isOpen: boolean;
  /** The one heading Tab reaches. */
  readonly isStop: boolean;
  readonly doing: Doing;
  readonly onToggle: () => void;
  readonly onEdit: (note: NoteRow) => void;
}

const ICONS: Readonly<Record<NoteRow['kind'], IconName>> = {
  note: 'info',
  call: 'phone',
  meeting: 'open',
  promise: 'waiting',
  preference: 'warn',
};

export function Item(props: ItemProps) {
  const { note, isOpen, isStop, doing, onToggle } = props;
  return (
    <li class={`sb-nt-item ${isOpen ? 'sb-nt-open' : ''}`} data-note={note.id}>
      <button type="button" class="sb-entry-head" tabIndex={isStop ? 0 : -1} aria-expanded={isOpen} onClick={onToggle}>
        <Icon name={note.pinned ? 'pin' : ICONS[note.kind]} />
        <span class="sb-entry-sum">
          <span class="sb-note"><Meta {...props} /></span>
          {!isOpen && <span class="sb-nt-text" title={note.text}>{note.text}</span>}
        </span>
      </button>
      {doing.failure && doing.of === note.id && <FailureNotice failure={doing.failure} onRetry={doing.again} />}
      {isOpen && <Body {...props} />}
    </li>
  ); // prettier-ignore
}

/** Of a task: by when, then whom it is about. Of what was said: when, how and by whom. */
function Meta({ note, named, today, isTask, isOpen }: ItemProps) {
  const t = useT();
  const whom = named && note.about !== null && <b>{note.about.title}</b>;
  if (isTask && !isOpen)
    return (
      <>
        <Due note={note} today={today} />
        {whom && ' · '}
        {whom}
      </>
    );
  return (
    <>
      <At at={note.at} /> · {t(`notes.kind.${note.kind}`)} · {note.author.name}
      {whom && ' · '}{whom}
      {note.isPrivate && <> · <Status tone="muted" icon="lock">{t('notes.privateMark')}</Status></>}
      {note.pinned && ` · ${t('notes.pinned')}`}
      {note.followUp !== null && <> · <Due note={note} today={today} /></>}
    </>
  ); // prettier-ignore
}

/** By when and by whom; late ones in colour and in words. */
export function Due({ note: { followUp }, today }: Pick<ItemProps, 'note' | 'today'>) {
  const { t, format } = useSidebook();
  if (followUp === null) return null;
  const { due, doneAt, assignee } = followUp;
  if (doneAt !== null) return <Status tone="ok" icon="ok">{t('notes.wasDone', { at: format.at(doneAt) })}</Status>; // prettier-ignore
  const date = format.shortDate(due);
  const when = due < today ? t('notes.late', { date }) : due === today ? t('notes.today') : t('notes.by', { date });
  const tone = due < today ? 'danger' : due === today ? 'warn' : 'accent';
  return <Status tone={tone} icon="waiting" title={format.date(due)}>{`${when} · ${assignee.name}`}</Status>;
}

/** All of it is read only where the list did not have it all. */
function Body(props: ItemProps) {
  const { note } = props;
  const whole = useResource<NoteView>(note.isCut || note.edited !== null ? `notes/${encodeURIComponent(note.id)}` : null);
  const said = whole.data ? whole.data.note : note;
  return (
    <div class="sb-nt-body">
      {whole.failure && <FailureNotice failure={whole.failure} onRetry={whole.reload} stale />}
      <p class="sb-nt-whole" aria-busy={whole.loading}>{said.text}</p>
      <About note={said} />
      <Buttons {...props} />
      {whole.data !== null && whole.data.revisions.length > 0 && <Before view={whole.data} />}
    </div>
  ); // prettier-ignore
}

function About({ note: { participants, edited } }: { readonly note: NoteRow }) {
  const { t, format } = useSidebook();
  const lines = [
    participants.length > 0 ? t('notes.with', { names: participants.join(', ') }) : '',
    edited ? t('notes.edited', { name: edited.by, at: format.at(edited.at) }) : '',
  ].filter(Boolean);
  return lines.length > 0 ? <p class="sb-note">{lines.join(' · ')}</p> : null;
}

/** Whoever does not see whom a task is about only says that it is done. */
export const mayEdit = ({ about, may }: NoteRow): boolean => may.change && (about === null || about.entity !== null);

function Buttons({ note, doing, onEdit, named }: ItemProps) {
  const { t, emit } = useSidebook();
  const { about, may, followUp } = note;
  const entity = about?.entity ?? null;
  const due = followUp && { due: followUp.due, assignee: followUp.assignee.user };
  const isDone = followUp !== null && followUp.doneAt !== null;
  const mark = (done: boolean): void => {
    if (due) void doing.change(note, { followUp: { ...due, done } }, { said: t(done ? 'notes.doneSaid' : 'notes.again'), back: { followUp: { ...due, done: !done } } }); // prettier-ignore
  };
  return (
    <div class="sb-actions">
      {may.change && due && <Button writes icon={isDone ? 'waiting' : 'ok'} busy={doing.busy} onClick={() => mark(!isDone)}>{t(isDone ? 'notes.again' : 'notes.done')}</Button>}
      {mayEdit(note) && <Button writes title="F2" onClick={() => onEdit(note)}>{t('notes.edit')}</Button>}
      {mayEdit(note) && (
        <Button writes icon="pin" busy={doing.busy} pressed={note.pinned}
          onClick={() => void doing.change(note, { pinned: !note.pinned }, { said: t(note.pinned ? 'notes.unpin' : 'notes.pinned') })}>
          {t(note.pinned ? 'notes.unpin' : 'notes.pin')}
        </Button>
      )}
      {may.decide && <Button writes title="Delete" busy={doing.busy} onClick={() => void doing.remove(note)}>{t('notes.remove')}</Button>}
      {named && entity !== null && <Button icon="open" onClick={() => emit('navigate', { entity })}>{t('notes.open', { name: about?.title ?? '' })}</Button>}
    </div>
  ); // prettier-ignore
}

function Before({ view: { revisions } }: { readonly view: NoteView }) {
  const t = useT();
  return (
    <Details label={t('notes.before')}>
      <ul class="sb-list">
        {revisions.map(({ text, by, at }) => (
          <li key={at}>
            <p class="sb-note">{by} · <At at={at} /></p>
            <p class="sb-nt-whole">{text}</p>
          </li>
        ))}
      </ul>
    </Details>
  ); // prettier-ignore
}
