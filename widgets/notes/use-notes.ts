/** Changes of notes: each done at most once, each with its way back for ten seconds. Nothing of them is told to the host. */
import { useRef, useState } from 'preact/hooks';
import type { NoteChange, NoteRequest, NoteRow, NoteSaved } from '../../connector/server/contract/notes.ts';
import { type Action, type ApiRequest, useAction, useSidebook } from '../runtime/index.ts';

type Rev = Pick<NoteRow, 'id' | 'rev'>;

type Failed = Action<NoteSaved>['failure'];

export interface Doing {
  /** A new one is on its way, or why it is not there. */
  readonly adding: boolean;
  readonly notAdded: Failed;
  readonly busy: boolean;
  /** Why the last change of a note, or the way back from it, did not come about; and of which. */
  readonly failure: Failed;
  readonly of: string | null;
  /** That change once more, as the same intention. */
  readonly again: () => void;
  /** Each answers whether it was stored. */
  readonly add: (note: NoteRequest) => Promise<boolean>;
  readonly change: (note: Rev, change: NoteChange, way: Way) => Promise<boolean>;
  readonly remove: (note: Rev) => Promise<boolean>;
}
/** What is said when it is done, and the change that takes it back; without one there is no way back. */
export interface Way {
  readonly said: string;
  readonly back?: NoteChange;
}

const path = (id: string, more = ''): string => `notes/${encodeURIComponent(id)}${more}`;
const match = (rev: number): string => `"${String(rev)}"`;
const patch = ({ id, rev }: Rev, body: NoteChange): ApiRequest => ({
  method: 'PATCH',
  path: path(id),
  body,
  ifMatch: match(rev),
});
const withdraw = ({ id, rev }: Rev, on: boolean): ApiRequest => ({
  method: 'POST',
  path: path(id, '/withdraw'),
  body: { on },
  ifMatch: match(rev),
});

/** It may have been stored, though no answer came. */
const isUnsure = (failure: Failed): boolean =>
  failure !== null && (failure.problem === null ? failure.kind !== 'expired' : failure.problem.status >= 500);
const changeOf = ({ kind, text, participants = [], isPrivate = false, followUp = null }: NoteRequest): NoteChange => ({ kind, text, participants, isPrivate, followUp }); // prettier-ignore

/** @param reload reads the list again: what is stored is shown as the server has it */
export function useNotes(reload: () => void): Doing {
  const { offerUndo, announce, t } = useSidebook();
  const adding = useAction<NoteSaved>();
  const action = useAction<NoteSaved>();
  const [of, setOf] = useState<string | null>(null);
  /** What was sent last; and what it became where it had got through after all, and more was typed since: one note, not two. */
  const asked = useRef('');
  const made = useRef<NoteSaved | null>(null);
  const after = useRef<(saved: NoteSaved) => void>(() => undefined);

  const finish = (saved: NoteSaved | undefined): boolean => {
    if (saved) after.current(saved);
    reload();
    return saved !== undefined;
  };
  const run = async (id: string, request: ApiRequest, then: (saved: NoteSaved) => void): Promise<boolean> => {
    after.current = then;
    setOf(id);
    return finish(await action.run(request));
  };
  const back = (id: string, request: ApiRequest): void => void run(id, request, () => announce(t('runtime.undo')));
  return {
    adding: adding.busy,
    notAdded: adding.failure,
    busy: action.busy,
    failure: action.failure,
    of,
    again: () => void action.again().then(finish),
    add: async (body) => {
      const isOther = made.current === null && isUnsure(adding.failure) && JSON.stringify(body) !== asked.current;
      if (isOther) made.current = (await adding.again()) ?? null;
      if (isOther && made.current === null) return false;
      asked.current = JSON.stringify(body);
      const saved = await adding.run(
        made.current ? patch(made.current, changeOf(body)) : { method: 'POST', path: 'notes', body },
      );
      if (saved) made.current = null;
      if (saved) offerUndo(t('notes.saved'), () => back(saved.id, withdraw(saved, true)));
      reload();
      return saved !== undefined;
    },
    change: (note, change, { said, back: former }) =>
      run(note.id, patch(note, change), (saved) =>
        former ? offerUndo(said, () => back(note.id, patch(saved, former))) : announce(said),
      ),
    remove: (note) =>
      run(note.id, withdraw(note, true), (saved) => offerUndo(t('notes.takenBack'), () => back(note.id, withdraw(saved, false)))),
  };
}
