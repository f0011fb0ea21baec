/**
 * Builds everything from a configuration: store, hosts, engine. The only file that knows all parts; whoever starts Sidebook - a
 * command, the sync process, a test against a fake - starts here.
 */
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { acceptedPlan } from './accept.ts';
import { allowedBy, attach, type AttachedHost } from './attach.ts';
import { baseOf, openHost } from './open-host.ts';
import { packOf, showsOf } from './pack-of.ts';
import type { Audit } from './audit/audit.ts';
import { changedMappings, digestsOf, type Digests } from './audit/mappings.ts';
import { openMssqlAudit } from './audit/mssql/open.ts';
import { openAudit } from './audit/sqlite/audit.ts';
import type { Config } from './config.ts';
import { HostError, type LiveHost } from './hosts/host.ts';
import type { Entity, Fields, HostId, RecordId, World } from './model.ts';
import { PRIVATE_URL, STORE_URL } from './config/secrets.ts';
import { SidebookError } from './errors.ts';
import { storeError } from './store-errors.ts';
import { parseAddress, parsePrivateAddress } from './store/mssql/address.ts';
import { openServer } from './store/mssql/driver.ts';
import { openMssql } from './store/mssql/store.ts';
import type { WholeStore } from './store/whole.ts';
import { isQuiet } from './quiet-hours.ts';
import { movedTo } from './store/sqlite/moved-to.ts';
import { openSqlite, type SqliteStore } from './store/sqlite/store.ts';
import { DEFAULT_LIMITS, switchesOf, type Attached, type Engine, type EngineEvent, type Limits } from './sync/engine.ts';
import { owe } from './sync/links-toward.ts';
import { run, type Report, type RunOptions } from './sync/run.ts';
import { noticeOther, noticeRestore, refuseOther } from './sync/startup.ts';
import { wallKey } from './wall/key.ts';
import { Wall } from './wall/wall.ts';

export interface OpenOptions {
  readonly world: World;
  readonly report?: (event: EngineEvent) => void;
  readonly stopping?: () => boolean;
  readonly holder?: string;
  readonly limits?: Partial<Limits>;
  /** Called for every request to a host: metrics, benches. Never sees a body. */
  readonly onRequest?: (host: HostId, seen: { method: string; status: number | null; ms: number; retry: number }) => void;
}

/** Metadata and small tables are read again this often, and whenever a host's answers stop fitting (M2). */
const REATTACH_MS = 6 * 3_600_000;

/** The base was updated under us: its metadata is worth another look at once. */
const CHANGED = new Set(['property-vanished', 'property-absent', 'not-published']);

/** On a SQL Server where one is configured: it is connected to when first asked. */
export function openStoreOf(config: Config, world: World): WholeStore {
  const url = config.secrets.get(STORE_URL);
  const { file } = config.store;
  if (url !== undefined) return openMssql({ server: openServer(parseAddress(url)), world, mark: `${file}.server-mark`, accounts: () => sqliteAt(file, world) }); // prettier-ignore
  refuseMoved(file);
  return sqliteAt(file, world);
}

/** What was moved to a server is not gone on with in the file: nobody would see the other's changes. */
function refuseMoved(file: string): void {
  const place = movedTo(file);
  if (place !== null) throw new SidebookError('store-moved', { file, place });
}

function sqliteAt(file: string, world: World): SqliteStore {
  try {
    return openSqlite({ file, world });
  } catch (error) {
    throw storeError(error, file);
  }
}

/** Beside the store unless the configuration says where. */
export function auditFileOf({ store, audit }: Pick<Config, 'store' | 'audit'>): string {
  if (audit.file !== undefined || store.file === ':memory:') return audit.file ?? store.file;
  return join(dirname(store.file), 'audit.db');
}

/** Beside the private store on its server where one is configured; a process without that login keeps a chain of its own. */
export function openAuditOf(config: Config, world: Pick<World, 'now'>): Audit {
  const url = config.secrets.get(PRIVATE_URL);
  if (url !== undefined) return openMssqlAudit(openServer(parsePrivateAddress(url)), () => world.now());
  const file = auditFileOf(config);
  try {
    return openAudit({ file, world });
  } catch (error) {
    throw storeError(error, file);
  }
}

export class Sidebook {
  readonly config: Config;
  readonly world: World;
  readonly store: WholeStore;
  readonly engine: Engine;
  /** What every request toward a host passes. */
  readonly wall: Wall;
  readonly #attached = new Map<HostId, Attached>();
  readonly #hosts = new Map<
    HostId,
    { host: LiveHost; at: number; findings: AttachedHost['findings']; tables: AttachedHost['tables'] }
  >();
  readonly #homes = new Map<RecordId, HostId>();
  /** Hosts that were made ready for the sake of another one, or could not be. */
  readonly #tried = new Set<HostId>();
  readonly #o: OpenOptions;
  #audit: Audit | null = null;

  constructor(config: Config, options: OpenOptions, store: WholeStore = openStoreOf(config, options.world)) {
    this.config = config;
    this.world = options.world;
    this.store = store;
    this.#o = options;
    this.wall = new Wall({ store, world: this.world, key: () => wallKey(config.store.file), shows: () => showsOf(config) });
    this.engine = {
      store, world: options.world, hosts: this.#attached, limits: { ...DEFAULT_LIMITS, ...options.limits }, holder: options.holder ?? `${hostname()}:${String(process.pid)}`,
      home: (fields) => this.#home(fields), unready: (home, entity) => this.#unready(home, entity), report: options.report ?? (() => undefined), stopping: options.stopping ?? (() => false),
    }; // prettier-ignore
  }

  /** Opened when first needed: most cycles have nothing to say there. */
  get audit(): Audit {
    return (this.#audit ??= openAuditOf(this.config, this.world));
  }

  get hostIds(): HostId[] {
    return Object.keys(this.config.hosts);
  }

  findings(id: HostId): AttachedHost['findings'] {
    return this.#hosts.get(id)?.findings ?? [];
  }

  host(id: HostId): LiveHost | null {
    return this.#hosts.get(id)?.host ?? null;
  }

  /** `issueIn`: by ИНН of the organisation, else "*". */
  #home(fields: Fields): HostId | null {
    const organisation = fields['organisation'];
    const own = typeof organisation === 'string' ? this.#homes.get(organisation) : undefined;
    return own ?? this.config.issueIn['*'] ?? null;
  }

  #unready(home: HostId, entity: Entity): HostId[] {
    return this.hostIds.filter((id) => {
      const follows = this.config.hosts[id]?.follows;
      return follows?.home === home && follows.entities.some((e) => e === entity) && !this.#attached.has(id);
    });
  }

  async #learnHomes(): Promise<void> {
    for (const record of await this.store.read((t) => t.recordsOf('organisation', null, 1000))) {
      const taxId = record.fields['taxId'];
      const host = typeof taxId === 'string' ? this.config.issueIn[taxId] : undefined;
      if (host !== undefined) this.#homes.set(record.id, host);
    }
  }

  /** Once at start: hosts known to the store, a restored store noticed. */
  async begin(): Promise<void> {
    await this.store.write({ actor: this.engine.holder }, (t) => {
      for (const [id, h] of Object.entries(this.config.hosts))
        t.setHost(id, { kind: h.kind, profile: h.profile, books: h.books });
    });
    await this.#learnHomes();
  }

  /** Reads metadata and small tables unless that was done lately. Fails with a HostError when the host cannot be reached. */
  async attach(id: HostId): Promise<AttachedHost> {
    const known = this.#hosts.get(id);
    const now = this.world.now().getTime();
    const attached = this.#attached.get(id);
    if (known && attached && now - known.at < REATTACH_MS) return { ...attached, findings: known.findings, tables: known.tables };
    const host = known?.host ?? (await this.#open(id));
    const made = await attach(this.config, id, host);
    const identity = await host.identity?.();
    if (identity !== undefined) await noticeOther(this.engine, id, identity);
    else if (made.mappings.has('organisation')) await refuseOther(this.engine, host);
    this.#attached.set(id, made);
    this.wall.allow(id, allowedBy(made.mappings.values()));
    this.#hosts.set(id, { host, at: now, findings: made.findings, tables: made.tables });
    await this.#smallTables(id, made.tables);
    await this.#mappingChanges(id);
    return made;
  }

  /** Of what goes over and how, every change is told once: the pack as it is with this installation's own keys. */
  async #mappingChanges(id: HostId): Promise<void> {
    const settings = this.config.hosts[id];
    if (!settings) return;
    const name = `mappings:${id}`;
    const known = JSON.parse((await this.store.read((t) => t.setting(name))) ?? '{}') as Digests;
    const now = digestsOf(packOf(settings));
    const entries = changedMappings({ host: id, actor: this.engine.holder, known, now, own: settings.mappings });
    if (entries.length === 0) return;
    await this.audit.append(entries); // first, so that a crash in between tells it twice rather than never
    await this.store.write({ actor: this.engine.holder }, (t) => t.setSetting(name, JSON.stringify(now)));
  }

  /** A new folder or country gives meaning to what had none: those objects are read again. */
  async #smallTables(id: HostId, tables: AttachedHost['tables']): Promise<void> {
    for (const [entity, digest] of tables) {
      const name = `tables:${id}:${entity}`;
      const known = await this.store.read((t) => t.setting(name));
      if (known === digest) continue;
      await this.store.write({ actor: this.engine.holder }, (t) => {
        t.setSetting(name, digest);
        if (known !== null) t.forgetVersions(id, entity);
      });
    }
  }

  async #open(id: HostId): Promise<LiveHost> {
    const row = (await this.store.read((t) => t.hosts())).find((h) => h.id === id);
    const { onRequest } = this.#o;
    const host = openHost(this.config, id, this.world, {
      traits: row?.traits ?? {},
      gate: this.wall.gate(id, baseOf(this.config.hosts[id])),
      ...(onRequest ? { onRequest: (seen) => onRequest(id, seen) } : {}),
    });
    this.#hosts.set(id, { host, at: 0, findings: [], tables: new Map() });
    return host;
  }

  /** Attached, observed, planned, applied; a host that cannot be reached is one problem with its cure, the others go on. */
  async sync(
    id: HostId,
    options: RunOptions = {},
  ): Promise<Report | { readonly host: HostId; readonly state: 'failed'; readonly error: HostError }> {
    const { row, canWrite } = await switchesOf(this.engine, id);
    if (row?.pausedBy && !options.planOnly) return run(this.engine, id, options); // left alone: not even asked
    try {
      await this.attach(id);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      await this.#unreachable(error);
      return { host: id, state: 'failed', error };
    }
    await this.#others(id);
    await noticeRestore(this.engine, this.hostIds);
    await this.#mappingProblems(id);
    await this.#learnHomes();
    const accepted = options.planOnly || options.accept !== undefined ? null : await this.#accepted(id);
    const report = await run(this.engine, id, accepted ? { ...options, accept: accepted.id, by: accepted.by } : options);
    const mayWrite = canWrite && (await switchesOf(this.engine, id)).canWrite;
    if (accepted && report.state === 'ok' && mayWrite) await this.#applied(id, accepted);
    if (options.accept !== undefined && !options.planOnly && !mayWrite) await this.#keepAccepted(id, options.accept);
    if ([report.error, ...report.failures].some((e) => e && CHANGED.has(e.code))) this.#forget(id);
    return report;
  }

  /**
   * What one base shows may belong to another one, and a follower is looked at before a create: the others are made ready as well.
   * One that is left alone or down is thought of as soon as it is there.
   */
  async #others(id: HostId): Promise<void> {
    for (const other of this.hostIds.filter((h) => h !== id && !this.#attached.has(h))) {
      if (!this.#tried.has(other) && !(await this.#isLeftAlone(other))) {
        this.#tried.add(other); // its own cycle says what is wrong with it, and tries again
        await this.attach(other).catch(onlyHostError);
      }
      if (!this.#attached.has(other)) await owe(this.store, other, this.engine.holder);
    }
  }

  async #isLeftAlone(id: HostId): Promise<boolean> {
    const { row } = await switchesOf(this.engine, id);
    const host = this.config.hosts[id];
    return Boolean(row?.pausedBy) || (host !== undefined && isQuiet(host, this.world.now()));
  }

  /** A plan a person accepted somewhere else: in a widget, while this process runs. */
  async #accepted(id: HostId): Promise<{ id: string; by: string } | null> {
    const stored = await this.store.read(async (t) => {
      const plan = await t.setting(acceptedPlan(id));
      return plan ? t.plan(plan) : null;
    });
    return stored?.state === 'accepted' ? { id: stored.id, by: stored.acceptedBy ?? this.engine.holder } : null;
  }

  /** Once it could be carried out: what of it did not go is planned anew, and asked about again. */
  async #applied(id: HostId, accepted: { id: string; by: string }): Promise<void> {
    const stored = await this.store.read((t) => t.plan(accepted.id));
    await this.audit.append([{ actor: this.engine.holder, what: 'write:plan.applied', subject: `plans/${accepted.id}`, value: { host: id, acceptedBy: accepted.by } }]); // prettier-ignore
    await this.store.write({ actor: this.engine.holder }, (t) => {
      t.setSetting(acceptedPlan(id), '');
      if (stored) t.plan({ ...stored, state: 'applied' });
    });
  }

  /** Accepted while nothing may be written: it holds until something may. */
  async #keepAccepted(id: HostId, plan: string): Promise<void> {
    const stored = await this.store.read((t) => t.plan(plan));
    if (stored?.host !== id || stored.state !== 'accepted') return;
    await this.store.write({ actor: this.engine.holder }, (t) => t.setSetting(acceptedPlan(id), plan));
  }

  #forget(id: HostId): void {
    const known = this.#hosts.get(id);
    if (known) this.#hosts.set(id, { ...known, at: 0 });
  }

  /** A pack that does not fit this base stops its kind, aloud, before any write (M2). */
  async #mappingProblems(id: HostId): Promise<void> {
    const wrong = this.findings(id).filter((f) => f.level === 'error');
    const since = this.world.now().toISOString();
    const unitOf = (f: (typeof wrong)[number]): string => `${f.entity}.${f.field ?? f.set ?? ''}`;
    const units = new Set(wrong.map(unitOf));
    const open = await this.store.read((t) => t.problems({ host: id, kind: 'unmapped-value' }));
    await this.store.write({ actor: this.engine.holder }, (t) => {
      for (const p of open)
        if (p.link === null && !units.has(p.unit ?? '')) t.answerProblem(p.id, 'gone', this.engine.holder, since);
      for (const f of wrong)
        t.problem({
          host: id, link: null, record: null, entity: null, unit: unitOf(f), kind: 'unmapped-value', ours: null, theirs: null, base: null, since,
          detail: { code: 'mapping-refused', entity: f.entity, detail: [f.code, f.set, f.property, f.detail].filter(Boolean).join(' ') },
        }); // prettier-ignore
    });
  }

  async #unreachable(error: HostError): Promise<void> {
    const at = this.world.now().toISOString();
    await this.store.write({ actor: this.engine.holder }, (t) => {
      t.setHost(error.host, { lastFailureAt: at, lastFailure: error.code });
      t.problem({
        host: error.host,
        link: null,
        record: null,
        entity: null,
        unit: null,
        kind: 'unreachable',
        detail: { code: error.code, ...error.at },
        ours: null,
        theirs: null,
        base: null,
        since: at,
      });
    });
  }

  async close(): Promise<void> {
    for (const { host } of this.#hosts.values()) await host.close();
    await this.#audit?.close();
    this.#audit = null;
    await this.store.close();
  }
}

function onlyHostError(error: unknown): void {
  if (!(error instanceof HostError)) throw error;
}
