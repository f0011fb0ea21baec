/** The stage of a scenario with a base that exchanges messages: the fake over real HTTP, one Sidebook over it, a clock a test moves. */
import { switchWriting } from '../../connector/cli/switches.ts';
import { parseConfig, type Config } from '../../connector/config.ts';
import { Sidebook, type OpenOptions } from '../../connector/main.ts';
import type { Entity, Fields, Problem, SharedRecord } from '../../connector/model.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import type { Report, RunOptions } from '../../connector/sync/run.ts';
import { startFakeEnterpriseData, type FakeEnterpriseData, type FakeOptions } from '../hosts/enterprisedata/fake.ts';
import { stoppedClock, worldAt, type Clock, type Synced } from './setting.ts';

export const ED = 'buh';

export interface EdWishes {
  readonly fake?: FakeOptions;
  /** Keys of the host's configuration. */
  readonly host?: Readonly<Record<string, unknown>>;
  readonly writing?: boolean;
  readonly password?: string;
  readonly file?: string;
  readonly seed?: number;
  readonly open?: Partial<OpenOptions>;
}

function configOf(fake: FakeEnterpriseData, wishes: EdWishes): Config {
  const host = { kind: 'enterprisedata', url: fake.url, user: fake.user, password: { env: 'PASSWORD' }, peerCode: fake.base.peer, timeZone: 'Europe/Moscow', ...wishes.host }; // prettier-ignore
  const file = wishes.file ?? ':memory:';
  const text = JSON.stringify({ store: { file }, hosts: { [ED]: host }, issueIn: { '*': ED } });
  const config = parseConfig(text, 'sidebook.config.jsonc', { PASSWORD: wishes.password ?? fake.password }, 'en');
  return {
    ...config,
    store: { ...config.store, file },
    private: { ...config.private, file: file === ':memory:' ? file : config.private.file },
  };
}

export class EdSetting {
  readonly fake: FakeEnterpriseData;
  readonly clock: Clock;
  readonly sidebook: Sidebook;

  constructor(fake: FakeEnterpriseData, clock: Clock, wishes: EdWishes) {
    [this.fake, this.clock] = [fake, clock];
    this.sidebook = new Sidebook(configOf(fake, wishes), {
      world: worldAt(clock, wishes.seed ?? 1),
      holder: 'test',
      ...wishes.open,
    });
  }

  get base(): FakeEnterpriseData['base'] {
    return this.fake.base;
  }

  sync = (options: RunOptions = {}): Promise<Synced> => this.sidebook.sync(ED, options);

  /** One cycle that must not fail; a minute passes. */
  async cycle(options: RunOptions = {}): Promise<Report> {
    const report = await this.sync(options);
    this.clock.pass(1);
    if ('counts' in report && report.state === 'ok') return report;
    throw new Error(`the cycle ended as ${report.state}: ${report.error?.code ?? ''} ${JSON.stringify(report.error?.at ?? {})}`);
  }

  /** Cycles until one changes nothing anywhere. */
  async settle(most = 8): Promise<void> {
    for (let n = 0; n < most; n++) {
      const { counts: c } = await this.cycle({ everything: true });
      if (c.adopted + c.linked + c.pulled + c.created + c.pushed + c.acted + c.gone === 0) return;
    }
    throw new Error(`it did not come to rest in ${String(most)} rounds`);
  }

  records = (entity: Entity): Promise<readonly SharedRecord[]> =>
    this.sidebook.store.read((t) => t.recordsOf(entity, null, 1_000_000));
  problems = (): Promise<readonly Problem[]> => this.sidebook.store.read((t) => t.problems({}));
  edit = (id: string, changes: Fields): Promise<SharedRecord> => editRecord(this.sidebook.engine, { id, changes, by: 'anna' });

  async recordAt(entity: Entity, hostId: string): Promise<SharedRecord> {
    const link = await this.sidebook.store.read(async (t) => (await t.linksAt(ED, entity, [hostId])).get(hostId));
    const record = link?.record ? await this.sidebook.store.read((t) => t.record(link.record ?? '')) : null;
    if (!record) throw new Error(`${entity} ${hostId} has no record`);
    return record;
  }

  async close(): Promise<void> {
    await this.sidebook.close();
    await this.fake.close();
  }
}

export async function openEd(wishes: EdWishes = {}): Promise<EdSetting> {
  const setting = new EdSetting(await startFakeEnterpriseData(wishes.fake ?? {}), stoppedClock(), wishes);
  await setting.sidebook.begin();
  if (wishes.writing !== false)
    for (const hosts of [[], [ED]]) await switchWriting(setting.sidebook, { on: true, hosts, by: 'anna' });
  return setting;
}
