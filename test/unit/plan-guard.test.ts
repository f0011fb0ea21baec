/** The guard's counts as the plan builder makes them, over a real store and small mappings. */
import { expect } from 'chai';
import type { Entity } from '../../connector/model.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import type { Store } from '../../connector/store/store.ts';
import { newLink } from '../../connector/sync/adopt.ts';
import { noCounts, type RunContext } from '../../connector/sync/context.ts';
import { DEFAULT_LIMITS, type Attached } from '../../connector/sync/engine.ts';
import { guard } from '../../connector/sync/guard.ts';
import { PlanBuilder } from '../../connector/sync/planning.ts';
import { LinkRefs } from '../../connector/sync/refs.ts';
import { compileMapping } from '../../mappings/compile.ts';
import type { Mapping } from '../../mappings/mapping.ts';

const AT = '2026-07-22T10:00:00.000Z';
const mapping = (entity: Entity): Mapping => {
  const fields = [
    { name: 'name', type: 'text', host: 'Name' },
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

async function planned(products: number, parties: number, marked: number) {
  const store = openSqlite({ file: ':memory:', world: { now: () => new Date(AT) } });
  await fill(store, 'product', products, 0);
  await fill(store, 'counterparty', parties, marked);
  const settings = { id: 'buh', profile: 'bp30', books: true, follows: null, postAfterCreate: false };
  const attached = { host: {}, settings, mappings } as unknown as Attached;
  const world = { now: () => new Date(AT), uuid: () => 'plan' };
  const engine = { store, world, hosts: new Map([['buh', attached]]), limits: DEFAULT_LIMITS, home: () => null, report: () => undefined, stopping: () => false }; // prettier-ignore
  const switches = { row: null, canWrite: true, why: null };
  const run = { engine, attached, id: 'buh', refs: new LinkRefs(store, 'buh'), switches, planOnly: true, counts: noCounts(), leavers: new Map(), closed: new Map(), guard: null }; // prettier-ignore
  const builder = new PlanBuilder(run as unknown as RunContext);
  await builder.build();
  const counts = await builder.counts();
  await store.close();
  return counts;
}

describe('the guard over a whole plan', () => {
  it('counts every fresh mark as a deactivation', async () => {
    expect(await planned(0, 30, 12)).to.deep.include({ links: 30, deactivations: 12, writes: 0 });
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
