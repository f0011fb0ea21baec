/** A note in one line: type, Enter. Topic, day, person and "private" are there as soon as one begins. */
import { useState } from 'preact/hooks';
import type { NotesView } from '../../connector/server/contract/notes.ts';
import { Button, FailureNotice, useDirty, useSidebook } from '../runtime/index.ts';
import { Area } from '../runtime/parts.ts';
import { bodyOf, type Draft, EMPTY, isTouched, leftOf, type Wrong, wrongIn } from './draft.ts';
import { Task } from './task.tsx';
import type { Doing } from './use-notes.ts';

export interface Quick {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  /** It is stored: only what was typed since stays. */
  readonly stored: (sent: Draft) => void;
}

/** Held above everything that is read from the server: what is typed outlives it. */
export function useQuick(): Quick {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  useDirty(isTouched(draft, EMPTY));
  return {
    draft,
    set: (change) => setDraft((now) => ({ ...now, ...change })),
    stored: (sent) => setDraft((now) => leftOf(now, sent)),
  };
}

interface QuickProps {
  readonly view: NotesView;
  readonly quick: Quick;
  readonly doing: Doing;
}

export function QuickNote({ view, quick: { draft, set, stored }, doing }: QuickProps) {
  const { t, entity, action } = useSidebook();
  const [begun, setBegun] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const open = begun || isTouched(draft, EMPTY);
  const done = (isStored: boolean): void => {
    if (!isStored) return;
    stored(draft);
    setBegun(false);
  };
  /** Also after a failure: as it stands now, with whatever was typed since. */
  const save = (): void => {
    const found = wrongIn(draft);
    setWrong(found);
    if (Object.keys(found).length === 0) void doing.add({ entity, ...bodyOf(draft) }).then(done);
  };
  const change = (part: Partial<Draft>): void => {
    setWrong({});
    set(part);
  };
  return (
    <form class="sb-nt-quick" noValidate aria-label={t('notes.new')} onSubmit={(event) => { event.preventDefault(); save(); }}>
      {doing.notAdded && <FailureNotice failure={doing.notAdded} onRetry={save} />}
      <Area label={t('notes.new')} hideLabel value={draft.text} onInput={(text) => change({ text })} onSend={save} onFocus={() => setBegun(true)}
        error={wrong.text ? t(wrong.text) : null} rows={open ? 3 : 1} maxLength={100_000} autoFocus={action === 'new'}
        placeholder={t(entity === null ? 'notes.placeholderDay' : 'notes.placeholder')} {...(open ? { hint: t('notes.newHint') } : {})} />
      {open && (
        <>
          <Task view={view} draft={draft} onChange={change} wrong={wrong} />
          <div class="sb-actions"><Button writes submit kind="primary" busy={doing.adding}>{t('notes.save')}</Button></div>
        </>
      )}
    </form>
  ); // prettier-ignore
}
