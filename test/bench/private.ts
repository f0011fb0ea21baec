/** Figures of the private store: the search in notes, the price panel, appending. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { figure, median, type Figure } from './figures.ts';
import { measure, type Measured } from './process.ts';

export interface Sizes {
  readonly notes: number;
  readonly prices: number;
  readonly items: number;
  /** Invoices whose prices are asked for. */
  readonly invoices: number;
  readonly appended: number;
  readonly rounds: number;
}

const clear = (file: string): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
};

export async function notesSearch(folder: string, { notes }: Sizes): Promise<Figure[]> {
  const file = join(folder, 'notes.db');
  clear(file);
  await measure('notes-fill.ts', [file, String(notes)]);
  const times = await measure('notes-search.ts', [file]);
  const bytes = statSync(file).size / notes;
  clear(file);
  const kinds = Object.entries(times).filter(([name]) => name !== 'peakMb' && name !== 'all');
  const each = kinds.map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(', ');
  return [
    figure('notes-search-p95-ms', Math.max(...kinds.map(([, ms]) => ms)), 'ms', '<= 200', `${String(notes)} notes, a tenth private, the slowest kind: ${each}`),
    figure('notes-bytes-each', bytes, 'bytes', null, 'text, rows and index'),
  ]; // prettier-ignore
}

export async function pricePanel(folder: string, { prices, items, invoices }: Sizes): Promise<Figure[]> {
  const file = join(folder, 'prices.db');
  clear(file);
  await measure('prices-bare.ts', [file, String(prices), String(items)]);
  const panel = await measure('price-panel.ts', [file, String(items), String(invoices)]);
  const bytes = statSync(file).size / prices;
  const http = await overHttp(folder, file, items, invoices);
  for (const one of [file, join(folder, 'prices-shared.db')]) clear(one);
  const what = `20 lines, ${String(prices)} observations of ${String(items)} items, ${String(Math.round(panel['prices'] ?? 0))} prices shown, ${bytes.toFixed(0)} bytes each`;
  const how = `GET /prices over HTTP, one after the other, ${String(Math.round((http['bytes'] ?? NaN) / 1024))} kB each`;
  return [
    figure('price-panel-p95-ms', panel['p95'] ?? NaN, 'ms', '<= 50', what),
    figure('price-panel-first-data-ms', http['p95'] ?? NaN, 'ms', '<= 300', how),
    figure(
      'price-panel-cold-ms',
      http['first'] ?? NaN,
      'ms',
      null,
      'the very first answer of a server just started: the file is opened for it',
    ),
  ];
}

/** Another process, with a shared store of its own beside the prices. */
async function overHttp(folder: string, file: string, items: number, invoices: number): Promise<Measured> {
  const shared = join(folder, 'prices-shared.db');
  clear(shared);
  return measure('price-http.ts', [file, shared, String(items), String(invoices)]);
}

const rate = (m: Measured): number => (m['count'] ?? NaN) / (m['seconds'] ?? NaN);

/** In turns, each into a store of its own. */
export async function append(folder: string, { appended, items, rounds }: Sizes): Promise<Figure[]> {
  const file = join(folder, 'append.db');
  const [bare, own]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    clear(file);
    bare.push(await measure('prices-bare.ts', [file, String(appended), String(items)]));
    clear(file);
    await measure('prices-bare.ts', [file, '0', String(items)]);
    own.push(await measure('prices-append.ts', [file, String(appended)]));
  }
  clear(file);
  const [theirs, ours] = [median(bare.map(rate)), median(own.map(rate))];
  const what = `prices-bare.ts: ${theirs.toFixed(0)}/s into the same table; the store ${ours.toFixed(0)}/s, ${String(appended)} rows, a thousand a call`;
  return [figure('append-ratio', ours / theirs, 'x', '>= 0.6', what)];
}
