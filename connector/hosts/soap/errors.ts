/** What stands in the way of an envelope or of its answer, one kind per reaction. Bodies never get in: they hold the books. */
import { Blocked } from '../gate.ts';
import { HostError, type HostErrorKind } from '../host.ts';
import { NoAnswer } from '../http.ts';
import type { HostId } from '../../model.ts';
import { BadXml } from './guard.ts';

export interface AskedFor {
  readonly host: HostId;
  /** True: without an answer it is not known whether it was carried out. */
  readonly write: boolean;
  /** For messages: the operation. Never a value. */
  readonly at: Readonly<Record<string, string>>;
}

const NO_ANSWER = {
  refused: 'host-unreachable',
  timeout: 'host-slow',
  cut: 'connection-cut',
  'unknown-host': 'unknown-host',
  tls: 'tls-untrusted',
} as const;

/** A request that was not let out, got no answer, or one that is not read. Anything else is a bug and goes on as it is. */
export function soapError(error: unknown, asked: AskedFor): unknown {
  const outcome = asked.write ? 'unknown' : 'not-sent';
  if (error instanceof BadXml) return new HostError('bad-response', asked.host, { code: error.code, at: { ...asked.at, what: error.what }, outcome });
  if (error instanceof Blocked) return blocked(error, asked);
  if (!(error instanceof NoAnswer)) return error;
  return new HostError('unavailable', asked.host, {
    code: NO_ANSWER[error.reason], at: asked.at, outcome: error.sent ? outcome : 'not-sent', alone: error.sent, cause: error,
  });
} // prettier-ignore

const blocked = ({ code, at }: Blocked, asked: AskedFor): HostError =>
  code === 'wall-blind'
    ? new HostError('unavailable', asked.host, { code })
    : new HostError('leak', asked.host, { code, at: { ...asked.at, ...at } });

/** Statuses that say enough by themselves; null = the body tells. `wait`: how long the server asks to be left alone, in milliseconds. A fault comes with 500, and 400 from some servers. */
export function statusError(status: number, isPage: boolean, wait: number | null, asked: AskedFor): HostError | null {
  const known = meaning(status, isPage);
  if (!known) return null;
  const mayHaveHappened = asked.write && status >= 500;
  return new HostError(known[0], asked.host, {
    code: known[1], status, at: asked.at, outcome: mayHaveHappened ? 'unknown' : 'not-sent', ...(wait === null ? {} : { retryAfterMs: wait }),
  });
} // prettier-ignore

function meaning(status: number, isPage: boolean): readonly [HostErrorKind, string] | null {
  if (status >= 300 && status < 400) return ['bad-response', 'redirected'];
  if (status === 401 || status === 403) return ['unauthorised', 'wrong-password'];
  if (status === 404) return ['unauthorised', 'no-such-service'];
  if (status === 406) return ['unavailable', 'no-session'];
  if (status === 415) return ['bad-response', 'soap-version'];
  if (status === 429) return ['unavailable', 'too-many-requests'];
  if (status >= 500 && isPage) return ['unavailable', 'host-updating'];
  return status === 502 || status === 503 || status === 504 ? ['unavailable', 'host-unreachable'] : null;
}
