/** A plan over a linked base in which one counterparty of a hundred was changed here. URL, FILE. */
import { HOST, open, synced } from './open.ts';
import { tell } from './process.ts';

const [url = '', file = ''] = process.argv.slice(2);
const sidebook = open(url, file);
await sidebook.begin();
await synced(sidebook);
const changed = await change();
const started = performance.now();
await synced(sidebook, { planOnly: true });
const seconds = (performance.now() - started) / 1000;
const [links, plan] = await sidebook.store.read(
  async (t) => [await t.countLinks(HOST, 'counterparty'), await t.lastPlan(HOST)] as const,
);
const steps = (JSON.parse(plan?.steps ?? '[]') as { does: string }[]).filter((s) => s.does === 'change').length;
if (steps !== changed) throw new Error(`${String(steps)} of ${String(changed)} changes planned`);
await sidebook.close();
tell({ seconds, links: links.linked, steps });

/** Every hundredth record, all in one go. */
async function change(): Promise<number> {
  const records = (await sidebook.store.read((t) => t.recordsOf('counterparty', null, 1_000_000))).filter(
    (_, i) => i % 100 === 0,
  );
  await sidebook.store.write({ actor: 'bench' }, (t) => {
    for (const r of records) {
      t.setRecord({ ...r, rev: r.rev + 1, fields: { ...r.fields, comment: 'изменено' } }, r.rev);
      t.touchLinks(r.id, 0);
    }
  });
  return records.length;
}
