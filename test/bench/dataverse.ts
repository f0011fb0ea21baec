/** First link of Dataverse: Sidebook, the bare loop and npm dynamics-web-api in turns over the same pages, each in a process of its own. */
import { rmSync } from 'node:fs';
import type { Size } from './base.ts';
import { figure, median, type Figure } from './figures.ts';
import { measure, serveDataverse, type Measured } from './process.ts';

const rate = (m: Measured): number => (m['count'] ?? NaN) / (m['seconds'] ?? NaN);

/** `store`: a file in a folder of its own. At once, and as an organisation answers that is far away. */
export async function dataverse(store: string, size: Size, rounds: number): Promise<Figure[]> {
  const far = await turns(store, size, { rounds: 1, delay: PAGE_DELAY_MS });
  const near = await turns(store, size, { rounds, delay: 0 });
  const what = `the same pages, ${String(size.parties)} accounts + ${String(size.invoices)} invoices of 4 lines`;
  const loop = (t: Turns, ms: number): string =>
    `dataverse-bare-loop.ts over ${what}, ${String(ms)} ms a page: ${t.bare.toFixed(0)}/s`;
  const client = (t: Turns, ms: number): string =>
    `dynamics-web-api fetching ${what}, no engine, no store, ${String(ms)} ms a page: ${t.library.toFixed(0)}/s`;
  return [
    figure('first-link-dataverse-ratio', near.link / near.bare, 'x', '>= 0.6', loop(near, 0)),
    figure('first-link-dataverse-ratio-100ms', far.link / far.bare, 'x', '>= 0.6', loop(far, PAGE_DELAY_MS)),
    figure('first-link-dataverse-per-second', near.link, 'objects/s', null, 'lines read and kept with their invoices'),
    figure('first-link-dataverse-peak-mb', Math.max(near.peakMb, far.peakMb), 'MB', '< 300', 'peak RSS of the process'),
    figure('vs-dynamics-web-api-ratio', near.link / near.library, 'x', '>= 0.5', client(near, 0)),
    figure('vs-dynamics-web-api-ratio-100ms', far.link / far.library, 'x', '>= 0.5', client(far, PAGE_DELAY_MS)),
  ]; // prettier-ignore
}

const PAGE_DELAY_MS = 100;

/** Objects per second of each, and what Sidebook needed of memory. */
interface Turns {
  readonly link: number;
  readonly bare: number;
  readonly library: number;
  readonly peakMb: number;
}

async function turns(store: string, size: Size, { rounds, delay }: { rounds: number; delay: number }): Promise<Turns> {
  const server = await serveDataverse(size.parties, size.invoices, delay);
  const all = new Map<string, Measured[]>();
  const turn = async (work: string): Promise<void> => {
    for (const end of ['', '-wal', '-shm', '.mark']) rmSync(store + end, { force: true });
    all.set(work, [...(all.get(work) ?? []), whole(await measure(work, [server.url, store]), size)]);
  };
  // Sidebook first: the others ask for the pages it asked for.
  for (let i = 0; i < rounds; i++) for (const work of ['dataverse-link.ts', 'dataverse-bare-loop.ts', 'dataverse-library.ts']) await turn(work); // prettier-ignore
  await server.close();
  const rates = (work: string): number => median((all.get(work) ?? []).map(rate));
  const peakMb = Math.max(...(all.get('dataverse-link.ts') ?? []).map((m) => m.peakMb));
  return {
    link: rates('dataverse-link.ts'),
    bare: rates('dataverse-bare-loop.ts'),
    library: rates('dataverse-library.ts'),
    peakMb,
  };
}

/** A figure over a part of the base would be none. */
function whole(measured: Measured, { parties, invoices }: Size): Measured {
  if (measured['count'] !== parties + invoices) throw new Error(`${String(measured['count'])} of ${String(parties + invoices)}`);
  return measured;
}
