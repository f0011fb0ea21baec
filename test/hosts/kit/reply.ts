import type { LoggedRequest } from './request-log.ts';

/** A prepared answer that is sent byte for byte instead of a computed one (1c.md 10, "General"). */
export interface Reply {
  /** A piece of the decoded path with its query. */
  path: string;
  method?: string;
  status?: number;
  contentType?: string;
  body: string;
  /** How many requests it answers; absent: all. */
  next?: number;
}

/** The one that fits this request, used up by one. */
export function takeReply(replies: Reply[], logged: LoggedRequest): Reply | undefined {
  const found = replies.find(
    (r) => decodeURI(logged.url).includes(r.path) && (r.method ?? logged.method) === logged.method && r.next !== 0,
  );
  if (found?.next !== undefined) found.next--;
  return found;
}
