/** First link over EnterpriseData messages: Sidebook and the bare loop in turns, each in a process of its own. */
import { rmSync, statSync } from 'node:fs';
import type { Size } from './base.ts';
import { figure, median, type Figure } from './figures.ts';
import { messageFile } from './messages-file.ts';
import { measure, serveApi, type Measured } from './process.ts';

const rate = (m: Measured): number => (m['count'] ?? NaN) / (m['seconds'] ?? NaN);

/** `store`: a file in a folder of its own. */
export async function messages(store: string, size: Size, rounds: number): Promise<Figure[]> {
  const archive = await messageFile(size);
  const clean = (): void => {
    for (const end of ['', '-wal', '-shm', '.mark']) for (const f of [store, store.replace(/[^/\\]+$/, 'big.enterprisedata.db')]) rmSync(f + end, { force: true }); // prettier-ignore
  };
  const turn = async (work: string): Promise<Measured> => {
    clean();
    const server = await serveApi(archive, 'messages-server.ts'); // its first message is the big one
    const measured = await measure(work, [`http://${server.port}/base/ws/`, store]);
    await server.close();
    return measured;
  };
  const [bare, link]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < rounds; i++) (bare.push(await turn('messages-bare.ts')), link.push(await turn('messages-link.ts')));
  clean();
  const what = `${String(size.parties)} counterparties + ${String(size.invoices)} invoices of 4 lines, archive of ${(statSync(archive).size / 1024 / 1024).toFixed(0)} MB`;
  return [
    figure('first-link-enterprisedata-ratio', median(link.map(rate)) / median(bare.map(rate)), 'x', '>= 0.6', `messages-bare.ts, ${what}; ${median(bare.map(rate)).toFixed(0)}/s of the bare loop`),
    figure('first-link-enterprisedata-connector-ratio', median(link.map((m) => (m['count'] ?? NaN) / (m['atHost'] ?? NaN))) / median(bare.map(rate)), 'x', null, 'the same with an engine that takes no time'),
    figure('first-link-enterprisedata-peak-mb', Math.max(...link.map((m) => m.peakMb)), 'MB', '< 300', 'peak RSS of the process'),
  ]; // prettier-ignore
}
