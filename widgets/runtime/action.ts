/** One thing a person does: saving, failed with the reason, and a repeat that is done at most once. */
import { useRef, useState } from 'preact/hooks';
import { useSidebook } from './context.ts';
import { asFailure, type Failure, failureCode } from './failure.ts';
import type { ApiRequest } from './transport.ts';

export interface Action<T> {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /**
   * Undefined when it failed: `failure` says why. A second call while busy does nothing. What failed and is asked again unchanged keeps its
   * key, so that a form may send itself as it stands now: nothing typed since is lost, and nothing is done twice.
   */
  readonly run: (request: ApiRequest) => Promise<T | undefined>;
  /** The same request with the same key. */
  readonly again: () => Promise<T | undefined>;
  readonly clear: () => void;
}

export function useAction<T>(): Action<T> {
  const { api, emit } = useSidebook();
  const [state, setState] = useState<{ busy: boolean; failure: Failure | null }>({ busy: false, failure: null });
  const running = useRef(false);
  const last = useRef<ApiRequest | null>(null);

  const again = async (): Promise<T | undefined> => {
    if (running.current || last.current === null) return undefined;
    running.current = true;
    setState({ busy: true, failure: null });
    try {
      const data = await api.send<T>(last.current);
      last.current = null;
      setState({ busy: false, failure: null });
      return data;
    } catch (thrown) {
      const failure = asFailure(thrown);
      setState({ busy: false, failure });
      emit('error', { code: failureCode(failure), ...(failure.problem ? { traceId: failure.problem.traceId } : {}) });
      return undefined;
    } finally {
      running.current = false;
    }
  };
  const run = (request: ApiRequest): Promise<T | undefined> => {
    if (running.current) return Promise.resolve(undefined);
    const before = last.current;
    const same = before !== null && wordsOf(before) === wordsOf(request) ? before.key : undefined;
    last.current = { ...request, key: request.key ?? same ?? api.newKey() };
    return again();
  };
  return { ...state, run, again, clear: () => setState({ busy: false, failure: null }) };
}

const wordsOf = ({ method, path, ifMatch = '', body = null }: ApiRequest): string =>
  JSON.stringify([method, path, ifMatch, body]);
