/** First link of Dataverse: Sidebook, the bare loop and npm dynamics-web-api in turns over the same pages, each in a process of its own. */
import { rmSync } from 'node:fs';
import type { Size } from './base.ts';
import { figure, median, type Figure } from './figures.ts';
import { measure, serveDataverse, type Measured } from './process.ts';

const rate = (m: Measured): number => (m['count'] ?? NaN) / (m['seconds'] ?? NaN);

/** `store`: a file in a folder of its own. */
export async function dataverse(store: string, size: Size, rounds: number): Promise<Figure[]> {
  const server = await serveDataverse(size.parties, size.invoices);
  const all = new Map<string, Measured[]>();
  const turn = async (work: string): Promise<void> => {
    for (const end of ['', '-wal', '-shm', '.mark']) rmSync(store + end, { force: true });
    all.set(work, [...(all.get(work) ?? []), whole(await measure(work, [server.url, store]), size)]);
  };
  // Sidebook first: the others ask for the pages it asked for.
  for (let i = 0; i < rounds; i++) for (const work of ['dataverse-link.ts', 'dataverse-bare-loop.ts', 'dataverse-library.ts']) await turn(work); // prettier-ignore
  await server.close();
  const rates = (work: string): number => median((all.get(work) ?? []).map(rate));
  const [link, bare, library] = [rates('dataverse-link.ts'), rates('dataverse-bare-loop.ts'), rates('dataverse-library.ts')];
  const what = `the same pages, ${String(size.parties)} accounts + ${String(size.invoices)} invoices of 4 lines`;
  const peak = Math.max(...(all.get('dataverse-link.ts') ?? []).map((m) => m.peakMb));
  return [
    figure('first-link-dataverse-ratio', link / bare, 'x', '>= 0.6', `dataverse-bare-loop.ts over ${what}: ${bare.toFixed(0)}/s`),
    figure('first-link-dataverse-per-second', link, 'objects/s', null, 'lines read and kept with their invoices'),
    figure('first-link-dataverse-peak-mb', peak, 'MB', '< 300', 'peak RSS of the process'),
    figure('vs-dynamics-web-api-ratio', link / library, 'x', '>= 0.5', `dynamics-web-api fetching ${what}, no engine, no store: ${library.toFixed(0)}/s`),
  ]; // prettier-ignore
}

/** A figure over a part of the base would be none. */
function whole(measured: Measured, { parties, invoices }: Size): Measured {
  if (measured['count'] !== parties + invoices) throw new Error(`${String(measured['count'])} of ${String(parties + invoices)}`);
  return measured;
}
