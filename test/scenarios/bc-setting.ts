/**
 * The stage of a scenario with Business Central: a fake over real HTTP, alone or beside a fake 1C, one Sidebook over both, one clock
 * that only a test moves. Everything that was started is stopped after each test.
 */
import { parseConfig, type Config } from '../../connector/config.ts';
import { switchWriting } from '../../connector/cli/switches.ts';
import { Sidebook, type OpenOptions } from '../../connector/main.ts';
import type { Entity, Fields, Problem, SharedRecord, World } from '../../connector/model.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import type { Report, RunOptions } from '../../connector/sync/run.ts';
import type { Company } from '../hosts/bc/company.ts';
import { startFakeBc, type FakeBc, type FakeOptions, type Row } from '../hosts/bc/fake.ts';
import type { LoggedRequest } from '../hosts/kit/request-log.ts';
import { startFakeOnec, type FakeOnec } from '../hosts/onec/fake.ts';
import { innOf } from '../properties/habits.ts';
import { sqliteOf } from '../sqlite-of.ts';
import { stoppedClock, worldAt, type Clock, type Synced } from './setting.ts';

export const BC = 'bc';
export const BOOKS = 'buh';

export interface BcWishes {
  readonly fake?: FakeOptions;
  /** Keys of the host's configuration. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** A fake 1C beside it, where invoices are at home. */
  readonly books?: boolean;
  /** More attached hosts, by name. */
  readonly beside?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly writing?: boolean;
  readonly secret?: string;
  readonly seed?: number;
}

export function bcConfig(bc: FakeBc, onec: FakeOnec | null, wishes: BcWishes): Config {
  const central = {
    kind: 'business-central', url: bc.url, tenant: bc.tenant, clientId: bc.clientId, authority: bc.authority, secret: { env: 'SECRET' },
    company: bc.company, books: onec === null, lineAccount: '6110', taxCodes: { '20': 'VAT20', '10': 'VAT10', '0': 'VAT0' }, ...wishes.host,
  }; // prettier-ignore
  const books = onec ? { [BOOKS]: { kind: 'onec', profile: 'bp30', url: onec.url, user: onec.user, password: { env: 'PASSWORD' } } } : {}; // prettier-ignore
  const text = JSON.stringify({ hosts: { ...books, [BC]: central, ...wishes.beside }, issueIn: { '*': onec ? BOOKS : BC } });
  const env = { SECRET: wishes.secret ?? bc.entra.secret, PASSWORD: onec?.password ?? '', ...wishes.env };
  const config = parseConfig(text, 'sidebook.config.jsonc', env, 'en');
  const file = ':memory:';
  return { ...config, store: { ...config.store, file }, private: { ...config.private, file } };
}

export class BcSetting {
  readonly bc: FakeBc;
  readonly onec: FakeOnec | null;
  readonly clock: Clock;
  sidebook: Sidebook;
  readonly #wishes: BcWishes;
  readonly #world: World;

  constructor(bc: FakeBc, onec: FakeOnec | null, clock: Clock, wishes: BcWishes) {
    [this.bc, this.onec, this.clock, this.#wishes] = [bc, onec, clock, wishes];
    this.#world = worldAt(clock, wishes.seed ?? 1);
    this.sidebook = new Sidebook(bcConfig(bc, onec, wishes), this.#options());
  }

  #options = (): OpenOptions => ({ world: this.#world, holder: 'test' });

  get books(): FakeOnec {
    if (!this.onec) throw new Error('no 1C on this stage');
    return this.onec;
  }

  get main(): Company {
    return this.bc.main;
  }

  /** The process ends and starts again over the same memory, perhaps with another configuration. */
  async restart(more: Partial<BcWishes> = {}): Promise<void> {
    const options = this.#options();
    const { database } = sqliteOf(this.sidebook);
    const store = openSqlite({ file: ':memory:', world: options.world, database });
    this.sidebook = new Sidebook(bcConfig(this.bc, this.onec, { ...this.#wishes, ...more }), options, store);
    await this.sidebook.begin();
  }

  sync = (host = BC, options: RunOptions = {}): Promise<Synced> => this.sidebook.sync(host, options);

  /** One cycle that must not fail. */
  async cycle(host = BC, options: RunOptions = {}): Promise<Report> {
    const report = await this.sync(host, options);
    if ('counts' in report && report.state === 'ok') return report;
    throw new Error(`the cycle of ${host} ended as ${report.state}: ${report.error?.code ?? ''} ${JSON.stringify(report.error?.at ?? {})}`); // prettier-ignore
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

  async recordAt(entity: Entity, hostId: unknown, host = BC): Promise<SharedRecord> {
    const link = await this.sidebook.store.read(async (t) => (await t.linksAt(host, entity, [String(hostId)])).get(String(hostId))); // prettier-ignore
    const record = link?.record ? await this.sidebook.store.read((t) => t.record(link.record ?? '')) : null;
    if (!record) throw new Error(`${entity} ${String(hostId)} of ${host} has no record`);
    return record;
  }

  /** Where a record of ours stands on a host; null = nowhere. */
  async hostIdOf(record: string, host = BC): Promise<string | null> {
    return (await this.sidebook.store.read((t) => t.linksOf(record))).find((l) => l.host === host)?.hostId ?? null;
  }

  edit = (id: string, changes: Fields): Promise<SharedRecord> => editRecord(this.sidebook.engine, { id, changes, by: 'anna' });

  customer(more: Row = {}): string {
    return String(this.main.create('customers', { displayName: 'Лютик ООО', taxRegistrationNumber: `${innOf(1)}/770101001`, ...more })['id']); // prettier-ignore
  }

  item(number = '1000'): string {
    return String([...this.main.of('items').values()].find((i) => i['number'] === number)?.['id']);
  }

  invoice(customerId: string, more: Row = {}): string {
    const salesInvoiceLines = [this.line()];
    return String(this.main.create('salesInvoices', { customerId, invoiceDate: '2026-02-24', salesInvoiceLines, ...more })['id']);
  }

  line = (more: Row = {}): Row => ({ lineType: 'Item', itemId: this.item(), quantity: 2, unitPrice: 150.25, ...more });

  list = (set: string): Row[] => [...this.main.of(set).values()];

  get writes(): LoggedRequest[] {
    return this.bc.log.filter((r) => r.method !== 'GET');
  }

  async close(): Promise<void> {
    await this.sidebook.close();
    await this.bc.close();
    await this.onec?.close();
  }
}

/** For one describe: starts settings and ends them after each test. */
export function bcStage(): (wishes?: BcWishes) => Promise<BcSetting> {
  const open: BcSetting[] = [];
  afterEach(async () => {
    for (const s of open.splice(0)) await s.close();
  });
  return async (wishes = {}) => {
    const clock = stoppedClock();
    const bc = await startFakeBc({ now: clock.now, ...wishes.fake });
    const onec = wishes.books ? await startFakeOnec({ now: clock.now }) : null;
    const setting = new BcSetting(bc, onec, clock, wishes);
    open.push(setting);
    await setting.sidebook.begin();
    if (wishes.writing !== false) {
      await switchWriting(setting.sidebook, { on: true, hosts: [], by: 'tester' });
      await switchWriting(setting.sidebook, { on: true, hosts: setting.sidebook.hostIds, by: 'tester' });
    }
    return setting;
  };
}
