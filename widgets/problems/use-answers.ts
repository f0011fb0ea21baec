/** Sending answers: each row says how it stands, what moved meanwhile is asked again, and a choice of values can be taken back. */
import { useRef, useState } from 'preact/hooks';
import type { AnswerRequest, ProblemRow, UndoAnswer } from '../../connector/server/contract/problems.ts';
import type { Done } from '../../connector/server/contract/sync.ts';
import { asFailure, type Failure, useSidebook } from '../runtime/index.ts';

export type Mark =
  | { readonly state: 'saving' }
  | { readonly state: 'rejected'; readonly failure: Failure; readonly given: Given }
  /** It was changed while it was looked at: `seen` is what was shown. */
  | { readonly state: 'moved'; readonly seen: ProblemRow };
export interface Given {
  readonly row: ProblemRow;
  readonly body: AnswerRequest;
}

export interface Answers {
  readonly marks: Readonly<Record<number, Mark>>;
  /** Answered here; not shown any more, also before the list is read again. */
  readonly gone: readonly number[];
  /** Counts up with each answer taken: time to go to the next entry. */
  readonly turn: number;
  /** What became of the last answer, in words. */
  readonly said: string;
  readonly wrong: string;
  readonly give: (given: readonly Given[]) => Promise<void>;
  /** The refused answer once more. */
  readonly retry: (id: number) => Promise<void>;
  readonly undo: (ids: readonly number[]) => Promise<void>;
  /** Answered elsewhere (for all at once): hide them and offer to take them back. */
  readonly taken: (ids: readonly number[], text: string) => void;
}

const REVERSIBLE = ['ours', 'theirs', 'value'];
const NOTHING = { marks: {}, gone: [], turn: 0, said: '', wrong: '' } as const;
type Kept = Pick<Answers, 'marks' | 'gone' | 'turn' | 'said' | 'wrong'>;

/** Of our own record, with the fields it was about. */
const entityOf = (row: ProblemRow): string => `sidebook:${row.entity ?? 'counterparty'}:${row.record ?? ''}`;

/** Who it was about; many are only counted. */
function namesOf(given: readonly Given[]): string {
  const names = given.map(({ row }) => row.subject).filter((one, i, all) => all.indexOf(one) === i);
  return names.length === 1 && names[0] !== undefined ? names[0] : String(names.length);
}

export function useAnswers(reload: () => void): Answers {
  const { api, emit, t, announce, offerUndo } = useSidebook();
  const [kept, setKept] = useState<Kept>(NOTHING);
  const keys = useRef<Record<string, string>>({});
  const mark = (id: number, one: Mark): void => setKept((now) => ({ ...now, marks: { ...now.marks, [id]: one } }));
  /** The same answer again is the same request: it is done at most once. */
  const keyOf = (id: number, body: AnswerRequest, etag: string): string => {
    const intention = JSON.stringify([id, etag, body]);
    return (keys.current[intention] = keys.current[intention] ?? api.newKey());
  };

  const giveOne = async ({ row, body }: Given): Promise<string | null> => {
    mark(row.id, { state: 'saving' });
    try {
      const path = `problems/${String(row.id)}/answer`;
      const done = await api.send<Done>({
        method: 'POST',
        path,
        body,
        ifMatch: `"${row.etag}"`,
        key: keyOf(row.id, body, row.etag),
      });
      if (row.record !== null) emit('changed', { entity: entityOf(row), fields: row.differences.map(({ field }) => field) });
      return done.text;
    } catch (thrown) {
      const failure = asFailure(thrown);
      mark(
        row.id,
        failure.kind === 'moved' ? { state: 'moved', seen: row } : { state: 'rejected', failure, given: { row, body } },
      );
      announce(t(failure.kind === 'moved' ? 'problems.moved' : 'runtime.row.rejected'));
      return null;
    }
  };
  const taken = (ids: readonly number[], text: string): void => {
    setKept((now) => {
      const marks = { ...now.marks };
      for (const id of ids) Reflect.deleteProperty(marks, id);
      return { marks, gone: [...now.gone, ...ids], turn: now.turn + 1, said: text, wrong: '' };
    });
    announce(text);
    reload();
  };
  const give = async (given: readonly Given[]): Promise<void> => {
    const done: Given[] = [];
    let text = '';
    for (const one of given) {
      const said = await giveOne(one);
      if (said !== null) done.push(one);
      text = said ?? text;
    }
    const ids = done.map(({ row }) => row.id);
    if (ids.length > 0) taken(ids, text);
    else reload();
    const back = done.filter(({ body }) => REVERSIBLE.indexOf(body.choose) >= 0).map(({ row }) => row.id);
    if (back.length > 0) offerUndo(t('problems.answered', { what: namesOf(done) }), () => void undo(back));
  };
  const retry = async (id: number): Promise<void> => {
    const mark = kept.marks[id];
    if (mark && mark.state === 'rejected') await give([mark.given]);
  };
  const undo = async (ids: readonly number[]): Promise<void> => {
    try {
      const { undone, failed: not } = await api.send<UndoAnswer>({ method: 'POST', path: 'problems/undo', body: { ids } });
      const said = undone.length > 0 ? t('problems.undone', { n: undone.length }) : '';
      const wrong = not.map((one) => one.text).filter((one, i, all) => all.indexOf(one) === i).join(' '); // prettier-ignore
      setKept((now) => ({ ...now, gone: now.gone.filter((id) => undone.indexOf(id) < 0), said, wrong }));
      announce(`${said} ${wrong}`);
    } catch (thrown) {
      const { problem, kind } = asFailure(thrown);
      const wrong = `${t('problems.notUndone')} ${problem ? `${problem.title} ${problem.next}` : t(`runtime.next.${kind}`)}`;
      setKept((now) => ({ ...now, said: '', wrong }));
      announce(wrong);
    }
    reload();
  };
  return { ...kept, give, retry, undo, taken };
}
