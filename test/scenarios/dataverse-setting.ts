/**
 * The stage of a scenario with Dynamics: a fake Dataverse over real HTTP, alone or beside a fake 1C, one Sidebook over both, one clock
 * that only a test moves. Everything that was started is stopped after each test.
 */
import { parseConfig, type Config } from '../../connector/config.ts';
import { switchWriting } from '../../connector/cli/switches.ts';
import { Sidebook, type OpenOptions } from '../../connector/main.ts';
import type { Entity, Fields, Problem, SharedRecord, World } from '../../connector/model.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import type { Report, RunOptions } from '../../connector/sync/run.ts';
import { startFakeDataverse, type FakeDataverse, type FakeOptions, type Row } from '../hosts/dataverse/fake.ts';
import type { FakeOptions as OrganizationOptions } from '../hosts/organization/fake.ts';
import type { LoggedRequest } from '../hosts/kit/request-log.ts';
import { startFakeOnec, type FakeOnec } from '../hosts/onec/fake.ts';
import { sqliteOf } from '../sqlite-of.ts';
import { stoppedClock, worldAt, type Clock, type Synced } from './setting.ts';

export const CRM = 'crm';
export const BOOKS = 'buh';
export const FOLLOWER = 'ut';

export interface CrmWishes {
  readonly fake?: FakeOptions;
  /** Of a fake with the other door. */
  readonly organization?: OrganizationOptions;
  /** Keys of the host's configuration. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** A fake 1C beside it, where invoices are at home. */
  readonly books?: boolean;
  /** It is a УТ, with partners above its counterparties. */
  readonly trade?: boolean;
  /** A second fake 1C that copies parties and invoices from the first by its own exchange, and follows it. */
  readonly follower?: boolean;
  readonly writing?: boolean;
  readonly secret?: string;
  readonly file?: string;
  readonly open?: Partial<OpenOptions>;
  readonly seed?: number;
}

/** A fake organisation, whichever its door. */
export interface CrmFake {
  readonly secret: string;
  readonly log: LoggedRequest[];
  readonly faults: FakeDataverse['faults'];
  readonly org: FakeDataverse['org'];
  create(table: string, body: Row): Row;
  edit(table: string, id: string, changes: Row): Row;
  remove(table: string, id: string): void;
  merge(winner: string, loser: string): void;
  get(table: string, id: string): Row | undefined;
  list(table: string): Row[];
  close(): Promise<void>;
}

/** How a stage gets its fake, and the lines of the configuration that lead to it. */
export interface Door<C extends CrmFake> {
  start(options: { readonly now: () => Date }, wishes: CrmWishes): Promise<C>;
  lines(crm: C): Readonly<Record<string, unknown>>;
}

const WEB_API: Door<FakeDataverse> = {
  start: (options, wishes) => startFakeDataverse({ ...options, ...wishes.fake }),
  lines: ({ url, tenant, clientId, authority }) => ({
    kind: 'dataverse',
    url,
    tenant,
    clientId,
    authority,
    secret: { env: 'SECRET' },
  }),
};

export function crmConfig(
  crm: CrmFake,
  lines: Readonly<Record<string, unknown>>,
  onec: FakeOnec | null,
  wishes: CrmWishes,
  follower: FakeOnec | null = null,
): Config {
  const dynamics = { ...lines, ...wishes.host };
  const books = onec ? { [BOOKS]: { kind: 'onec', profile: wishes.trade ? 'ut11' : 'bp30', url: onec.url, user: onec.user, password: { env: 'PASSWORD' } } } : {}; // prettier-ignore
  const copy = follower ? { [FOLLOWER]: { kind: 'onec', profile: 'bp30', url: follower.url, user: follower.user, password: { env: 'PASSWORD' }, books: false, follows: { home: BOOKS, entities: ['counterparty', 'invoice'] } } } : {}; // prettier-ignore
  const file = wishes.file ?? ':memory:';
  const text = JSON.stringify({
    store: { file },
    hosts: { ...books, ...copy, [CRM]: dynamics },
    issueIn: { '*': onec ? BOOKS : CRM },
  });
  const env = { SECRET: wishes.secret ?? crm.secret, PASSWORD: onec?.password ?? '' };
  const config = parseConfig(text, 'sidebook.config.jsonc', env, 'en');
  return { ...config, store: { ...config.store, file }, private: { ...config.private, file } };
}

export class CrmSetting<C extends CrmFake = FakeDataverse> {
  readonly crm: C;
  readonly onec: FakeOnec | null;
  readonly #follower: FakeOnec | null;
  readonly clock: Clock;
  sidebook: Sidebook;
  readonly #wishes: CrmWishes;
  readonly #world: World;

  readonly #lines: Readonly<Record<string, unknown>>;

  constructor(crm: C, door: Door<C>, onec: FakeOnec | null, clock: Clock, wishes: CrmWishes, follower: FakeOnec | null = null) {
    [this.crm, this.onec, this.clock, this.#wishes, this.#follower] = [crm, onec, clock, wishes, follower];
    this.#lines = door.lines(crm);
    this.#world = worldAt(clock, wishes.seed ?? 1);
    this.sidebook = new Sidebook(crmConfig(crm, this.#lines, onec, wishes, follower), this.#options());
  }

  #options = (): OpenOptions => ({ world: this.#world, holder: 'test', ...this.#wishes.open });

  get books(): FakeOnec {
    if (!this.onec) throw new Error('no 1C on this stage');
    return this.onec;
  }

  get follower(): FakeOnec {
    if (!this.#follower) throw new Error('no second 1C on this stage');
    return this.#follower;
  }

  /** The process ends and starts again over the same memory, perhaps with another configuration. */
  async restart(more: Partial<CrmWishes> = {}): Promise<void> {
    const config = crmConfig(this.crm, this.#lines, this.onec, { ...this.#wishes, ...more }, this.#follower);
    const options = this.#options();
    const { database } = sqliteOf(this.sidebook);
    this.sidebook = new Sidebook(config, options, openSqlite({ file: ':memory:', world: options.world, database }));
    await this.sidebook.begin();
  }

  sync = (host = CRM, options: RunOptions = {}): Promise<Synced> => this.sidebook.sync(host, options);

  /** One cycle that must not fail. */
  async cycle(host = CRM, options: RunOptions = {}): Promise<Report> {
    const report = await this.sync(host, options);
    if ('counts' in report && report.state === 'ok') return report;
    throw new Error(
      `the cycle of ${host} ended as ${report.state}: ${report.error?.code ?? ''} ${JSON.stringify(report.error?.at ?? {})}`,
    );
  }

  /** Cycles over every host and feed until one changes nothing anywhere. */
  async settle(most = 8): Promise<void> {
    for (let n = 0; n < most; n++) {
      let moved = 0;
      for (const host of this.sidebook.hostIds) {
        const { counts: c } = await this.cycle(host, { everything: true });
        moved += c.adopted + c.linked + c.pulled + c.created + c.pushed + c.acted + c.gone;
      }
      this.clock.pass(1);
      if (moved === 0) return;
    }
    throw new Error(`it did not come to rest in ${String(most)} rounds`);
  }

  records = (entity: Entity): Promise<readonly SharedRecord[]> =>
    this.sidebook.store.read((t) => t.recordsOf(entity, null, 1_000_000));

  problems = (): Promise<readonly Problem[]> => this.sidebook.store.read((t) => t.problems({}));

  async recordAt(entity: Entity, hostId: unknown, host = CRM): Promise<SharedRecord> {
    const link = await this.sidebook.store.read(async (t) =>
      (await t.linksAt(host, entity, [String(hostId)])).get(String(hostId)),
    );
    const record = link?.record ? await this.sidebook.store.read((t) => t.record(link.record ?? '')) : null;
    if (!record) throw new Error(`${entity} ${String(hostId)} of ${host} has no record`);
    return record;
  }

  /** Where a record of ours stands on a host; null = nowhere. */
  async hostIdOf(record: string, host: string): Promise<string | null> {
    return (await this.sidebook.store.read((t) => t.linksOf(record))).find((l) => l.host === host)?.hostId ?? null;
  }

  edit = (id: string, changes: Fields): Promise<SharedRecord> => editRecord(this.sidebook.engine, { id, changes, by: 'anna' });

  account(more: Row = {}): string {
    return String(
      this.crm.create('account', { name: 'Лютик ООО', customertypecode: 3, new_inn: '7701000010', ...more })['accountid'],
    );
  }

  invoice(account: string, more: Row = {}): string {
    const rub = this.crm.list('transactioncurrency').find((c) => c['isocurrencycode'] === 'RUB');
    const row = this.crm.create('invoice', {
      name: 'Счёт',
      'customerid_account@odata.bind': `/accounts(${account})`,
      'transactioncurrencyid@odata.bind': `/transactioncurrencies(${String(rub?.['transactioncurrencyid'])})`,
      new_date: '2026-02-24T09:00:00Z',
      invoice_details: [line()],
      ...more,
    });
    return String(row['invoiceid']);
  }

  get writes(): LoggedRequest[] {
    return this.crm.log.filter((r) => r.method !== 'GET');
  }

  async close(): Promise<void> {
    await this.sidebook.close();
    await this.crm.close();
    await this.onec?.close();
    await this.#follower?.close();
  }
}

export const line = (more: Row = {}): Row => ({
  isproductoverridden: true, productdescription: 'Доставка', quantity: 2, ispriceoverridden: true, priceperunit: 150.25, tax: 60.1, new_vatrate: '20', lineitemnumber: 1, ...more,
}); // prettier-ignore

/** For one describe: starts settings and ends them after each test. */
export const crmStage = (): ((wishes?: CrmWishes) => Promise<CrmSetting>) => stageOf(WEB_API);

/** The same with another door. */
export function stageOf<C extends CrmFake>(door: Door<C>): (wishes?: CrmWishes) => Promise<CrmSetting<C>> {
  const open: CrmSetting<C>[] = [];
  afterEach(async () => {
    for (const s of open.splice(0)) await s.close();
  });
  return async (wishes = {}) => {
    const clock = stoppedClock();
    const crm = await door.start({ now: clock.now }, wishes);
    const onec = wishes.books ? await startFakeOnec({ now: clock.now, ...(wishes.trade ? { profile: 'ut115' } : {}) }) : null;
    const follower = wishes.follower ? await startFakeOnec({ now: clock.now, base: 'copy' }) : null;
    const setting = new CrmSetting(crm, door, onec, clock, wishes, follower);
    open.push(setting);
    await setting.sidebook.begin();
    if (wishes.writing !== false) {
      await switchWriting(setting.sidebook, { on: true, hosts: [], by: 'tester' });
      await switchWriting(setting.sidebook, { on: true, hosts: setting.sidebook.hostIds, by: 'tester' });
    }
    return setting;
  };
}
