/** Changes of notes: each done at most once, each with its way back for ten seconds. Nothing of them is told to the host. */
import { useRef } from 'preact/hooks';
import type { NoteChange, NoteRequest, NoteRow, NoteSaved } from '../../connector/server/contract/notes.ts';
import { type Action, type ApiRequest, useAction, useSidebook } from '../runtime/index.ts';

type Rev = Pick<NoteRow, 'id' | 'rev'>;

export interface Doing {
  readonly busy: boolean;
  readonly failure: Action<NoteSaved>['failure'];
  /** What failed once more, as the same intention. */
  readonly again: () => Promise<boolean>;
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

/** @param reload reads the list again: what is stored is shown as the server has it */
export function useNotes(reload: () => void): Doing {
  const { offerUndo, announce, t } = useSidebook();
  const action = useAction<NoteSaved>();
  const after = useRef<(saved: NoteSaved) => void>(() => undefined);

  const finish = (saved: NoteSaved | undefined): boolean => {
    if (saved) after.current(saved);
    reload();
    return saved !== undefined;
  };
  const run = async (request: ApiRequest, then: (saved: NoteSaved) => void): Promise<boolean> => {
    after.current = then;
    return finish(await action.run(request));
  };
  const back = (request: ApiRequest): void => void run(request, () => announce(t('runtime.undo')));
  return {
    busy: action.busy,
    failure: action.failure,
    again: async () => finish(await action.again()),
    add: (body) =>
      run({ method: 'POST', path: 'notes', body }, (saved) => offerUndo(t('notes.saved'), () => back(withdraw(saved, true)))),
    change: (note, change, { said, back: former }) =>
      run(patch(note, change), (saved) => (former ? offerUndo(said, () => back(patch(saved, former))) : announce(said))),
    remove: (note) => run(withdraw(note, true), (saved) => offerUndo(t('notes.takenBack'), () => back(withdraw(saved, false)))),
  };
}
