/**
 * One life of a whole installation: the real engine on the real SQLite store, simulated hosts, people at every place, and every
 * fault of sync-design D.2. One seed drives everything; the same seed is the same life.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fields, HostId, Problem, SharedRecord, World } from '../../connector/model.ts';
import { openMssql } from '../../connector/store/mssql/store.ts';
import type { Database } from '../../connector/store/sqlite/driver.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import type { Store, Writer } from '../../connector/store/store.ts';
import { DEFAULT_LIMITS, type Attached, type Engine } from '../../connector/sync/engine.ts';
import { ResolveRefused, resolveProblem, undoAnswer } from '../../connector/sync/resolve.ts';
import { run, type Report, type RunOptions } from '../../connector/sync/run.ts';
import { noticeRestore } from '../../connector/sync/startup.ts';
import { NO_FAULTS, SimulatedHost } from '../hosts/simulated.ts';
import { seeded, seededUuid, type Random } from '../random.ts';
import type { TestServer } from '../tsql/server.ts';
import { serverOn, type On } from '../tsql/servers.ts';
import { Accountants } from './accountants.ts';
import { choice } from './answers.ts';
import { Exchange } from './exchange.ts';
import { Forbidden } from './forbidden.ts';
import { HABITS, innOf, ORG } from './habits.ts';
import { simMappings, type Flavour } from './mappings.ts';
import { Oracle, tokenOf } from './oracle.ts';
import { Sellers } from './sellers.ts';
import { linesOf, linesToken } from './tokens.ts';

export class Crash extends Error {}

export interface LifeOptions {
  readonly seed: number;
  readonly steps?: number;
  /** No process ever dies: the other half of I9. */
  readonly immortal?: boolean;
  /** Not in SQLite. Our own store is then never put back from a backup: whoever keeps a server keeps its backups. */
  readonly on?: On;
  /** Two bases that copy to each other with delay, people at work in both; one follows the other (A20). */
  readonly copying?: boolean;
}

const TOPOLOGIES: readonly (readonly [HostId, Flavour][])[] = [
  [['a', 'books'], ['b', 'lossy']],
  [['a', 'books'], ['b', 'lossy'], ['c', 'keys']],
  [['a', 'books'], ['c', 'keys'], ['d', 'twin']],
  [['a', 'books']],
]; // prettier-ignore

const COPYING: readonly (readonly [HostId, Flavour])[] = [['a', 'books'], ['d', 'twin']]; // prettier-ignore

export class Life {
  readonly random: Random;
  readonly oracle = new Oracle();
  /** Numbers somebody typed over another one: two cards may have them. */
  readonly retyped = new Set<unknown>();
  readonly trace: string[] = [];
  readonly hosts = new Map<HostId, SimulatedHost>();
  readonly flavours: ReadonlyMap<HostId, Flavour>;
  readonly violations: string[] = [];
  engine!: Engine;
  store!: Store;
  #clock = Date.parse('2026-03-02T08:00:00Z');
  #boots = 0;
  #inns = 0;
  #calm = false;
  #busy = false;
  #edits = 0;
  #restoredAny = false;
  readonly #folder: string;
  /** In memory until a backup of our own store is put back. */
  #file: string;
  #memory: Database | null = null;
  #database: Database | null = null;
  readonly #server: TestServer | null;
  /** Hosts that look restored, and our own store, by what was written. */
  readonly #restored = new Map<HostId, boolean>();
  #close: () => Promise<void> = async () => undefined;
  readonly #immortal: boolean;
  readonly #lossy: boolean;
  readonly #copying: boolean;
  readonly #exchange: Exchange | null;
  readonly #accountants: Accountants;
  readonly #sellers: Sellers;
  readonly #forbidden: Forbidden;
  readonly #known = new Map<string, SharedRecord>();
  readonly #world: World;
  readonly seed: number;

  constructor(options: LifeOptions) {
    this.seed = options.seed;
    this.random = seeded(options.seed);
    this.#immortal = options.immortal ?? this.random.chance(0.25);
    this.#lossy = this.random.chance(0.8);
    this.#copying = options.copying ?? false;
    this.#server = options.on ? serverOn(options.on) : null;
    this.flavours = new Map(this.#copying ? COPYING : this.random.pick(TOPOLOGIES));
    this.#folder = mkdtempSync(join(tmpdir(), 'sidebook-life-'));
    this.#file = ':memory:';
    const ids = seeded(options.seed ^ 0x5f5f);
    this.#world = {
      now: () => new Date(this.#clock),
      random: () => ids.next(),
      uuid: () => seededUuid(ids),
      sleep: async () => undefined,
    };
    const [random, oracle, flavours, hosts, copying] = [this.random, this.oracle, this.flavours, this.hosts, this.#copying];
    const [inn, now, retyped] = [() => this.#inn(), () => this.#clock, this.retyped];
    this.#forbidden = new Forbidden({
      flavours,
      oracle,
      known: this.#known,
      isWriting: () => this.writing,
      isHeld: (host) => this.#isHeld(host),
      say: (text) => void this.violations.push(text),
    });
    for (const [id, flavour] of flavours) this.#host(id, flavour);
    const [books, twin] = [hosts.get('a'), hosts.get('d')];
    this.#exchange = books && twin ? new Exchange({ books, twin, copying, random, oracle }) : null;
    this.#accountants = new Accountants({ hosts, flavours, copying, random, oracle, inn, now, retyped });
    this.#sellers = new Sellers({
      engine: () => this.engine,
      random,
      oracle,
      inn,
      now,
      retyped,
      refused: (code) => void this.trace.push(`refused ${code}`),
    });
  }

  #host(id: HostId, flavour: Flavour): void {
    const host = new SimulatedHost({
      id, habits: HABITS[flavour], entities: ['organisation', 'counterparty', 'invoice'], random: this.random, now: () => this.#clock,
      meanwhile: (at) => this.#meanwhile(at),
    }); // prettier-ignore
    host.type('organisation', { ...ORG });
    host.guardWrite = (entity, wish, body, before) => this.#forbidden.write(host, entity, wish, body, before);
    this.hosts.set(id, host);
  }

  async boot(): Promise<void> {
    const first = this.#boots === 0;
    this.#boots += 1;
    const inner = this.#server ? openMssql({ server: this.#server, world: this.#world, mark: null }) : this.#inFile();
    this.#close = () => inner.close();
    this.store = this.#watched(inner);
    const attached = new Map<HostId, Attached>();
    for (const [id, flavour] of this.flavours)
      attached.set(id, {
        host: this.hosts.get(id)!,
        settings: {
          id,
          profile: flavour,
          books: flavour === 'books',
          follows: flavour === 'twin' ? { home: 'a', entities: ['counterparty', 'invoice'] } : null,
          postAfterCreate: false,
        },
        mappings: simMappings(flavour),
      });
    this.engine = {
      store: this.store,
      world: this.#world,
      hosts: attached,
      limits: { ...DEFAULT_LIMITS, guardWrites: { count: 1000, share: 1 }, batch: 50 },
      holder: `process-${String(this.#boots)}`,
      home: () => 'a',
      unready: () => [],
      report: () => undefined,
      stopping: () => false,
    };
    if (first) await this.switchWriting(true);
    await noticeRestore(this.engine, this.engine.hosts.keys());
    this.writing = (await this.store.read((t) => t.setting('write'))) === 'on';
  }

  #inFile(): Store {
    const inner = openSqlite({
      file: this.#file,
      world: this.#world,
      ...(this.#saved === 'own' || this.#restoredAny ? { mark: join(this.#folder, 'mark') } : {}),
      ...(this.#memory ? { database: this.#memory } : {}),
    });
    if (this.#file === ':memory:') this.#memory = inner.database;
    this.#database = inner.database;
    inner.database.exec('pragma synchronous = off');
    return inner;
  }

  /** The store with a process that may die around every commit, and an oracle that sees every record written. */
  #watched(inner: Store): Store {
    return {
      ...bind(inner),
      write: async (by, work) => {
        this.#mayDie('before commit');
        const pending: [SharedRecord, SharedRecord | undefined][] = [];
        const outcome = await inner.write(by, (t) => work(this.#spy(t, pending)));
        if (outcome === 'done') for (const [next, before] of pending) this.#recordWritten(next, before);
        this.trace.push(`commit ${outcome}`);
        this.#mayDie('after commit');
        return outcome;
      },
    };
  }

  #spy(t: Writer, pending: [SharedRecord, SharedRecord | undefined][]): Writer {
    return new Proxy(t, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name === 'setHost') return (host: HostId, change: Parameters<Writer['setHost']>[1]) => this.#spyHost(target, host, change); // prettier-ignore
        if (name !== 'setRecord') return value.bind(target) as unknown;
        return (record: SharedRecord, basis: number | null, own?: number | null) => {
          target.setRecord(record, basis, own ?? null);
          pending.push([record, this.#known.get(record.id)]);
        };
      },
    });
  }

  #spyHost(target: Writer, host: HostId, change: Parameters<Writer['setHost']>[1]): void {
    target.setHost(host, change);
    if (change.state !== undefined) this.#restored.set(host, change.state === 'restored');
  }

  #recordWritten(next: SharedRecord, before: SharedRecord | undefined): void {
    this.#known.set(next.id, next);
    if (!before || this.#calmEdit) return;
    for (const unit of ['name', 'phone', 'comment', 'legalName'] as const)
      this.oracle.overwritten(tokenOf(before.fields[unit]), tokenOf(next.fields[unit]), `own ${unit}`);
    this.oracle.overwritten(linesToken(before.fields), linesToken(next.fields), 'own lines');
    this.#hiddenKept(before, next);
  }
  #calmEdit = false;

  /** I15: a line that is still there keeps the column the lossy hosts cannot show. */
  #hiddenKept(before: SharedRecord, next: SharedRecord): void {
    const units = new Map(linesOf(before.fields).map((l) => [l.text, l.unit]));
    for (const line of linesOf(next.fields)) {
      const had = units.get(line.text);
      if (typeof had === 'string' && line.unit === null) this.violations.push(`I15 unit of line ${String(line.text)} lost`);
    }
  }

  // The process and its surroundings -----------------------------------------------------------------------------------

  #mayDie(at: string): void {
    if (this.#immortal || this.#calm || !this.#busy || !this.random.chance(0.004)) return;
    this.trace.push(`crash ${at}`);
    throw new Crash(at);
  }

  #meanwhile(at: string): void {
    this.trace.push(at);
    this.#mayDie(at);
    if (!this.#calm && this.#busy && this.random.chance(0.07)) this.#personAtHost();
  }

  tick(seconds: number): void {
    this.#clock += seconds * 1000;
  }

  async close(): Promise<void> {
    await this.#close();
    await this.#server?.emptied();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A process died: another one takes over when the lease is over. */
  async #reboot(): Promise<void> {
    if (this.#memory === null && this.#server === null) await this.#close();
    this.tick(61);
    await this.boot();
  }

  /** Runs engine work; a crash inside means a new process. */
  async guarded<T>(work: () => Promise<T>): Promise<T | null> {
    this.#busy = true;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.#busy = false;
      await this.#reboot();
      return null;
    } finally {
      this.#busy = false;
    }
  }

  async sync(host: HostId, options: RunOptions = {}): Promise<Report | null> {
    const report = await this.guarded(() => run(this.engine, host, options));
    this.trace.push(`run ${host} ${report?.state ?? 'died'} ${JSON.stringify(report?.counts ?? {})}`);
    return report;
  }

  async switchWriting(on: boolean): Promise<void> {
    await this.store.write({ actor: 'admin' }, (t) => {
      t.setSetting('write', on ? 'on' : 'off');
      for (const id of this.flavours.keys())
        t.setHost(id, { write: on, kind: 'simulated', profile: 'sim', books: this.flavours.get(id) === 'books' });
    });
    this.writing = on;
  }
  writing = false;

  // Chaos --------------------------------------------------------------------------------------------------------------

  async live(steps: number): Promise<void> {
    for (let i = 0; i < 6; i++) this.#personAtHost();
    for (let step = 0; step < steps; step++) {
      this.tick(20 + this.random.int(200));
      this.#stormy(this.#lossy && this.random.chance(0.5));
      await this.#step();
    }
    this.#stormy(false);
  }

  #stormy(on: boolean): void {
    for (const host of this.hosts.values())
      host.faults = on
        ? {
            failBefore: 0.05,
            loseAnswer: 0.1,
            refuse: 0.05,
            cursorLost: 0.03,
            truncate: 0.1,
            emptyList: 0.03,
            shuffle: 0.3,
            hide: 0.03,
          }
        : { ...NO_FAULTS };
  }

  async #step(): Promise<void> {
    const hosts = [...this.flavours.keys()];
    const dice = this.random.next();
    if (dice < 0.25) for (let i = this.random.int(3); i >= 0; i--) this.#personAtHost();
    else if (dice < 0.45) await this.guarded(() => this.#personHere());
    else if (dice < 0.88)
      await this.sync(this.random.pick(hosts), { planOnly: this.random.chance(0.05), everything: this.random.chance(0.1) });
    else if (dice < 0.94) await this.guarded(() => this.#answerOne());
    else if (dice < 0.96) await this.guarded(() => this.switchWriting(this.random.chance(0.7)));
    else if (dice < 0.97) await this.#backup();
    else this.#exchange?.copies(this.#calm);
  }

  /** What a restore wipes out cannot be looked up afterwards: the test judges before. */
  beforeRestore: () => Promise<void> = async () => undefined;

  #saved: { host: HostId; snapshot: string } | 'own' | null = null;

  /** Somebody makes a backup; later somebody puts it back. */
  async #backup(): Promise<void> {
    if (this.#saved === null) {
      const host = this.random.pick([...this.flavours.keys()]);
      if (this.random.chance(0.5) || !this.#database) this.#saved = { host, snapshot: this.hosts.get(host)!.snapshot() };
      else {
        this.#saved = 'own';
        rmSync(join(this.#folder, 'backup.db'), { force: true });
        this.#database.exec(`vacuum into '${join(this.#folder, 'backup.db')}'`);
        await this.boot(); // from now on cycles leave their mark beside the database
      }
      return;
    }
    this.#restoredAny = true;
    await this.beforeRestore();
    if (this.#saved === 'own') {
      await this.#close();
      this.#memory = null;
      this.#file = join(this.#folder, 'store.db');
      for (const end of ['', '-wal', '-shm']) rmSync(this.#file + end, { force: true });
      copyFileSync(join(this.#folder, 'backup.db'), this.#file);
      this.#known.clear();
      await this.boot();
      await this.#relearn();
    } else this.hosts.get(this.#saved.host)!.restore(this.#saved.snapshot);
    this.trace.push('restored');
    this.#saved = null;
  }

  async #relearn(): Promise<void> {
    for (const entity of ['organisation', 'counterparty', 'invoice'] as const)
      for (const r of await this.store.read((t) => t.recordsOf(entity, null, 10_000))) this.#known.set(r.id, r);
  }

  // People -------------------------------------------------------------------------------------------------------------

  /** Posted invoices are edited by accountants too. */
  #personAtHost(): void {
    this.#edits += 1;
    const id = this.#accountants.work();
    if (id !== null) this.trace.push(`person at ${id}`);
  }

  async #personHere(): Promise<void> {
    this.#edits += 1;
    await this.#sellers.work();
  }

  /** Numbers with right check digits; the same party may be typed in two places. */
  #inn(): string {
    if (this.#inns > 2 && this.random.chance(0.15)) return innOf(this.random.int(this.#inns) + 1);
    return innOf(++this.#inns);
  }

  async #answerOne(): Promise<void> {
    const problems = await this.store.read((t) => t.problems({}));
    if (problems.length > 0) await this.answer(this.random.pick(problems));
  }

  /** Answers one question as a person would, who sees both values. */
  async answer(problem: Problem): Promise<void> {
    const answer = choice(problem, this.random, this.#calm);
    if (!answer) return;
    this.trace.push(`answer ${problem.kind} ${answer.choose}`);
    const [ours, theirs] = [this.#tokens(problem.ours), this.#tokens(problem.theirs)];
    const both = (): void =>
      ours.forEach((o, i) => (this.oracle.saw(o, theirs[i] ?? null), this.oracle.saw(theirs[i] ?? null, o)));
    this.#calmEdit = true;
    try {
      await resolveProblem(this.engine, problem.id, answer, 'boris');
      both();
      if (this.random.chance(0.1)) await undoAnswer(this.engine, problem.id, 'boris');
    } catch (error) {
      if (!(error instanceof ResolveRefused)) throw error;
    } finally {
      this.#calmEdit = false;
    }
  }

  #tokens = (fields: Fields | null): (string | null)[] =>
    ['name', 'phone', 'comment', 'legalName'].map((f) => tokenOf(fields?.[f])).concat(fields ? linesToken(fields) : null);

  /** Restored, and nobody has answered yet. */
  #isHeld(host: HostId): boolean {
    if (!this.#database) return this.#restored.get(host) ?? false;
    const row = this.#database.prepare('select state from hosts where id = ?').get(host);
    const own = this.#database.prepare(`select value from settings where name = 'restored'`).get();
    return row?.['state'] === 'restored' || own?.['value'] === 'yes';
  }

  // The end ------------------------------------------------------------------------------------------------------------

  /** Faults off, people go home: everything has to come to rest. */
  async settle(): Promise<void> {
    this.#calm = true;
    await this.switchWriting(true);
    for (let round = 0, still = 0; round < 12 && still < 1; round++) {
      this.#exchange?.copies(this.#calm);
      this.tick(25 * 3600);
      const open = await this.store.read((t) => t.problems({}));
      if (round < 8) for (const p of open) await this.answer(p);
      let moved = round < 8 && open.some((p) => this.answerable(p));
      for (const id of this.flavours.keys()) {
        const c = (await this.sync(id, { everything: round % 3 === 0 }))?.counts;
        moved ||= !c || c.adopted + c.linked + c.pulled + c.pushed + c.created + c.acted + c.gone > 0;
      }
      still = moved ? 0 : still + 1;
    }
  }

  answerable = (p: Problem): boolean =>
    !['ambiguous', 'duplicate', 'waiting', 'unmapped-value', 'frozen', 'out-of-scope', 'altered', 'unreachable'].includes(p.kind);

  get edits(): number {
    return this.#edits;
  }
  get restored(): boolean {
    return this.#restoredAny;
  }
}

function bind(store: Store): Store {
  return {
    read: store.read.bind(store), write: store.write.bind(store), lease: store.lease.bind(store), renew: store.renew.bind(store), release: store.release.bind(store),
    linkIds: store.linkIds.bind(store), wasRestored: store.wasRestored.bind(store), checkpoint: store.checkpoint.bind(store), close: store.close.bind(store),
  }; // prettier-ignore
}
