/** How many rows a second the audit takes: one by one, in batches, inside the transactions of another file; and how fast it is verified. FILE, ROWS. */
import { joinAudit } from '../../connector/audit/sqlite/join.ts';
import { openAudit } from '../../connector/audit/sqlite/audit.ts';
import type { Entry } from '../../connector/audit/audit.ts';
import { openDatabase } from '../../connector/store/sqlite/driver.ts';
import { realWorld } from '../../connector/world.ts';
import { tell } from './process.ts';

const [file = '', rows = ''] = process.argv.slice(2);
const [COUNT, BATCH] = [Number(rows), 100];
const world = realWorld();
const entry = (i: number): Entry => ({ actor: 'ut11:anna', what: 'write:price', subject: `items/${String(i)}`, value: { item: `Болт М${String(i)}`, price: '12.50', currency: 'RUB' } }); // prettier-ignore

/** Rows a second. */
async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (count * 1000) / (performance.now() - started);
}

const audit = openAudit({ file, world });
const append = await rate(COUNT, async () => {
  for (let i = 0; i < COUNT; i++) await audit.append([entry(i)]);
});
const batch = await rate(COUNT, async () => {
  for (let i = 0; i < COUNT; i += BATCH) await audit.append(Array.from({ length: BATCH }, (_, j) => entry(i + j)));
});
const reads = await rate(COUNT, async () => {
  for (let i = 0; i < COUNT; i++) await audit.count('ut11:anna', 'read:invoices.read');
});
const other = openDatabase(`${file}.other`);
other.exec('pragma journal_mode = wal; pragma synchronous = normal');
const within = joinAudit(other, { file, world });
const joined = await rate(COUNT, async () => {
  for (let i = 0; i < COUNT; i += BATCH) {
    other.exec('begin immediate');
    for (let j = 0; j < BATCH; j++) within.append([entry(i + j)]);
    other.exec('commit');
  }
});
other.close();
const verified = await rate(3 * COUNT, async () => {
  if ((await audit.verify()).length > 0) throw new Error('the audit does not verify');
});
await audit.close();
tell({ append, batch, reads, joined, verified });
