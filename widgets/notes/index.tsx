/** "О чём договорились, что обещали?" - and without an object: what is mine to do today. Private: never in a host's own page. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { NoteRow } from '../../connector/server/contract/notes.ts';
import { defineWidget, States, useSidebook } from '../runtime/index.ts';
import { Stamp } from '../runtime/parts.ts';
import type { Draft } from './draft.ts';
import { Edit } from './edit.tsx';
import { List } from './list.tsx';
import { Lock } from './lock.tsx';
import entries from '../runtime/entries.css';
import css from './notes.css';
import { useListing } from './pages.ts';
import { useQuick } from './quick.tsx';
import { useNotes } from './use-notes.ts';

interface Editing {
  readonly id: string;
  readonly before: Draft | null;
}

function Notes() {
  const { t, offerUndo, announce } = useSidebook();
  const listing = useListing();
  const quick = useQuick();
  const doing = useNotes(listing.of.reload);
  const [editing, setEditing] = useState<Editing | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (editing === null && last.current !== null) focusNote(box.current, last.current);
    last.current = editing && editing.id;
  }, [editing]);
  const view = listing.of.data !== null && listing.of.data.state === 'ready' ? listing.of.data : null;
  const leave = (typed: Draft | null): void => {
    const before = editing;
    setEditing(null);
    if (typed && before) offerUndo(t('notes.unsaved'), () => setEditing({ ...before, before: typed }));
  };
  const stored = (): void => {
    setEditing(null);
    announce(t('notes.saved'));
    listing.of.reload();
  };
  return (
    <>
      <Lock />
      {view && <Stamp lines={view.stamp} />}
      {editing !== null && view !== null && (
        <Edit key={editing.id} view={view} id={editing.id} before={editing.before} onDone={stored} onLeave={leave} />
      )}
      <div ref={box} hidden={editing !== null}>
        <States of={listing.of} rows={8}>
          {(data) => (
            <List view={data} listing={listing} quick={quick} doing={doing} onEdit={({ id }: NoteRow) => setEditing({ id, before: null })} />
          )}
        </States>
      </div>
    </>
  ); // prettier-ignore
}

/** Back from the form: onto the note it was about. */
function focusNote(box: HTMLElement | null, id: string): void {
  const head =
    box && (box.querySelector<HTMLElement>(`[data-note="${id}"] .sb-entry-head`) ?? box.querySelector<HTMLElement>('textarea'));
  if (head) head.focus();
}

export default defineWidget({ name: 'notes', View: Notes, css: entries + css, private: true });
