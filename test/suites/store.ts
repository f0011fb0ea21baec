/**
 * The suite every implementation of the Store interface passes (store.ts). `open` opens a store on a file or on ":memory:";
 * two stores on one file stand for two processes.
 */
import { Bench, type OpenStore } from './store/bench.ts';
import { feed } from './store/feed.ts';
import { feeds } from './store/feeds.ts';
import { history } from './store/history.ts';
import { keys } from './store/keys.ts';
import { leases } from './store/leases.ts';
import { links } from './store/links.ts';
import { migrations } from './store/migrations.ts';
import { narrow } from './store/narrow.ts';
import { problems } from './store/problems.ts';
import { projections } from './store/projections.ts';
import { records } from './store/records.ts';
import { restored } from './store/restored.ts';
import { seconds } from './store/seconds.ts';
import { transactions, twoProcesses } from './store/transactions.ts';
import { views } from './store/views.ts';
import { wall } from './store/wall.ts';

export type { OpenStore } from './store/bench.ts';

const PARTS: Readonly<Record<string, (bench: Bench) => void>> = {
  records, links, 'links in step': narrow, 'match keys': keys, 'the second of an invoice': seconds, feeds, problems, history, leases, projections, transactions, 'what widgets ask': views, 'the wall': wall, 'what the OData feed asks': feed,
}; // prettier-ignore
const ON_DISK: Readonly<Record<string, (bench: Bench) => void>> = { 'two processes': twoProcesses, restored, migrations };

export function storeSuite(name: string, open: OpenStore): void {
  describe(`the store ${name} in memory`, () => parts(open, false, PARTS));
  describe(`the store ${name} on disk`, () => parts(open, true, { ...PARTS, ...ON_DISK }));
}

function parts(open: OpenStore, onDisk: boolean, all: Readonly<Record<string, (bench: Bench) => void>>): void {
  for (const [title, part] of Object.entries(all))
    describe(title, () => {
      part(new Bench(open, onDisk));
    });
}
