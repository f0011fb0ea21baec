/**
 * A small installation without chance: the real engine on the real store with simulated hosts, driven step by step. A cycle can die
 * at any request and around any commit; whatever its dead process still tries fails.
 */
import type { HostId, World } from '../../connector/model.ts';
import { openMssql } from '../../connector/store/mssql/store.ts';
import type { Database } from '../../connector/store/sqlite/driver.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import type { Store } from '../../connector/store/store.ts';
import { DEFAULT_LIMITS, type Attached, type Engine } from '../../connector/sync/engine.ts';
import { run, type Report, type RunOptions } from '../../connector/sync/run.ts';
import { SimulatedHost } from '../hosts/simulated.ts';
import { seeded, seededUuid, type Random } from '../random.ts';
import type { TestServer } from '../tsql/server.ts';
import { serverOn, type On } from '../tsql/servers.ts';
import { HABITS, ORG } from './habits.ts';
import { simMappings, type Flavour } from './mappings.ts';

export class Died extends Error {}

export interface InstallationOptions {
  readonly seed: number;
  readonly hosts: Readonly<Record<HostId, Flavour>>;
  /** The points at which the process dies: requests and commits, counted from the start. */
  readonly diesAt?: readonly number[];
  /** Not in SQLite. */
  readonly on?: On;
}

export class Installation {
  readonly random: Random;
  readonly hosts = new Map<HostId, SimulatedHost>();
  engine!: Engine;
  /** Requests and commits of cycles so far. */
  points = 0;
  deaths = 0;
  /** Called at every request, before it has an effect. */
  meanwhile: (at: string) => void = () => undefined;
  readonly #o: InstallationOptions;
  readonly #world: World;
  #database: Database | null = null;
  readonly #server: TestServer | null;
  #close: () => Promise<void> = async () => undefined;
  #clock = Date.parse('2026-03-02T08:00:00Z');
  #process = { isDead: false };
  #isCycling = false;

  constructor(options: InstallationOptions) {
    this.#o = options;
    this.#server = options.on ? serverOn(options.on) : null;
    this.random = seeded(options.seed);
    const ids = seeded(options.seed ^ 0x5f5f);
    this.#world = {
      now: () => new Date(this.#clock),
      random: () => ids.next(),
      uuid: () => seededUuid(ids),
      sleep: async () => undefined,
    };
    for (const [id, flavour] of Object.entries(options.hosts)) this.#addHost(id, flavour);
  }

  #addHost(id: HostId, flavour: Flavour): void {
    const host = new SimulatedHost({
      id, habits: HABITS[flavour], entities: ['organisation', 'counterparty', 'invoice'], random: this.random, now: () => this.#clock,
      meanwhile: (at) => this.#point(at),
    }); // prettier-ignore
    host.type('organisation', { ...ORG });
    this.hosts.set(id, host);
  }

  host(id: HostId): SimulatedHost {
    const found = this.hosts.get(id);
    if (!found) throw new Error(`no host ${id}`);
    return found;
  }

  #point(at: string): void {
    if (this.#process.isDead) throw new Died(at);
    if (!this.#isCycling) return;
    this.points += 1;
    this.meanwhile(at);
    if (!this.#o.diesAt?.includes(this.points)) return;
    this.#process.isDead = true;
    this.deaths += 1;
    throw new Died(at);
  }

  /** A new process over the same memory. */
  async boot(): Promise<void> {
    this.#process = { isDead: false };
    const inner = this.#server ? openMssql({ server: this.#server, world: this.#world, mark: null }) : this.#inMemory();
    this.#close = () => inner.close();
    this.engine = {
      store: this.#mortal(inner), world: this.#world, hosts: this.#attached(), limits: { ...DEFAULT_LIMITS, batch: 50 }, holder: `process-${String(this.deaths)}`,
      home: () => [...this.hosts.keys()][0] ?? null, unready: () => [], report: () => undefined, stopping: () => false,
    }; // prettier-ignore
  }

  #inMemory(): Store {
    const inner = openSqlite({ file: ':memory:', world: this.#world, ...(this.#database ? { database: this.#database } : {}) });
    this.#database = inner.database;
    return inner;
  }

  #attached(): Map<HostId, Attached> {
    return new Map(
      Object.entries(this.#o.hosts).map(([id, flavour]) => {
        const settings = { id, profile: flavour, books: flavour === 'books', follows: null, postAfterCreate: false };
        return [id, { host: this.host(id), settings, mappings: simMappings(flavour) }];
      }),
    );
  }

  /** The store of a process that may die before and after every commit, and does nothing once it is dead. */
  #mortal(inner: Store): Store {
    const process = this.#process;
    const alive = (): void => {
      if (process.isDead) throw new Died('store');
    };
    return {
      read: (work) => (alive(), inner.read(work)),
      write: async (by, work) => {
        this.#point('before commit');
        const outcome = await inner.write(by, work);
        this.#point('after commit');
        return outcome;
      },
      lease: async (host, holder) => (alive(), inner.lease(host, holder)),
      renew: async (lease) => (alive(), inner.renew(lease)),
      release: async (lease) => (process.isDead ? undefined : inner.release(lease)),
      linkIds: async (count) => (alive(), inner.linkIds(count)),
      wasRestored: () => inner.wasRestored(),
      checkpoint: async () => (alive(), inner.checkpoint()),
      close: () => inner.close(),
    };
  }

  async switchWriting(on: boolean): Promise<void> {
    await this.engine.store.write({ actor: 'admin' }, (t) => {
      t.setSetting('write', on ? 'on' : 'off');
      for (const [id, flavour] of Object.entries(this.#o.hosts))
        t.setHost(id, { write: on, kind: 'simulated', profile: 'sim', books: flavour === 'books' });
    });
  }

  tick(minutes: number): void {
    this.#clock += minutes * 60_000;
  }

  get now(): string {
    return new Date(this.#clock).toISOString().slice(0, 19);
  }

  /** One cycle; null when the process died in it. The next one starts when the lease of the dead one is over. */
  async sync(host: HostId, options: RunOptions = {}): Promise<Report | null> {
    this.#isCycling = true;
    try {
      return await run(this.engine, host, options);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      this.tick(2);
      await this.boot();
      return null;
    } finally {
      this.#isCycling = false;
    }
  }

  /** Days of cycles over every host, until two in a row moved nothing. */
  async settle(most = 12): Promise<void> {
    for (let round = 0, still = 0; round < most && still < 2; round++) {
      this.tick(25 * 60);
      let moved = 0;
      for (const id of this.hosts.keys()) moved += movedIn(await this.sync(id, { everything: true }));
      still = moved === 0 ? still + 1 : 0;
    }
  }

  async close(): Promise<void> {
    await this.#close();
  }
}

function movedIn(report: Report | null): number {
  if (!report) return 1;
  const c = report.counts;
  return c.adopted + c.linked + c.pulled + c.pushed + c.created + c.acted + c.gone;
}
