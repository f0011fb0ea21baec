/** Linking, keeping apart, putting off, and the way back from each: what is pressed twice is done once. */
import { useRef, useState } from 'preact/hooks';
import type { LaterAnswer, MatchRow, Pair } from '../../connector/server/contract/matching.ts';
import type { AnswerRequest, UndoAnswer } from '../../connector/server/contract/problems.ts';
import { asFailure, type Failure, useSidebook } from '../runtime/index.ts';

export interface Mark {
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly again: () => void;
}
export interface Doing {
  readonly marks: Readonly<Record<number, Mark>>;
  /** Answered here; not shown any more, also before the list is read again. */
  readonly gone: readonly number[];
  /** Counts up with each answer: time to go to the next one. */
  readonly turn: number;
  readonly said: string;
  readonly wrong: string;
  readonly link: (row: MatchRow, pair: Pair) => void;
  readonly apart: (row: MatchRow) => void;
  readonly later: (row: MatchRow) => void;
  /** Put off no longer. */
  readonly now: (row: MatchRow) => void;
  readonly undo: (row: MatchRow) => Promise<void>;
}

const NOTHING = { marks: {} as Record<number, Mark>, gone: [] as readonly number[], turn: 0, said: '', wrong: '' };

export function useMatching(reload: () => void): Doing {
  const { api, t, announce, offerUndo, emit } = useSidebook();
  const [kept, setKept] = useState(NOTHING);
  const running = useRef<Record<number, boolean>>({});
  const mark = (id: number, one: Mark): void => setKept((now) => ({ ...now, marks: { ...now.marks, [id]: one } }));

  /** One change of one row; a repeat after a failure is the same request. */
  const send = async <T>(row: MatchRow, path: string, body: object, key = api.newKey()): Promise<T | null> => {
    if (running.current[row.id]) return null;
    running.current[row.id] = true;
    const again = (): void => undefined;
    mark(row.id, { busy: true, failure: null, again });
    try {
      return await api.send<T>({ method: 'POST', path, body, ifMatch: `"${row.etag}"`, key });
    } catch (thrown) {
      const failure = asFailure(thrown);
      mark(row.id, { busy: false, failure, again });
      announce(t(failure.kind === 'moved' ? 'matching.moved' : 'runtime.row.rejected'));
      if (failure.kind === 'moved') reload();
      return null;
    } finally {
      running.current[row.id] = false;
    }
  };
  const over = (row: MatchRow, said: string, isGone: boolean): void => {
    setKept((now) => {
      const marks = { ...now.marks };
      Reflect.deleteProperty(marks, row.id);
      return { marks, gone: isGone ? [...now.gone, row.id] : now.gone, turn: now.turn + 1, said, wrong: '' };
    });
    announce(said);
    reload();
  };
  const undo = async (row: MatchRow): Promise<void> => {
    try {
      const { undone, failed } = await api.send<UndoAnswer>({ method: 'POST', path: 'problems/undo', body: { ids: [row.id] } });
      const said = undone.length > 0 ? t('matching.undone') : '';
      const wrong = failed.map((one) => one.text).join(' ');
      setKept((now) => ({ ...now, gone: now.gone.filter((id) => undone.indexOf(id) < 0), said, wrong }));
      announce(`${said} ${wrong}`);
    } catch (thrown) {
      const { problem, kind } = asFailure(thrown);
      const wrong = `${t('matching.notUndone')} ${problem ? `${problem.title} ${problem.next}` : t(`runtime.next.${kind}`)}`;
      setKept((now) => ({ ...now, said: '', wrong }));
      announce(wrong);
    }
    reload();
  };
  const answer = async (row: MatchRow, body: AnswerRequest, said: string, key = api.newKey()): Promise<void> => {
    const done = await send(row, `problems/${String(row.id)}/answer`, body, key);
    if (done === null) return retry(row.id, () => void answer(row, body, said, key));
    if (row.at !== null && body.as !== undefined) emit('changed', { entity: `sidebook:counterparty:${body.as}`, fields: [] });
    over(row, said, true);
    offerUndo(said, () => void undo(row));
  };
  const putOff = async (row: MatchRow, days: number, key = api.newKey()): Promise<void> => {
    const done = await send<LaterAnswer>(row, `matching/${String(row.id)}/later`, { days }, key);
    if (done === null) return retry(row.id, () => void putOff(row, days, key));
    const said = t(days === 0 ? 'matching.backNow' : 'matching.putOff', { name: row.subject });
    over(row, said, false);
    if (days > 0) offerUndo(said, () => void putOff(row, 0));
  };
  /** The button beside the reason does the same again. */
  const retry = (id: number, again: () => void): void =>
    setKept((now) => {
      const known = now.marks[id];
      return known && known.failure ? { ...now, marks: { ...now.marks, [id]: { ...known, again } } } : now;
    });
  return {
    ...kept,
    link: (row, pair) => void answer(row, { choose: 'same', as: pair.as ?? '' }, t('matching.linked', { name: row.subject })),
    apart: (row) => void answer(row, { choose: 'apart' }, t('matching.kept', { name: row.subject })),
    later: (row) => void putOff(row, 1),
    now: (row) => void putOff(row, 0),
    undo,
  };
}
