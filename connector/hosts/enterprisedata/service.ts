/**
 * The service EnterpriseDataExchange_1_0_1_1 in our words (hosts/1c.md 5.2): nine operations and the list of versions. What each answers is
 * read here; what a refusal leads to is decided by the exchange.
 */
import type { HostId } from '../../model.ts';
import { HostError } from '../host.ts';

/** What an asynchronous operation has come to. */
export interface Progress {
  readonly status: 'Active' | 'Completed' | 'Failed' | 'Canceled';
  /** 1C's own sentence. */
  readonly error: string | null;
}

export interface Prepared extends Progress {
  readonly fileId: string;
  readonly parts: number;
}

export interface ExchangeService {
  /** Versions of the service the base publishes. */
  versions(): Promise<readonly string[]>;
  /** Null = the connection may be used; else why not, in 1C's words. */
  test(): Promise<string | null>;
  /** Begins to prepare a message for us; its id is asked for by `prepared`. */
  prepare(partKb: number): Promise<string>;
  prepared(operation: string): Promise<Prepared>;
  /** From 1. Null = there is no such part. */
  part(fileId: string, number: number): Promise<Uint8Array | null>;
  /** The file is not needed any more; what it said is confirmed by our next message. */
  release(fileId: string): Promise<void>;
  putPart(fileId: string, number: number, bytes: Uint8Array): Promise<void>;
  /** Begins to load the file; its id is asked for by `loaded`. */
  load(fileId: string): Promise<string>;
  loaded(operation: string): Promise<Progress>;
  /** The clock of its web server, as it says on an answer. */
  serverDate(): Promise<string | null>;
  close(): Promise<void>;
}

/** Module paths with line numbers in braces are for programmers; the reason is said twice. */
export const sentenceOf = (text: string): string =>
  text.replace(/\{[^{}]*\(\d+\)\}:?\s*/g, '').replace(/\s*по причине:[\s\S]*$/i, '').replace(/\s+/g, ' ').trim().slice(0, 500); // prettier-ignore

/** The words 1C's handlers use where the connection itself is refused. */
const REASONS: readonly (readonly [RegExp, HostError['kind'], string])[] = [
  [/недостаточно прав/i, 'unauthorised', 'ed-no-right'],
  [/в состоянии обновления|обновляется/i, 'unavailable', 'host-updating'],
  [/не найден/i, 'unauthorised', 'ed-no-node'],
];

/** Why 1C does not exchange with us, as an error with its cure. */
export function refusedBy(host: HostId, said: string, operation: string): HostError {
  const [, kind, code] = REASONS.find(([words]) => words.test(said)) ?? [null, 'unavailable' as const, 'ed-failed'];
  return new HostError(kind, host, { code, sentence: sentenceOf(said), at: { set: operation }, alone: false });
}
