/** A refusal of the feed, in OData's words: a status, a code of the catalogue, and where in what was asked. router.ts sends it. */
import type { Code } from '../../errors.ts';

export class FeedRefused extends Error {
  readonly status: number;
  readonly code: Code;
  readonly detail: Readonly<Record<string, string | number>>;
  constructor(status: number, code: Code, detail: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

export const refuse = (code: Code, detail: Readonly<Record<string, string | number>> = {}): FeedRefused => new FeedRefused(400, code, detail); // prettier-ignore
/** Part of OData, and not of this feed: said so instead of answering something else. */
export const notHere = (what: string): FeedRefused => new FeedRefused(501, 'feed-not-here', { what });
