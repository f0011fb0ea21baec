/** The guard's counts as the plan builder makes them, over a real store and small mappings. */
import { expect } from 'chai';
import type { Entity } from '../../connector/model.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import type { Store } from '../../connector/store/store.ts';
import { newLink } from '../../connector/sync/adopt.ts';
import { noCounts } from '../../connector/sync/context.ts';
import { DEFAULT_LIMITS } from '../../connector/sync/engine.ts';
import { guard } from '../../connector/sync/guard.ts';
import { PlanBuilder } from '../../connector/sync/planning.ts';
import { contextOf } from '../../connector/sync/run/begin.ts';
import { compileMapping } from '../../mappings/compile.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { SimulatedHost } from '../hosts/simulated.ts';
import { seeded } from '../random.ts';

const AT = '2026-07-22T10:00:00.000Z';
const mapping = (entity: Entity): Mapping => {
  const fields = [
    { name: 'name', type: 'text', host: 'Name', ...(entity === 'product' ? { direction: 'from-host' } : {}) },
    { name: 'deletionMark', type: 'flag', host: 'Mark', direction: 'from-host' },
  ];
  const { mapping: made } = compileMapping({ entity, host: 'x', collections: ['X'], onMark: 'ignore', fields }, null);
  if (!made) throw new Error('no mapping');
  return made;
};
const mappings = new Map<Entity, Mapping>((['counterparty', 'product'] as const).map((e) => [e, mapping(e)]));

/** Records in step with the host; the first `marked` of them carry a fresh mark there. */
async function fill(store: Store, entity: Entity, count: number, marked: number): Promise<void> {
  const ids = await store.linkIds(count);
  await store.write({ actor: 'test' }, (t) => {
    ids.forEach((linkId, i) => {
      const record = `${entity}-${i}`;
      t.setRecord(
        {
          id: record,
          entity,
          rev: 1,
          stage: 'live',
          fields: { name: record, deletionMark: false },
          changedAt: AT,
          changedBy: 'x',
        },
        null,
      );
      const link = newLink({
        linkId,
        host: 'buh',
        hostId: record,
        version: 'v',
        mapping: mappings.get(entity) ?? mapping(entity),
      });
      const seen = i < marked ? { deletionMark: { deletionMark: true } } : null;
      t.setLink({ ...link, record, confirmed: true, rev: 1, dirty: i < marked, seen }, null);
    });
  });
}

/** Never asked: what it showed is in the store. */
const host = new SimulatedHost({
  id: 'buh',
  habits: { clientIds: true, ifMatch: true, feed: 'none', books: true },
  entities: [...mappings.keys()],
  random: seeded(1),
  now: () => Date.parse(AT),
  meanwhile: () => undefined,
});

async function planned(products: number, parties: number, marked: number) {
  const store = openSqlite({ file: ':memory:', world: { now: () => new Date(AT) } });
  await fill(store, 'product', products, 0);
  await fill(store, 'counterparty', parties, marked);
  const settings = { id: 'buh', profile: 'bp30', books: true, follows: null, postAfterCreate: false };
  const world = { now: () => new Date(AT), random: () => 0, uuid: () => 'plan', sleep: async () => undefined };
  const engine = { store, world, hosts: new Map([['buh', { host, settings, mappings }]]), limits: DEFAULT_LIMITS, holder: 'test', home: () => null, unready: () => [], report: () => undefined, stopping: () => false }; // prettier-ignore
  const lease = await store.lease('buh', 'test');
  if (!lease) throw new Error('no lease');
  const builder = new PlanBuilder(await contextOf(engine, 'buh', lease, true, noCounts()));
  await builder.build();
  const counts = await builder.counts();
  await store.close();
  return counts;
}

describe('the guard over a whole plan', () => {
  it('counts every fresh mark as a deactivation', async () => {
    expect(await planned(0, 30, 12)).to.deep.include({ links: 30, deactivations: 12, writes: 0 });
  });

  it('weighs writes against what is written there, not against products that are only read', async () => {
    const counts = await planned(2000, 40, 1);
    expect(counts.links).to.equal(40);
    expect(guard({ ...counts, writes: 51 }, DEFAULT_LIMITS)).to.equal('too-many-writes');
  });

  it('lets a few marks among many parties pass', async () => {
    expect(guard(await planned(0, 400, 20), DEFAULT_LIMITS)).to.equal(null);
  });

  it('refuses when half of the parties are marked', async () => {
    expect(guard(await planned(0, 40, 20), DEFAULT_LIMITS)).to.equal('too-many-deactivations');
  });

  it('refuses it however many products there are', async () => {
    expect(guard(await planned(2000, 40, 20), DEFAULT_LIMITS)).to.equal('too-many-deactivations');
  });
});
