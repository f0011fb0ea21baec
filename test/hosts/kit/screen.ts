/** What a fake holds, for a browser: the address a demo prints is a page to look at, and nothing is changed by looking. */
import type { ServerResponse } from 'node:http';
import type { Operations } from './control.ts';

/** Tables, each with the columns worth a look; what changed last comes first. */
export type Screen = Readonly<Record<string, readonly string[]>>;

const MOST = 100;
type Row = Readonly<Record<string, unknown>>;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (value: unknown): string => (typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)).replace(/[&<>"]/g, (found) => ESCAPES[found] ?? ''); // prettier-ignore

const row = (tag: 'th' | 'td', cells: readonly unknown[]): string => `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`; // prettier-ignore

/** Dynamics and Business Central call it differently. */
const changed = (one: Row): string => escaped(one['modifiedon'] ?? one['lastModifiedDateTime']);

function table(name: string, columns: readonly string[], rows: readonly Row[]): string {
  const shown = rows.toSorted((a, b) => (changed(a) < changed(b) ? 1 : -1)).slice(0, MOST);
  const head = `<h2>${escaped(name)} <small>${String(rows.length)}</small></h2>`;
  const more = rows.length > MOST ? `<p>… ${String(rows.length - MOST)}</p>` : '';
  return `${head}<table>${row('th', columns)}${shown.map((one) => row('td', columns.map((column) => one[column]))).join('')}</table>${more}`; // prettier-ignore
}

const STYLE = 'body{font:14px system-ui,sans-serif;margin:16px}table{border-collapse:collapse}th,td{padding:2px 8px;border-bottom:1px solid #ddd;text-align:left}small{color:#666}'; // prettier-ignore

/** Written anew every few seconds, so that what arrives is seen. */
export function answerScreen(response: ServerResponse, { list }: Operations, screen: Screen): void {
  const rowsOf = list as (name: string) => readonly Row[];
  const tables = Object.entries(screen).map(([name, columns]) => table(name, columns, rowsOf(name)));
  const body = `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><meta name="viewport" content="width=device-width"><title>fake</title><style>${STYLE}</style></head><body>${tables.join('')}</body></html>`;
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'" });
  response.end(body);
} // prettier-ignore
