/** Searches in a store full of notes, as a salesperson and as a lead: FILE. Tells the slowest 5 of 100 of each kind of question. */
import { seeded, type Random } from '../random.ts';
import { LEAD, openPrivate, p95, SALES, stemNamed, VOCABULARY } from './private-store.ts';
import { tell } from './process.ts';

const [file = ''] = process.argv.slice(2);
const store = openPrivate(file);
const EACH = 100;

const common = (r: Random): string => stemNamed(r.int(20));
const usual = (r: Random): string => stemNamed(200 + r.int(2000));
const rare = (r: Random): string => stemNamed(VOCABULARY - 1 - r.int(20_000));
const KINDS: Readonly<Record<string, (r: Random) => string>> = {
  common,
  usual,
  rare,
  'two common': (r) => `${common(r)} ${common(r)}`,
  'common and rare': (r) => `${common(r)} ${rare(r)}`,
  'two usual': (r) => `${usual(r)} ${usual(r)}`,
  'three common': (r) => `${common(r)} ${common(r)} ${common(r)}`,
  'two usual, one common': (r) => `${usual(r)} ${common(r)} ${usual(r)}`,
  absent: () => 'несуществующее',
  'never together': () => 'левшащк правшащк',
};

const random = seeded(11);
const views = [store.as(SALES), store.as(LEAD)];
let found = 0;
async function ask(words: string, i: number): Promise<number> {
  const started = performance.now();
  const page = await views[i % views.length]?.searchNotes(words);
  const ms = performance.now() - started;
  found += page?.rows.length ?? 0;
  return ms;
}

for (const kind of Object.values(KINDS)) for (let i = 0; i < 5; i++) await ask(kind(random), i); // compiled, and the upper pages read
const figures: Record<string, number> = {};
const all: number[] = [];
for (const [name, kind] of Object.entries(KINDS)) {
  const times: number[] = [];
  for (let i = 0; i < EACH; i++) times.push(await ask(kind(random), i));
  figures[name] = p95(times);
  all.push(...times);
}
await store.close();
if (found === 0) throw new Error('nothing was found');
tell({ ...figures, all: p95(all) });
