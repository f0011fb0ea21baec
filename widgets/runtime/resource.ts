/** Data of one GET, kept fresh while a person can see it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSidebook } from './context.ts';
import { asFailure, type Failure, failureCode } from './failure.ts';

export const POLL_MS = 60_000;

export interface Resource<T> {
  /** Null until the first answer; the last good answer afterwards, also when a later call failed. */
  readonly data: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  readonly reload: () => void;
  /** Puts an answer in that a mutation brought. */
  readonly put: (data: T) => void;
}

interface Kept<T> {
  readonly path: string | null;
  readonly data: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
}

const hidden = (): boolean => document.visibilityState === 'hidden';

/** GET of `path` (null: nothing yet), again every minute while visible, when shown again, and when the host says refresh(). */
export function useResource<T>(path: string | null): Resource<T> {
  const { api, emit, onRefresh, now } = useSidebook();
  const [kept, setKept] = useState<Kept<T>>({ path, data: null, failure: null, loading: path !== null });
  const call = useRef(0);
  const lastAt = useRef(0);
  const seen = useRef(false);

  const load = (): void => {
    if (path === null) return;
    const mine = ++call.current;
    lastAt.current = now();
    // Another entity: nothing of the former one may stay on the screen.
    setKept((before) =>
      before.path === path ? { ...before, loading: true } : { path, data: null, failure: null, loading: true },
    );
    api.get<T>(path).then(
      (data) => {
        if (mine !== call.current) return;
        setKept({ path, data, failure: null, loading: false });
        if (!seen.current) emit('ready', {});
        seen.current = true;
      },
      (thrown: unknown) => {
        if (mine !== call.current) return;
        const failure = asFailure(thrown);
        // What one may not see (any more) does not stay visible either.
        setKept((before) => ({ path, data: failure.kind === 'forbidden' ? null : before.data, failure, loading: false }));
        emit('error', { code: failureCode(failure), ...(failure.problem ? { traceId: failure.problem.traceId } : {}) });
      },
    );
  };

  useEffect(() => {
    load();
    const due = (): void => {
      if (!hidden() && now() - lastAt.current >= POLL_MS) load();
    };
    const timer = setInterval(due, POLL_MS);
    document.addEventListener('visibilitychange', due);
    const stop = onRefresh(load);
    return () => {
      call.current++;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', due);
      stop();
    };
  }, [path, api]);

  const shown = kept.path === path ? kept : { data: null, failure: null, loading: path !== null };
  const put = (data: T): void => {
    call.current++; // what was asked before the change knows nothing of it
    setKept({ path, data, failure: null, loading: false });
  };
  return { data: shown.data, failure: shown.failure, loading: shown.loading, reload: load, put };
}

/** While another page is read, the former one stays, so that nothing jumps and the focus stays. What one may no longer see goes. */
export function useKept<T>(of: Resource<T>): Resource<T> {
  const last = useRef<T | null>(null);
  if (of.data !== null) last.current = of.data;
  if (of.failure && of.failure.kind === 'forbidden') last.current = null;
  return { ...of, data: of.data ?? last.current };
}
