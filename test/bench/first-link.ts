/** Sidebook's first link of a big base: everything `sync` does, reading only, until both sides stand equal. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { HOST, open, synced } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
const memory: number[] = [];
const sampler = setInterval(() => memory.push(process.memoryUsage.rss() / 1024 / 1024), 250);
const sidebook = open(url, file);
await sidebook.begin();
const started = performance.now();
await synced(sidebook);
const seconds = (performance.now() - started) / 1000;
clearInterval(sampler);
const linked = await sidebook.store.read(async (t) => [
  await t.countLinks(HOST, 'counterparty'),
  await t.countLinks(HOST, 'invoice'),
]);
await sidebook.close();
const third = Math.floor(memory.length / 3);
const peak = (from: number, to: number): number => Math.max(...memory.slice(from, to));
tell({
  seconds,
  count: linked.reduce((n, l) => n + l.linked, 0),
  growth: third > 0 ? peak(2 * third, memory.length) / peak(third, 2 * third) : 1,
});
