/**
 * One life of a whole installation: the real engine on the real SQLite store, simulated hosts, people at every place, and every
 * fault of sync-design D.2. One seed drives everything; the same seed is the same life.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { priceLine, totalsOf } from '../../connector/invoice.ts';
import type { Entity, Fields, HostId, Line, Problem, SharedRecord, World } from '../../connector/model.ts';
import { openMssql } from '../../connector/store/mssql/store.ts';
import type { Database } from '../../connector/store/sqlite/driver.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import type { Store, Writer } from '../../connector/store/store.ts';
import { DEFAULT_LIMITS, type Attached, type Engine } from '../../connector/sync/engine.ts';
import { addRecord, editRecord, EditRefused, issueInvoice, promote } from '../../connector/sync/edit.ts';
import { ResolveRefused, resolveProblem, undoAnswer, type Answer } from '../../connector/sync/resolve.ts';
import { run, type Report, type RunOptions } from '../../connector/sync/run.ts';
import { noticeRestore } from '../../connector/sync/startup.ts';
import { NO_FAULTS, SimulatedHost, type Props, type SimObject } from '../hosts/simulated.ts';
import { seeded, seededUuid, type Random } from '../random.ts';
import type { TestServer } from '../tsql/server.ts';
import { serverOn, type On } from '../tsql/servers.ts';
import { HABITS, innOf, ORG } from './habits.ts';
import { simMappings, type Flavour } from './mappings.ts';
import { Oracle, tokenOf } from './oracle.ts';

export class Crash extends Error {}

/** In a field of ours that no mapping of any host names, of every counterparty made here: it may be in nothing a host is sent (I7). */
export const CANARY = 'канарейка';

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
  /** What both bases last agreed on in their own exchange: entity and id -> properties. */
  readonly #exchanged = new Map<string, string>();
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
    for (const [id, flavour] of this.flavours) this.#host(id, flavour);
  }

  #host(id: HostId, flavour: Flavour): void {
    const host = new SimulatedHost({
      id, habits: HABITS[flavour], entities: ['organisation', 'counterparty', 'invoice'], random: this.random, now: () => this.#clock,
      meanwhile: (at) => this.#meanwhile(at),
    }); // prettier-ignore
    host.type('organisation', { ...ORG });
    host.guardWrite = (entity, wish, body, before) => this.#guardWrite(host, entity, wish, body, before);
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
    else this.#twinCopies();
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

  /** The customer's own exchange: what is in the books arrives at the twin some time later, with the same id. */
  #twinCopies(): void {
    const [books, twin] = [this.hosts.get('a'), this.hosts.get('d')];
    if (!books || !twin) return;
    for (const entity of ['counterparty', 'invoice'] as const) {
      const ids = new Set([...books.of(entity).keys(), ...(this.#copying ? twin.of(entity).keys() : [])]);
      for (const id of ids) if (this.#calm || !this.#copying || this.random.chance(0.7)) this.#exchange(books, twin, entity, id);
    }
  }

  /** One object on its way: what moved in the books wins, as in any exchange with a main base; else what moved in the twin. */
  #exchange(books: SimulatedHost, twin: SimulatedHost, entity: Entity, id: string): void {
    const [here, there] = [books.of(entity).get(id)?.props, twin.of(entity).get(id)?.props];
    const key = `${entity} ${id}`;
    const known = this.#exchanged.get(key);
    const back = this.#copying && there !== undefined && (here === undefined ? known === undefined : plain(here) === known);
    const props = back ? there : here;
    if (!props || (back && known === plain(there)) || (!back && there !== undefined && plain(there) === plain(props))) return;
    if (entity === 'invoice' && back && !books.of('counterparty').has(String(props['Party']))) return; // its party comes first
    const to = back ? books : twin;
    const copy = { ...structuredClone(props), ...(entity === 'invoice' ? { Org: [...to.of('organisation').keys()][0] } : {}) };
    const old = back ? here : there;
    if (old) this.#outranked(old, copy);
    to.receive(entity, id, copy);
    this.#exchanged.set(key, plain(to.of(entity).get(id)?.props ?? {}));
    if (back) twin.receive(entity, id, { ...books.of(entity).get(id)?.props, ...(entity === 'invoice' ? { Org: props['Org'] } : {}) }); // prettier-ignore
  }

  /** What the exchange overwrites is its own affair: the winner counts as one who saw the other. */
  #outranked(old: Props, winner: Props): void {
    for (const name of ['Name', 'Phone', 'Note', 'Full']) this.oracle.saw(tokenOf(winner[name]), tokenOf(old[name]));
    this.oracle.saw(rowToken(winner), rowToken(old));
  }

  // People -------------------------------------------------------------------------------------------------------------

  /** Somebody works in one of the hosts. Posted invoices are edited by accountants too. */
  #personAtHost(): void {
    const id = this.random.pick([...this.flavours.keys()].filter((h) => this.#copying || this.flavours.get(h) !== 'twin'));
    const host = this.hosts.get(id)!;
    this.#edits += 1;
    const parties = [...host.of('counterparty').values()];
    const invoices = [...host.of('invoice').values()];
    const dice = this.random.next();
    if (dice < 0.15 || parties.length === 0) this.#typeParty(host);
    else if (dice < 0.3) this.#typeInvoice(host, this.random.pick(parties));
    else if (dice < 0.62) this.#editParty(host, this.random.pick(parties));
    else if (invoices.length === 0) return;
    else if (dice < 0.8) this.#editInvoice(host, this.random.pick(invoices));
    else if (dice < 0.9 && host.habits.books)
      host.edit('invoice', this.random.pick(invoices).id, (p) => (p['Posted'] = p['Posted'] !== true));
    else if (dice < 0.92) host.remove('invoice', this.random.pick(invoices).id);
    else if (dice < 0.94 && host.habits.books) host.edit('counterparty', this.random.pick(parties).id, (p) => (p['Mark'] = true));
    this.trace.push(`person at ${id}`);
  }

  /** Numbers with right check digits; the same party may be typed in two places. */
  #inn(): string {
    if (this.#inns > 2 && this.random.chance(0.15)) return innOf(this.random.int(this.#inns) + 1);
    return innOf(++this.#inns);
  }

  #typeParty(host: SimulatedHost): void {
    const inn = this.#inn();
    const seenBy = this.#copying ? [...this.hosts.values()] : [host]; // bases that copy to each other know one another's parties
    const twice = seenBy.some((h) => [...h.of('counterparty').values()].some((o) => o.props['Inn'] === inn));
    if (twice) return; // an accountant does not type the same party twice; #I4 has its own test
    const name = `#${this.oracle.typed([])} Фирма`;
    host.type('counterparty', {
      Name: name,
      Full: '',
      Inn: inn,
      Kpp: '770101001',
      Country: this.random.chance(0.8) ? 'RU' : 'BY',
      Phone: '',
      Note: '',
      Mark: false,
      Active: true,
      Extra: `x${inn}`,
    });
  }

  /** Objects of two bases that copy to each other have one shape. */
  #isBooklike = (host: SimulatedHost): boolean => host.habits.books || this.#copying;

  #typeInvoice(host: SimulatedHost, party: SimObject): void {
    const org = [...host.of('organisation').keys()][0];
    const rows = this.#rows(host, `#${this.oracle.typed([])} услуга`);
    const time = new Date(this.#clock).toISOString().slice(0, 19);
    const date = this.flavours.get(host.id) === 'lossy' ? `${time.slice(0, 10)}T00:00:00` : time;
    host.type('invoice', {
      Org: org,
      Party: party.id,
      Date: date,
      Number: this.#isBooklike(host) ? '' : `${host.id}-${String(this.random.int(1e9))}`,
      Posted: false,
      Mark: false,
      Due: null,
      Note: '',
      Incl: true,
      Rows: rows,
      Total: sum(rows),
      Extra: 'head',
    });
  }

  #rows(host: SimulatedHost, first: string): Props[] {
    const n = 1 + this.random.int(3);
    return Array.from({ length: n }, (_, i) => {
      const qty = 1 + this.random.int(5);
      const price = (100 + this.random.int(9900)) / 100;
      const row: Props = {
        No: String(i + 1),
        Text: i === 0 ? first : `строка ${String(i)}`,
        Qty: qty,
        Price: price,
        Amount: Math.round(qty * price * 100) / 100,
        Extra: `e${String(this.random.int(1000))}`,
      };
      return this.#isBooklike(host) ? { ...row, Unit: 'шт', Disc: 0, Vat: 'none', VatSum: 0 } : row;
    });
  }

  #editParty(host: SimulatedHost, party: SimObject): void {
    const field = this.random.pick(['Name', 'Phone', 'Note'] as const);
    host.edit('counterparty', party.id, (p) => {
      const token = this.oracle.typed([tokenOf(p[field])]);
      p[field] =
        field === 'Phone'
          ? `${this.#isBooklike(host) ? '+' : ''}8${token}`
          : `#${token} ${field === 'Name' ? 'Фирма' : 'заметка'}`;
      if (field === 'Name' && this.flavours.get(host.id) === 'lossy') p[field] = String(p[field]).toUpperCase();
    });
  }

  #editInvoice(host: SimulatedHost, invoice: SimObject): void {
    if (this.random.chance(0.5)) {
      host.edit('invoice', invoice.id, (p) => (p['Note'] = `#${this.oracle.typed([tokenOf(p['Note'])])} заметка`));
      return;
    }
    host.edit('invoice', invoice.id, (p) => {
      const rows = structuredClone((p['Rows'] ?? []) as Props[]);
      const token = this.oracle.typed([tokenOf(rows[0]?.['Text'])]);
      if (rows.length > 1 && this.random.chance(0.3)) rows.pop();
      const row = rows[0];
      if (!row) return;
      row['Text'] = `#${token} услуга`;
      row['Qty'] = 1 + this.random.int(5);
      row['Amount'] = Math.round(Number(row['Qty']) * Number(row['Price']) * 100) / 100 - Number(row['Disc'] ?? 0);
      p['Rows'] = rows;
      p['Total'] = sum(rows);
    });
  }

  /** Somebody works in Sidebook. */
  async #personHere(): Promise<void> {
    this.#edits += 1;
    const parties = await this.store.read((t) => t.recordsOf('counterparty', null, 1000));
    const invoices = await this.store.read((t) => t.recordsOf('invoice', null, 1000));
    const dice = this.random.next();
    try {
      if (dice < 0.15 || parties.length === 0) await this.#addProspect();
      else if (dice < 0.4) await this.#issue(this.random.pick(parties));
      else if (dice < 0.7)
        await this.#editHere(this.random.pick(parties), this.random.pick(['name', 'phone', 'comment'] as const));
      else if (dice < 0.75) await promote(this.engine, this.random.pick(parties).id, 'anna');
      else if (invoices.length > 0) await this.#editInvoiceHere(this.random.pick(invoices));
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      this.trace.push(`refused ${error.code}`);
    }
  }

  async #addProspect(): Promise<void> {
    const fields = {
      name: `#${this.oracle.typed([])} Фирма`,
      legalName: null,
      taxId: this.#inn(),
      branchCode: '770101001',
      country: 'RU',
      phone: null,
      email: `${CANARY}-${String(this.#inns)}@ours.example`,
      comment: null,
    };
    await addRecord(this.engine, 'counterparty', fields, 'anna');
  }

  async #issue(party: SharedRecord): Promise<void> {
    const org = (await this.store.read((t) => t.recordsOf('organisation', null, 1)))[0];
    if (!org) return;
    const lines = [
      priceLine({ text: `#${this.oracle.typed([])} услуга`, quantity: '2', price: '12.5', unit: 'шт', vatRate: 'none' }, true),
    ];
    const fields = {
      organisation: org.id,
      counterparty: party.id,
      currency: 'x',
      state: 'draft',
      posted: false,
      number: null,
      dueDate: null,
      comment: null,
      vatIncluded: true,
      lines,
      ...totalsOf(lines, true),
    };
    const draft = await addRecord(this.engine, 'invoice', fields, 'anna');
    if (this.random.chance(0.85))
      await issueInvoice(this.engine, draft.id, 'anna', new Date(this.#clock).toISOString().slice(0, 19));
  }

  async #editHere(record: SharedRecord, field: 'name' | 'phone' | 'comment'): Promise<void> {
    const token = this.oracle.typed([tokenOf(record.fields[field])]);
    const value = field === 'phone' ? `8${token}` : `#${token} ${field === 'name' ? 'Фирма' : 'заметка'}`;
    await editRecord(this.engine, { id: record.id, changes: { [field]: value }, by: 'anna', rev: record.rev });
  }

  async #editInvoiceHere(record: SharedRecord): Promise<void> {
    if (this.random.chance(0.4)) return this.#editHere(record, 'comment');
    const lines = linesOf(record.fields);
    const first = lines[0];
    if (!first) return;
    const token = this.oracle.typed([tokenOf(first.text)]);
    const changed = priceLine({ ...first, text: `#${token} услуга`, quantity: String(1 + this.random.int(4)) }, true);
    const next = [changed, ...lines.slice(1)];
    await editRecord(this.engine, {
      id: record.id,
      changes: { lines: next },
      by: 'anna',
      rev: record.rev,
      propose: this.random.chance(0.5),
    });
  }

  async #answerOne(): Promise<void> {
    const problems = await this.store.read((t) => t.problems({}));
    if (problems.length > 0) await this.answer(this.random.pick(problems));
  }

  /** Answers one question as a person would, who sees both values. */
  async answer(problem: Problem): Promise<void> {
    const answer = this.#choose(problem);
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

  #choose(p: Problem): Answer | null {
    const either = this.random.chance(0.5);
    switch (p.kind) {
      case 'conflict':
        return { choose: either ? 'ours' : 'theirs' };
      case 'altered':
        if (this.#calm && this.random.chance(0.8)) return null; // a host that rewrites will do so again: a known difference is fine
        return { choose: either ? 'theirs' : 'ours' };
      case 'totals-differ':
      case 'oscillating':
        return p.theirs ? { choose: either ? 'theirs' : 'ours' } : { choose: 'retry' };
      case 'marked':
        return { choose: either ? 'keep' : 'deactivate' };
      case 'vanished':
        return { choose: this.random.pick(['keep', 'deactivate', 'create-again'] as const) };
      case 'restored':
        return { choose: either ? 'host-right' : 'module-right' };
      case 'refused':
      case 'unreachable':
      case 'leak':
        return { choose: 'retry' };
      case 'unknown-outcome':
        return p.detail['ids'] ? { choose: 'same', as: p.detail['ids'].split(' ')[0] ?? '' } : null;
      case 'ambiguous':
      case 'duplicate':
      case 'waiting':
      case 'unmapped-value':
      case 'frozen':
      case 'out-of-scope':
        return null;
    }
  }

  // What a host must never see -------------------------------------------------------------------------------------------

  #guardWrite(host: SimulatedHost, entity: Entity, wish: string | null, body: Props, before: Props | null): void {
    const say = (text: string): void => void this.violations.push(`${text} at ${host.id}`);
    if (!this.writing) say('I13 a write while writing is off');
    if (this.#isHeld(host.id)) say('I16 a write before anybody said who is right after a restore');
    if (this.flavours.get(host.id) === 'twin') say('I17 a write to a follower');
    if (wish !== null) this.#guardCreate(host, entity, wish, body, say);
    if (
      before?.['Posted'] === true &&
      ['Rows', 'Total', 'Date', 'Party', 'Org'].some((p) => p in body && JSON.stringify(body[p]) !== JSON.stringify(before[p]))
    )
      say('I14 a posted invoice was changed');
    if (before) this.#guardTokens(host, body, before, say);
  }

  /** Restored, and nobody has answered yet. */
  #isHeld(host: HostId): boolean {
    if (!this.#database) return this.#restored.get(host) ?? false;
    const row = this.#database.prepare('select state from hosts where id = ?').get(host);
    const own = this.#database.prepare(`select value from settings where name = 'restored'`).get();
    return row?.['state'] === 'restored' || own?.['value'] === 'yes';
  }

  #guardCreate(host: SimulatedHost, entity: Entity, wish: string, body: Props, say: (text: string) => void): void {
    const record = this.#known.get(wish);
    if (record?.stage === 'prospect') say('I13 a prospect left');
    if (entity === 'invoice' && record?.fields['state'] !== 'issued') say('I13 a draft left');
    if (entity === 'counterparty' && this.flavours.get(host.id) === 'lossy' && record?.fields['country'] !== 'RU')
      say('I13 out of scope');
    if (entity === 'invoice' && !host.of('counterparty').has(String(body['Party']))) say('I6 a dangling counterparty');
  }

  #guardTokens(host: SimulatedHost, body: Props, before: Props, say: (text: string) => void): void {
    for (const p of ['Name', 'Phone', 'Note', 'Full'])
      if (p in body) this.oracle.overwritten(tokenOf(before[p]), tokenOf(body[p]), `${host.id} ${p}`);
    if (!('Rows' in body)) return;
    const [old, now] = [(before['Rows'] ?? []) as Props[], body['Rows'] as Props[]];
    this.oracle.overwritten(tokenOf(old[0]?.['Text']), tokenOf(now[0]?.['Text']), `${host.id} rows`);
    for (const row of old) {
      const same = now.find((r) => r['Text'] === row['Text']);
      if (same && same['Extra'] !== row['Extra']) say(`I15 an unmapped column of ${String(row['Text'])} was changed`);
    }
  }

  // The end ------------------------------------------------------------------------------------------------------------

  /** Faults off, people go home: everything has to come to rest. */
  async settle(): Promise<void> {
    this.#calm = true;
    await this.switchWriting(true);
    for (let round = 0, still = 0; round < 12 && still < 1; round++) {
      this.#twinCopies();
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

const linesOf = (f: Fields): readonly Line[] => (Array.isArray(f['lines']) ? (f['lines'] as readonly Line[]) : []);
const rowToken = (p: Props): string | null => tokenOf(((p['Rows'] ?? []) as Props[])[0]?.['Text']);
/** The same for both bases: each knows the organisation under its own id. */
const plain = (p: Props): string => JSON.stringify(Object.entries({ ...p, Org: '' }).sort());
const linesToken = (f: Fields): string | null => tokenOf(linesOf(f)[0]?.text);
const sum = (rows: readonly Props[]): number => rows.reduce((s, r) => s + Math.round(Number(r['Amount']) * 100), 0) / 100;

function bind(store: Store): Store {
  return {
    read: store.read.bind(store), write: store.write.bind(store), lease: store.lease.bind(store), renew: store.renew.bind(store), release: store.release.bind(store),
    linkIds: store.linkIds.bind(store), wasRestored: store.wasRestored.bind(store), checkpoint: store.checkpoint.bind(store), close: store.close.bind(store),
  }; // prettier-ignore
}
