/**
 * Both sides hold the same counterparties (fill.ts): each object is matched with a record of ours by ИНН and КПП, and linked.
 * Timed from the end of observing to the end of matching, store included. URL, FILE.
 */
import { collectSooner } from '../../connector/memory.ts';
import { open, synced } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
let [observed, matched, count] = [0, 0, 0];
const sidebook = open(
  url,
  file,
  {},
  {
    report: (event) => {
      if (event.type !== 'phase') return;
      if (event.phase === 'observe' && observed === 0) observed = performance.now();
      if (event.phase !== 'match') return;
      matched = performance.now();
      count += event.count;
    },
  },
);
await sidebook.begin();
await synced(sidebook);
await sidebook.close();
tell({ seconds: (matched - observed) / 1000, count });
