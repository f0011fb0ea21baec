/**
 * The suite every implementation of the Store interface passes (store.ts). `open` opens a store on a file or on ":memory:";
 * two stores on one file stand for two processes.
 */
import { Bench, type OpenedStore, type OpenStore } from './store/bench.ts';
import { files, fullDisk } from './store/files.ts';
import { feed } from './store/feed.ts';
import { feeds } from './store/feeds.ts';
import { history } from './store/history.ts';
import { keys } from './store/keys.ts';
import { leases } from './store/leases.ts';
import { links } from './store/links.ts';
import { marks } from './store/marks.ts';
import { migrations } from './store/migrations.ts';
import { narrow } from './store/narrow.ts';
import { problems } from './store/problems.ts';
import { projections } from './store/projections.ts';
import { records } from './store/records.ts';
import { restored } from './store/restored.ts';
import { seconds } from './store/seconds.ts';
import { snapshots, transactions, twoProcesses } from './store/transactions.ts';
import { views } from './store/views.ts';
import { wall } from './store/wall.ts';
import type { SqliteOpened } from './sqlite-open.ts';

type Parts<S extends OpenedStore> = Readonly<Record<string, (bench: Bench<S>) => void>>;

/** What every store answers alike. */
const PARTS: Parts<OpenedStore> = {
  records, links, 'links in step': narrow, 'match keys': keys, 'the second of an invoice': seconds, feeds, problems, history, leases, projections, transactions, 'what widgets ask': views, 'what the OData feed asks': feed, 'the wall': wall,
}; // prettier-ignore
/** Of a database that outlives its processes. */
const LASTING: Parts<OpenedStore> = { 'two processes': twoProcesses, snapshots, migrations };
const SQLITE: Parts<SqliteOpened> = { ...PARTS, 'a full disk': fullDisk };

/** In memory and on disk. */
export function sqliteSuite(name: string, open: OpenStore<SqliteOpened>): void {
  describe(`the store ${name} in memory`, () => parts(open, false, SQLITE));
  describe(`the store ${name} on disk`, () => parts(open, true, { ...SQLITE, ...LASTING, files, restored }));
}

/** On a server; without snapshots (the double has one connection) what needs them is left out. */
export function serverSuite(name: string, open: OpenStore, has: { readonly snapshots: boolean }): void {
  const { snapshots: moments, ...rest } = LASTING;
  describe(`the store ${name}`, () => parts(open, true, { ...PARTS, ...rest, ...(has.snapshots && moments ? { snapshots: moments } : {}), 'marks of closed cycles': marks })); // prettier-ignore
}

function parts<S extends OpenedStore>(open: OpenStore<S>, onDisk: boolean, all: Parts<S>): void {
  for (const [title, part] of Object.entries(all))
    describe(title, () => {
      part(new Bench(open, onDisk));
    });
}
