/** Price lists and offers on the server: each is read in a thread, one at a time, and not for somebody who has left. */
import { LIMITS, type ImportRequest, type Known, type Preview } from '../../import/index.ts';
import { ApiError } from '../api-error.ts';
import type { Failed } from '../threads/failed.ts';
import { openThread } from '../threads/thread.ts';
import type { Glance } from './glance.ts';
import { answersOf } from './known.ts';
import type { Order, Told } from './orders.ts';
import { left, Turns } from './turns.ts';

type Over = Exclude<Told, { ask: unknown } | { failed: unknown }>;

/** A list of a million rows takes a minute; what takes longer holds up all the others. */
const LONGEST_MS = 180_000;
const TOO_LARGE: Failed = { code: 'import-too-big', detail: { limit: LIMITS.characters / 1024 / 1024 } };

export class ImportDesk {
  readonly #turns = new Turns();
  readonly #longestMs: number;

  constructor(longestMs = LONGEST_MS) {
    this.#longestMs = longestMs;
  }

  /** @throws ApiError as the file is wrong, 503 when too many wait */
  async glance(actor: string, request: ImportRequest, imports: Known, gone: AbortSignal): Promise<Glance> {
    const over = await this.#turns.take(actor, () => this.#read({ request, wants: 'glance' }, imports, gone), gone);
    return 'glance' in over ? over.glance : lost();
  }

  /** To be taken over: that is done to the end, whoever leaves meanwhile. */
  async whole(actor: string, request: ImportRequest, imports: Known): Promise<Preview> {
    const over = await this.#turns.take(actor, () => this.#read({ request, wants: 'whole' }, imports));
    return 'whole' in over ? { ...over.whole, request } : lost();
  }

  /** Nothing was taken over yet, so whatever ends it leaves all as it was. */
  #read(order: Order, imports: Known, gone?: AbortSignal): Promise<Over> {
    const tooLong = new AbortController();
    const timer = setTimeout(() => tooLong.abort(new ApiError(503, 'import-slow')), this.#longestMs).unref();
    return read(order, imports, gone ? AbortSignal.any([gone, tooLong.signal]) : tooLong.signal).finally(() =>
      clearTimeout(timer),
    );
  }
}

function read(order: Order, imports: Known, gone: AbortSignal): Promise<Over> {
  const answer = answersOf(imports, order.request.competitor);
  return new Promise<Over>((resolve, reject) => {
    const thread = openThread<Told>({ program: 'import-worker', begin: order, tooLarge: TOO_LARGE }, {
      hear: (told) => {
        if ('ask' in told) answer(told.ask).then((known) => thread.postMessage(known), (error: unknown) => end(asError(error)));
        else if ('failed' in told) end(refused(told.failed));
        else end(told);
      },
      lose: (failed, cause) => end(refused(failed, cause)),
    });
    const leave = (): void => end(gone.reason instanceof ApiError ? gone.reason : left());
    let isOver = false; // the first word counts: a thread that is ended exits as well
    const end = (by: Over | Error): void => {
      if (isOver) return;
      isOver = true;
      gone.removeEventListener('abort', leave);
      void thread.terminate().then(() => (by instanceof Error ? reject(by) : resolve(by)));
    };
    if (gone.aborted) leave();
    else gone.addEventListener('abort', leave, { once: true });
  });
} // prettier-ignore

const asError = (error: unknown): Error => (error instanceof Error ? error : refused({ code: 'internal', detail: {} }, error));

/** The thread told another thing than it was asked for. */
function lost(): never {
  throw refused({ code: 'internal', detail: {} });
}
const refused = ({ code, detail }: Failed, cause?: unknown): ApiError =>
  new ApiError(code === 'internal' ? 500 : 409, code, detail, {}, cause);
