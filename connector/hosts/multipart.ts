/**
 * The text of an OData `$batch` and of its answer (hosts/dynamics.md 1.10): multipart/mixed, a group of several writes is a change
 * set. Lines end in CRLF; answers with LF alone are read too.
 */
import type { Writing } from './gate.ts';

/** One request of a batch. */
export interface BatchPart {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly writing?: Writing;
}

const EOL = '\r\n';

/** `groups`: requests that go together; a group of one write, or a GET, stands by itself. */
export function batchText(base: string, boundary: string, groups: readonly (readonly BatchPart[])[]): string {
  const parts = groups.map((group, n) => (isSet(group) ? changeSet(base, `changeset_${boundary.slice(6)}_${String(n)}`, group) : group.map((p) => single(base, p, null)).join(`--${boundary}${EOL}`))); // prettier-ignore
  return `${parts.map((text) => `--${boundary}${EOL}${text}`).join('')}--${boundary}--${EOL}`;
}

const isSet = (group: readonly BatchPart[]): boolean => group.length > 1;

function changeSet(base: string, boundary: string, group: readonly BatchPart[]): string {
  const parts = group.map((p, i) => `--${boundary}${EOL}${single(base, p, i + 1)}`).join('');
  return `Content-Type: multipart/mixed; boundary="${boundary}"${EOL}${EOL}${parts}--${boundary}--${EOL}`;
}

function single(base: string, part: BatchPart, id: number | null): string {
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...(id === null ? [] : [`Content-ID: ${String(id)}`])]; // prettier-ignore
  const headers = Object.entries(part.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  const request = [`${part.method} ${base}${part.path} HTTP/1.1`, ...headers, '', part.body ?? ''];
  return [...head, '', ...request, ''].join(EOL);
}

export interface PartAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Answers in the order they stand in, those of change sets too; null = not a multipart text, or one that breaks off. */
export const batchAnswers = (contentType: string, text: string): PartAnswer[] | null =>
  batchGroups(contentType, text)?.flat() ?? null;

/** Group by group: a change set that was refused has one answer for all of it. */
export function batchGroups(contentType: string, text: string): PartAnswer[][] | null {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined || !text.includes(`--${boundary}--`)) return null;
  const pieces = text.split(new RegExp(`\\r?\\n?--${escaped(boundary)}(?:--)?[ \\t]*(?:\\r?\\n|$)`)).slice(1, -1);
  const read = pieces.map(partAnswer);
  return read.some((r) => r === null) ? null : read.map((r) => r ?? []);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function partAnswer(piece: string): PartAnswer[] | null {
  const [head, body] = cut(piece);
  const type = headersOf(head)['content-type'] ?? '';
  if (type.startsWith('multipart/')) return batchAnswers(type, body);
  const [request, text] = cut(body);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(request.trimStart())?.[1];
  return status === undefined ? null : [{ status: Number(status), headers: headersOf(request), text: text.trim() }];
}

function cut(text: string): [string, string] {
  const at = /\r?\n\r?\n/.exec(text);
  return at ? [text.slice(0, at.index), text.slice(at.index + at[0].length)] : [text, ''];
}

const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
