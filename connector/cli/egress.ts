/** sidebook audit egress: everything that left for hosts in some days, by base, kind and field (F4). */
import { writeFileSync } from 'node:fs';
import { SidebookError } from '../errors.ts';
import type { EgressSum } from '../store/store.ts';
import { egressCsv, egressHead, egressPage, egressRow } from '../words/egress-page.ts';
import { t, withSidebook, type Io } from './io.ts';
import { leaving } from './leaving.ts';
import { table } from './table.ts';

export interface EgressOptions {
  readonly from: string;
  readonly to: string;
  readonly csv?: string;
  readonly html?: string;
  readonly json?: boolean;
}

export async function egress(io: Io, o: EgressOptions): Promise<void> {
  const [from, until] = [startOf(o.from), startOf(o.to)];
  if (until < from) throw new SidebookError('days-reversed', { from: o.from, to: o.to });
  until.setDate(until.getDate() + 1);
  await withSidebook(io, async ({ store }) => {
    const rows = await store.read((r) => r.egress(from.toISOString(), until.toISOString()));
    if (o.csv !== undefined || o.html !== undefined) await leaving(io, rows.length);
    if (o.json) io.out(`${JSON.stringify(rows, null, 2)}\n`);
    if (o.csv !== undefined) written(io, o.csv, egressCsv(io, rows));
    if (o.html !== undefined) written(io, o.html, egressPage(io, rows, o));
    if (!o.json && o.csv === undefined && o.html === undefined) io.out(`${text(io, rows)}\n`);
  });
}

/** Midnight of this machine's clock. */
function startOf(day: string): Date {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00`) : new Date(NaN);
  const isDay = !Number.isNaN(at.getTime()) && at.getDate() === Number(day.slice(8));
  if (!isDay) throw new SidebookError('date-unclear', { date: day });
  return at;
}

function written(io: Io, file: string, content: string): void {
  writeFileSync(file, content);
  io.out(`${t(io, `Written: ${file}`, `Записано: ${file}`)}\n`);
}

const text = (io: Io, rows: readonly EgressSum[]): string =>
  rows.length === 0
    ? t(io, 'Nothing left in these days.', 'За эти дни ничего не уходило.')
    : table(rows.map((r) => egressRow(io, r)), { head: egressHead(io), right: [3, 4], indent: '  ' }); // prettier-ignore
