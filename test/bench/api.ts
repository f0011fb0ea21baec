/** Twenty clients ask for one aggregate answer after the other, each kind for itself: what one of them waits. PORT, how many EACH. */
import { Pool } from 'undici';
import { tell } from './process.ts';

const [port = '', each = ''] = process.argv.slice(2);
const CLIENTS = 20;
const EACH = Number(each);
const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CLIENTS });
const sample = (await (await pool.request({ method: 'GET', path: '/sample' })).body.json()) as string[];
const of = (i: number): string => `?entity=${encodeURIComponent(sample[(i * 7919) % sample.length] ?? '')}`;

const CALLS: Readonly<Record<string, (i: number) => string>> = {
  counterparty: (i) => `/counterparty${of(i)}`,
  invoices: (i) => `/invoices${i % 2 === 0 ? of(i) : `?filter=${['all', 'overdue', 'unpaid', 'drafts'][i % 4] ?? 'all'}`}`,
  problems: (i) => `/problems${i % 2 === 0 ? of(i) : ''}`,
  sync: () => '/sync',
};

async function ask(path: string): Promise<number> {
  const started = performance.now();
  const { statusCode, body } = await pool.request({ method: 'GET', path: `/api/v1${path}` });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path}: ${String(statusCode)} ${text}`);
  if (text.length > 64_000) throw new Error(`${path}: ${String(text.length)} bytes`);
  return performance.now() - started;
}

/** What one of twenty waits, at the 95th percentile. */
async function p95(path: (i: number) => string): Promise<number> {
  const times: number[] = [];
  const client = async (n: number): Promise<void> => {
    for (let i = 0; i < EACH; i++) times.push(await ask(path(n * EACH + i)));
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
}

for (const path of Object.values(CALLS)) for (let i = 0; i < EACH; i++) await ask(path(i)); // the first answers compile the server
const figures: Record<string, number> = {};
for (const [name, path] of Object.entries(CALLS)) figures[name] = await p95(path);
await pool.close();
tell(figures);
