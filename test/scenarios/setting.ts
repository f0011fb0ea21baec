/**
 * The stage of a scenario: a fake 1C over real HTTP, a Sidebook over a store of its own, one clock for both that only a test moves.
 * Everything that was started is stopped after each test.
 */
import { parseConfig, type Config } from '../../connector/config.ts';
import { switchWriting } from '../../connector/cli/switches.ts';
import { Sidebook, type OpenOptions } from '../../connector/main.ts';
import type { Entity, Fields, Problem, ProblemKind, SharedRecord, World } from '../../connector/model.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import type { StoredLink } from '../../connector/store/store.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import { resolveProblem, type Answer } from '../../connector/sync/resolve.ts';
import type { Report, RunOptions } from '../../connector/sync/run.ts';
import { startFakeOnec, type FakeOnec, type FakeOptions, type LoggedRequest, type Row } from '../hosts/onec/fake.ts';
import { seeded, seededUuid } from '../random.ts';
import { sqliteOf } from '../sqlite-of.ts';

export const HOST = 'buh';
export const PLAN = { plan: 'ExchangePlan_Sidebook', node: 'SB' };
export const parties = 'Catalog_Контрагенты';
export const invoices = 'Document_СчетНаОплатуПокупателю';
export const bankReceipts = 'Document_ПоступлениеНаРасчетныйСчет';

export type Synced = Awaited<ReturnType<Sidebook['sync']>>;

export interface Clock {
  readonly now: () => Date;
  /** Minutes pass at once. */
  readonly pass: (minutes: number) => void;
}

/** Noon of 24 February 2026. */
export function stoppedClock(): Clock {
  let at = new Date(2026, 1, 24, 12, 0, 0).getTime();
  return { now: () => new Date(at), pass: (minutes) => void (at += minutes * 60_000) };
}

export function worldAt(clock: Clock, seed = 1): World {
  const random = seeded(seed);
  return { now: clock.now, random: () => random.next(), uuid: () => seededUuid(random), sleep: async () => undefined };
}

export interface Wishes {
  readonly fake?: FakeOptions;
  /** Keys of the host's configuration, e.g. `exchangePlan`, `mappings`, `pageSize`. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** Other bases beside it, as the configuration has them. */
  readonly hosts?: Readonly<Record<string, unknown>>;
  /** Section `compare` of the configuration. */
  readonly compare?: Readonly<Record<string, unknown>>;
  /** Section `escalation` of the configuration; its secret is the variable HOOK. */
  readonly escalation?: Readonly<Record<string, unknown>>;
  /** ":memory:" unless said otherwise. */
  readonly file?: string;
  /** Switched on unless said otherwise. */
  readonly writing?: boolean;
  readonly seed?: number;
  /** Another address than the fake's own: a proxy in front of it. */
  readonly url?: (fake: FakeOnec) => string;
  readonly open?: Partial<OpenOptions>;
}

export interface ConfigWishes {
  readonly url: string;
  readonly user: string;
  readonly password?: string;
  readonly file?: string;
  readonly host?: Readonly<Record<string, unknown>>;
  readonly hosts?: Readonly<Record<string, unknown>>;
  readonly compare?: Readonly<Record<string, unknown>>;
  readonly escalation?: Readonly<Record<string, unknown>>;
  /** Address of a SQL Server that holds the store. */
  readonly server?: string | undefined;
}

export const configText = (w: ConfigWishes): string =>
  JSON.stringify({
    store: { file: w.file ?? ':memory:', ...(w.server === undefined ? {} : { url: { env: 'SERVER' } }) },
    ...(w.compare ? { compare: w.compare } : {}),
    ...(w.escalation ? { escalation: w.escalation } : {}),
    hosts: {
      [HOST]: { kind: 'onec', profile: 'bp30', url: w.url, user: w.user, password: { env: 'PASSWORD' }, ...w.host },
      ...w.hosts,
    },
    issueIn: { '*': HOST },
  });

export function configOf(w: ConfigWishes): Config {
  const env = { PASSWORD: w.password ?? 'пароль-1', SERVER: w.server, HOOK: 'секрет вебхука' };
  const config = parseConfig(configText(w), 'sidebook.config.jsonc', env, 'en');
  const own = w.file === undefined ? ':memory:' : config.private.file;
  return { ...config, store: { ...config.store, file: w.file ?? ':memory:' }, private: { ...config.private, file: own } };
}

export class Setting {
  readonly fake: FakeOnec;
  readonly clock: Clock;
  readonly world: World;
  config: Config;
  sidebook: Sidebook;
  readonly #open: Partial<OpenOptions>;

  constructor(fake: FakeOnec, clock: Clock, wishes: Wishes) {
    this.fake = fake;
    this.clock = clock;
    this.world = worldAt(clock, wishes.seed ?? 1);
    const url = wishes.url?.(fake) ?? fake.url;
    const file = wishes.file === undefined ? {} : { file: wishes.file };
    this.config = configOf({
      url,
      user: fake.user,
      password: fake.password,
      ...file,
      ...(wishes.host ? { host: wishes.host } : {}),
      ...(wishes.hosts ? { hosts: wishes.hosts } : {}),
      ...(wishes.compare ? { compare: wishes.compare } : {}),
      ...(wishes.escalation ? { escalation: wishes.escalation } : {}),
    });
    this.#open = wishes.open ?? {};
    this.sidebook = this.#sidebook();
  }

  #sidebook(): Sidebook {
    return new Sidebook(this.config, { world: this.world, holder: 'test', ...this.#open });
  }

  /** The process ends between two lines and starts again over the same file. */
  async restart(): Promise<void> {
    await this.sidebook.close();
    await this.reopen();
  }

  /** An administrator changes the host's configuration and starts again, over the same store. */
  async reconfigure(host: Readonly<Record<string, unknown>>): Promise<void> {
    const { fake } = this;
    const { file } = this.config.store;
    const { database } = sqliteOf(this.sidebook);
    this.config = configOf({ url: fake.url, user: fake.user, password: fake.password, file, host });
    const store = openSqlite({ file, world: this.world, database });
    this.sidebook = new Sidebook(this.config, { world: this.world, holder: 'test', ...this.#open }, store);
    await this.sidebook.begin();
  }

  /** After somebody closed the store and did something to its file. */
  async reopen(): Promise<void> {
    this.sidebook = this.#sidebook();
    await this.sidebook.begin();
  }

  sync(options: RunOptions = {}): Promise<Synced> {
    return this.sidebook.sync(HOST, options);
  }

  /** One cycle that must not fail. */
  async cycle(options: RunOptions = {}): Promise<Report> {
    const report = await this.sync(options);
    if (!('counts' in report) || (report.state !== 'ok' && report.state !== 'stopped'))
      throw new Error(
        `the cycle ended as ${report.state}: ${report.error?.code ?? ''} ${JSON.stringify(report.error?.at ?? {})}`,
      );
    return report;
  }

  /** Every feed, due or not. */
  everything = (options: RunOptions = {}): Promise<Report> => this.cycle({ everything: true, ...options });

  /** Cycles over every feed until one changes nothing on either side. */
  async settle(most = 6): Promise<number> {
    for (let n = 1; n <= most; n++) {
      const mark = this.fake.log.length;
      const { counts } = await this.everything();
      const moved = counts.adopted + counts.linked + counts.pulled + counts.created + counts.pushed + counts.acted;
      if (moved === 0 && writesIn(this.fake.log.slice(mark)).length === 0) return n;
    }
    throw new Error(`it did not come to rest in ${String(most)} cycles`);
  }

  tick(minutes: number): void {
    this.clock.pass(minutes);
  }

  async switchWriting(on: boolean, by = 'tester'): Promise<void> {
    await switchWriting(this.sidebook, { on, hosts: [], by });
    await switchWriting(this.sidebook, { on, hosts: [HOST], by });
  }

  async records(entity: Entity): Promise<readonly SharedRecord[]> {
    return this.sidebook.store.read((t) => t.recordsOf(entity, null, 1_000_000));
  }

  async linkAt(entity: Entity, hostId: string): Promise<StoredLink | undefined> {
    return this.sidebook.store.read(async (t) => (await t.linksAt(HOST, entity, [hostId])).get(hostId));
  }

  async links(entity: Entity): Promise<readonly StoredLink[]> {
    return this.sidebook.store.read((t) => t.linksPage(HOST, entity, 0, 1_000_000));
  }

  /** The record of an object of 1C; fails when there is none. */
  async recordAt(entity: Entity, hostId: unknown): Promise<SharedRecord> {
    const link = await this.linkAt(entity, String(hostId));
    const record = link?.record ? await this.record(link.record) : null;
    if (!record) throw new Error(`${entity} ${String(hostId)} has no record`);
    return record;
  }

  async record(id: string): Promise<SharedRecord> {
    const record = await this.sidebook.store.read((t) => t.record(id));
    if (!record) throw new Error(`no record ${id}`);
    return record;
  }

  /** The object of 1C a record of ours stands for. */
  async objectOf(set: string, id: string): Promise<Row> {
    const link = (await this.sidebook.store.read((t) => t.linksOf(id))).find((l) => l.host === HOST && l.hostId !== null);
    const row = link ? this.fake.get(set, link.hostId ?? '') : undefined;
    if (!row) throw new Error(`record ${id} has no object in ${set}`);
    return row;
  }

  async problems(kind?: ProblemKind): Promise<readonly Problem[]> {
    return this.sidebook.store.read((t) => t.problems(kind === undefined ? {} : { kind }));
  }

  async edit(id: string, changes: Fields, more: { propose?: boolean; by?: string } = {}): Promise<SharedRecord> {
    return editRecord(this.sidebook.engine, { id, changes, by: more.by ?? 'anna', ...(more.propose ? { propose: true } : {}) });
  }

  answer = (problem: Problem | undefined, answer: Answer): Promise<void> =>
    resolveProblem(this.sidebook.engine, problem?.id ?? -1, answer, 'anna');

  /** Forgets the requests so far, to see what follows alone. */
  quiet(): void {
    this.fake.log.length = 0;
  }

  get writes(): LoggedRequest[] {
    return writesIn(this.fake.log);
  }

  async close(): Promise<void> {
    await this.sidebook.close();
    await this.fake.close();
  }
}

/** Requests that change data; confirming a package of the exchange plan does not. */
export const writesIn = (log: readonly LoggedRequest[]): LoggedRequest[] =>
  log.filter((r) => r.method !== 'GET' && !/SelectChanges|NotifyChangesReceived/.test(r.path) && !isQuestion(r));

/** A web service is asked by POST too; what changes something says so. */
const isQuestion = ({ path, body }: LoggedRequest): boolean =>
  path.includes('/ws/') && !/<(Создать|Изменить|Провести|Отменить)/.test(body);

/** The same base over its web service instead of OData. */
export const overSoap: Pick<Wishes, 'url' | 'host'> = {
  url: (fake) => fake.ws,
  host: { kind: 'onec-soap', profile: 'soap' },
};

export const bodyOf = (request: LoggedRequest | undefined): Row => JSON.parse(request?.body ?? '{}') as Row;

export interface Stage {
  readonly start: (wishes?: Wishes) => Promise<Setting>;
  readonly ending: (end: () => unknown) => void;
}

/** For one describe: starts settings and whatever else has to end, and ends them after each test. */
export function stage(): Stage {
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return {
    ending: (end) => void endings.push(end),
    start: async (wishes = {}) => {
      const clock = stoppedClock();
      const fake = await startFakeOnec({ now: clock.now, ...wishes.fake });
      const setting = new Setting(fake, clock, wishes);
      endings.push(() => setting.close());
      await setting.sidebook.begin();
      if (wishes.writing !== false) await setting.switchWriting(true);
      return setting;
    },
  };
}
