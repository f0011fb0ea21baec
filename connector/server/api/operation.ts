/** One operation of the API: address, right, what it takes and answers. The routes, the checks and OpenAPI are made of these. */
import type { z } from 'zod';
import type { Right } from '../auth/rights.ts';
import type { Widget } from '../contract/embed.ts';
import type { Principal } from '../principal.ts';
import type { Api } from './api.ts';

type Schema = z.ZodType;
type Out<S extends Schema | undefined> = S extends Schema ? z.output<S> : undefined;

export interface Call<Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined> {
  readonly api: Api;
  readonly who: Principal;
  /** The `{id}` of the path; '' where it has none. */
  readonly id: string;
  readonly query: Out<Q>;
  readonly body: Out<B>;
  /** What the caller saw (If-Match), where the operation wants it. */
  readonly match: string;
  /** Idempotency-Key of a change; '' of a question. */
  readonly key: string;
  /** Whoever asked has left, or was answered. */
  readonly gone: AbortSignal;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What an operation with `answer: 'file'` brings: to be saved, never to be shown by the browser. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Bytes: a price list, eight megabytes of file in base64; what a price was seen on, four. */
export const FILE = 12 * 1024 * 1024;

export interface Operation {
  readonly method: 'get' | 'post' | 'patch';
  /** As OpenAPI writes it: /invoices/{id} */
  readonly path: string;
  readonly summary: string;
  readonly right: Right | null;
  /** A token must name one of them. */
  readonly widgets: readonly Widget[];
  readonly query?: Schema;
  readonly body?: Schema;
  /** Bytes its body may have, where it carries a file. */
  readonly most?: number;
  /** Changes an object that may have moved. */
  readonly match?: true;
  /** Changes nothing: needs no key, and is counted as a read. */
  readonly isFree?: true;
  /** What is asked never stands in the audit: the private store tells there of its own changes, by ids alone. */
  readonly isPrivate?: true;
  /** Null: nothing (204). */
  readonly answer: Schema | 'html' | 'file' | null;
  readonly run: (call: Call<Schema, Schema>) => Promise<unknown>;
}

/** Keeps query and body of one operation together with the types its work sees. */
export const operation = <Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined>(
  o: Omit<Operation, 'query' | 'body' | 'run'> & { query?: Q; body?: B; run: (call: Call<Q, B>) => Promise<unknown> },
): Operation => o as Operation;
