/** Reads a whole set page by page, as Power BI does, and tells how long it took: PORT, /odata/Counterparties or /bare. */
import { Pool } from 'undici';
import { tell } from './process.ts';

const [port = '', path = ''] = process.argv.slice(2);
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1 });
const headers = { authorization: 'Bearer bench.secret', accept: 'application/json' };

async function text(at: string): Promise<string> {
  const { statusCode, body } = await pool.request({ method: 'GET', path: at, headers });
  const said = await body.text();
  if (statusCode !== 200) throw new Error(`${at}: ${String(statusCode)} ${said.slice(0, 200)}`);
  return said;
}

const NEXT = /"@odata\.nextLink":"(?:https?:\/\/[^/]+)?([^"]+)"/;
/** Rows are counted by their key, so that reading costs the server more than the reader. */
async function walk(most: number): Promise<{ rows: number; bytes: number; pages: number; growth: number }> {
  let [rows, bytes, pages, next]: [number, number, number, string | undefined] = [0, 0, 0, path];
  const peaks: number[] = [];
  while (next !== undefined && pages < most) {
    const said: string = await text(next);
    rows += said.split('"CounterpartyId":').length - 1;
    bytes += said.length;
    pages++;
    if (pages % 5 === 0) peaks.push((JSON.parse(await text('/peak')) as { nowMb: number }).nowMb);
    next = NEXT.exec(said.slice(-600))?.[1];
  }
  const third = Math.ceil(peaks.length / 3);
  return { rows, bytes, pages, growth: Math.max(...peaks.slice(-third)) / Math.max(...peaks.slice(0, peaks.length - third), 1) };
}

await walk(30); // the first answers compile the server
const started = performance.now();
const { rows, bytes, pages, growth } = await walk(Infinity);
const seconds = (performance.now() - started) / 1000;
const { peakMb: serverPeakMb } = JSON.parse(await text('/peak')) as { peakMb: number };
await pool.close();
tell({ rows, bytes, pages, seconds, serverPeakMb, growth });
