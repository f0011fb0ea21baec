/** Two pools on one database stand for two processes on two machines: they wait for each other, and neither loses a write. */
import { expect } from 'chai';
import { ownFile } from '../../../connector/own-files.ts';
import { migrationsIn } from '../../../connector/store/migrations.ts';
import { openMssql, type MssqlStore } from '../../../connector/store/mssql/store.ts';
import { BY, of } from '../../suites/store/bench.ts';
import { dropped, ownSchema, serverIn } from '../server.ts';

describe('several processes on one server', function () {
  this.timeout(300_000);
  const schema = ownSchema('many');
  const world = { now: () => new Date('2026-07-22T10:00:00.000Z') };
  const open = (): MssqlStore => openMssql({ server: serverIn(schema), world, mark: null });
  const stores: MssqlStore[] = [];
  before(() => {
    for (let i = 0; i < 4; i++) stores.push(open());
  });
  after(async () => {
    for (const store of stores) await store.close();
    await dropped(serverIn(schema));
  });

  it('make the tables once though they start together', async () => {
    await Promise.all(stores.map((store) => store.read((t) => t.hosts())));
    const [row] = (await stores[0]?.server.rows(`SELECT COUNT(*) AS n FROM sb.schema_versions`)) ?? [];
    expect(Number(row?.['n'])).to.equal(migrationsIn(ownFile('connector/store/mssql/schema')).length);
  });

  it('lose no change of one record that all of them change at once', async () => {
    await stores[0]?.write(BY, (t) => t.setRecord(of('unit', 'r', { name: '0' }), null));
    const bump = async (store: MssqlStore): Promise<void> => {
      for (let done = 0; done < 25;) {
        const now = await store.read((t) => t.record('r'));
        const next = { ...of('unit', 'r', { name: String(Number(now?.fields['name']) + 1) }), rev: (now?.rev ?? 0) + 1 };
        if ((await store.write(BY, (t) => t.setRecord(next, now?.rev ?? 0))) === 'done') done += 1;
      }
    };
    await Promise.all(stores.map(bump));
    expect((await stores[0]?.read((t) => t.record('r')))?.fields['name']).to.equal('100');
  });

  it('never hand out one id twice', async () => {
    const blocks = await Promise.all(stores.flatMap((store) => [store.linkIds(700), store.linkIds(700)]));
    expect(new Set(blocks.flat()).size).to.equal(blocks.flat().length);
  });
});
