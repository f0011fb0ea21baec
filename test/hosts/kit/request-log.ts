/** What a fake remembers of every request of the surface it imitates. */
export interface LoggedRequest {
  method: string;
  /** Decoded path without the query. */
  path: string;
  /** As it came over the wire. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** 0 while unanswered or when the connection was cut before an answer. */
  status: number;
  /** The fake's own clock. */
  at: string;
  /** Values of the caller's private tables found in this request (leak rule of the host documents). */
  leaks: string[];
}

/** Finds forbidden values in everything a client sent: address, headers and body, encoded or not. */
export function findLeaks(request: LoggedRequest, forbidden: readonly string[]): string[] {
  const sent = [
    request.url,
    decodeLoosely(request.url),
    request.body,
    unescapeJson(request.body),
    Object.values(request.headers).join('\n'),
  ];
  return forbidden.filter((value) => value !== '' && sent.some((text) => text.includes(value)));
}

function decodeLoosely(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function unescapeJson(body: string): string {
  return body.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
