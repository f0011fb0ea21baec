/** first-link-organization-ratio (issue 6): Sidebook against the bare loop with the same library, over the same answers, in turns. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { figure, median, type Figure } from './figures.ts';
import { measure, serveOrganization, type Measured } from './process.ts';

export async function organization(
  folder: string,
  [parties, invoices]: readonly [number, number],
  rounds: number,
): Promise<Figure[]> {
  const file = join(folder, 'organization.db');
  const clean = (): void => ['', '-wal', '-shm', '.mark'].forEach((end) => rmSync(file + end, { force: true }));
  const server = await serveOrganization([parties, invoices]);
  clean();
  await measure('organization-link.ts', [server.url, file]); // answers become bytes
  const [bare, link]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    clean();
    bare.push(await measure('organization-bare.ts', [server.url, file, server.asked]));
    clean();
    link.push(await measure('organization-link.ts', [server.url, file]));
  }
  await server.close();
  clean();
  const seconds = (all: readonly Measured[]): number => median(all.map((m) => m['seconds'] ?? NaN));
  if (link.some((m) => m['count'] !== parties + invoices)) throw new Error('objects are missing');
  const size = `${String(parties)} accounts + ${String(invoices)} invoices of a line`;
  return [
    figure('first-link-organization-ratio', seconds(bare) / seconds(link), 'x', '>= 0.6', `the same envelopes posted, parsed with the same library and inserted raw, ${size}`),
    figure('first-link-organization-peak-mb', Math.max(...link.map((m) => m.peakMb)), 'MB', '< 300', 'peak RSS of the process'),
  ]; // prettier-ignore
}
