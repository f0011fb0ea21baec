/** What must hold at the end of every life (sync-design D.1). Each returned line names its invariant. */
import type { Entity, Fields, SharedRecord } from '../../connector/model.ts';
import { scaled } from '../../connector/decimal.ts';
import { linesOf, MONEY_PLACES } from '../../connector/store/projections.ts';
import { reconcile } from '../../connector/sync/reconcile.ts';
import { atOf, closedPeriods } from '../../connector/sync/situation.ts';
import { unpack } from '../../connector/sync/pictures.ts';
import type { SimObject, SimulatedHost } from '../hosts/simulated.ts';
import { Life, type LifeOptions } from './life.ts';
import { CANARY } from './sellers.ts';

const ENTITIES: readonly Entity[] = ['organisation', 'counterparty', 'invoice'];

/** One whole life under all invariants; what it broke, and the trace it left. */
export async function lived(options: LifeOptions): Promise<{ broken: string[]; trace: string; edits: number; writes: number }> {
  const life = new Life(options);
  const before: string[] = [];
  life.beforeRestore = async () => {
    before.push(...(await lostEdits(life)));
    life.oracle.suspects = [];
  };
  try {
    await life.boot();
    await life.live(options.steps ?? 60);
    await life.settle();
    const found = [...before, ...(await broken(life))];
    const writes = [...life.hosts.values()].reduce((n, h) => n + h.writes.length, 0);
    const sent = [...life.hosts.values()].map((h) => JSON.stringify(h.writes));
    return { broken: found, trace: [...life.trace, ...sent].join('\n'), edits: life.edits, writes };
  } finally {
    await life.close();
  }
}

export async function broken(life: Life): Promise<string[]> {
  const found = [...life.violations];
  for (const host of life.hosts.values()) found.push(...host.violations);
  found.push(
    ...(await atRest(life)),
    ...(await quiet(life)),
    ...(await duplicates(life)),
    ...(await moneyAgrees(life)),
    ...(await lostEdits(life)),
    ...(await unexplained(life)),
    ...effort(life),
    ...leaked(life),
  );
  return [...new Set(found)];
}

async function allRecords(life: Life): Promise<SharedRecord[]> {
  const out: SharedRecord[] = [];
  for (const entity of ENTITIES) out.push(...(await life.store.read((t) => t.recordsOf(entity, null, 100_000))));
  return out;
}

/** I1: nothing is left to push or pull; what differs is a question or a known difference with its problem. */
async function atRest(life: Life): Promise<string[]> {
  const found: string[] = [];
  const closed = await life.store.read(closedPeriods);
  for (const record of await allRecords(life)) {
    const links = await life.store.read((t) => t.linksOf(record.id));
    const open = await life.store.read((t) => t.problems({ record: record.id }));
    for (const link of links) {
      const attached = life.engine.hosts.get(link.host);
      const mapping = attached?.mappings.get(link.entity);
      if (!attached || !mapping || link.hostId === null || link.goneAt !== null || link.aliasOf !== null || !link.inScope)
        continue;
      const pictures = unpack(link, record, mapping);
      const d = reconcile(pictures, mapping, atOf(life.engine, attached, { record, links }, pictures.theirs, closed));
      const asked = open.some((p) => p.link === link.id);
      const outside = !mapping.inScope(record.fields, 'out', { hostId: link.hostId, object: null });
      if (d.pull.length > 0) found.push(`I1 ${record.entity} still pulls ${d.pull.map((c) => c.unit).join()} from ${link.host}`);
      if (d.push.length > 0 && !asked && !outside)
        found.push(`I1 ${record.entity} still pushes ${d.push.join()} to ${link.host}`);
      for (const u of mapping.units)
        if (u.direction === 'both' && d.rows[u.unit] === '1' && !mapping.same(u.unit, mapping.view(record.fields), pictures.theirs) && !known(open.map((p) => p.unit), u.unit) && !folds(life, record, u.unit, mapping.view(record.fields), pictures.theirs)) found.push(`I1 ${u.unit} differs at ${link.host} without a problem`); // prettier-ignore
      const object = life.hosts.get(link.host)?.of(link.entity).get(link.hostId);
      if (!object) found.push(`I1 link of ${link.host} points nowhere and nobody said so`);
    }
  }
  return found;
}

const known = (units: readonly (string | null)[], unit: string): boolean => units.includes(unit);
const folds = (life: Life, record: SharedRecord, unit: string, a: Fields, b: Fields): boolean =>
  [...life.engine.hosts.values()].some((h) => h.mappings.get(record.entity)?.same(unit, a, b) ?? false);

/** I2: a run without changes, walk included, writes nothing anywhere. */
async function quiet(life: Life): Promise<string[]> {
  const before = new Map((await allRecords(life)).map((r) => [r.id, r.rev]));
  const writes = [...life.hosts.values()].map((h) => h.writes.length);
  for (const id of life.flavours.keys()) await life.sync(id, { everything: true });
  const found: string[] = [];
  [...life.hosts.values()].forEach((h, i) => {
    if (h.writes.length !== writes[i]) found.push(`I2 ${h.id} was written: ${JSON.stringify(h.writes.slice(writes[i]))}`);
  });
  for (const r of await allRecords(life)) if (before.get(r.id) !== r.rev) found.push(`I2 ${r.entity} changed without an edit`);
  return found;
}

/** I5: what was written on a host stands in the journal of its record, or was asked about; unless our own store was put back since. */
async function unexplained(life: Life): Promise<string[]> {
  if (life.restored) return [];
  const found: string[] = [];
  for (const host of life.hosts.values())
    for (const w of host.writes.filter((each) => each.does !== 'create')) {
      const link = await life.store.read(async (t) => (await t.linksAt(host.id, w.entity, [w.id])).get(w.id));
      if (!link?.record || link.sent !== null) continue;
      const rows = await life.store.read((t) => t.journal(link.record ?? ''));
      const problems = await life.store.read((t) => t.problems({ link: link.id, open: false }));
      const asked = problems.some((p) => p.kind === 'conflict' || p.kind === 'unknown-outcome'); // an answer lost, and the host says something else
      if (!asked && !rows.some((r) => r.link === link.id && r.cause === 'push'))
        found.push(`I5 a write on ${w.entity} ${w.id} at ${host.id} that nothing tells of`);
    }
  return found;
}

/** I10: hosts are written about as often as people do something, never in rounds. */
function effort(life: Life): string[] {
  const writes = [...life.hosts.values()].reduce((n, h) => n + h.writes.length, 0);
  const most = 2 * (life.edits + 10) * life.hosts.size;
  return writes > most ? [`I10 ${String(writes)} writes after ${String(life.edits)} edits`] : [];
}

/** I7: what no mapping names is in no body that was sent, and in no question. */
const leaked = (life: Life): string[] =>
  [...life.hosts.values()]
    .filter(({ writes, asked }) => JSON.stringify([writes, asked]).includes(CANARY))
    .map(({ id }) => `I7 ${id} was sent what its mapping does not name`);

/** I4: one object per record and host, whatever answers were lost. */
async function duplicates(life: Life): Promise<string[]> {
  const found: string[] = [];
  for (const host of life.hosts.values()) {
    const asked = await askedTwins(life, host.id);
    for (const [entity, objects] of host.objects) {
      const made = new Map<string, SimObject[]>();
      for (const o of objects.values()) if (o.madeFor !== null) made.set(o.madeFor, [...(made.get(o.madeFor) ?? []), o]);
      for (const [id, all] of made) if (all.length > 1 && !isUnknowable(life, host, all) && !(await isTypedOver(life, host, id, all))) found.push(`I4 ${String(all.length)} ${entity} at ${host.id} for one record ${id}`); // prettier-ignore
      const inns = [...objects.values()].map((o) => o.props['Inn'] as string | undefined);
      found.push(...sameInn(host.id, entity, inns.filter((inn) => !life.retyped.has(inn) && !asked.has(inn)))); // prettier-ignore
    }
  }
  return found;
}

/** Our store was put back to before it was made, and somebody renumbered it there since: nothing tells it from another company, nor what was made for it from what that one was sold. */
const isUnknowable = (life: Life, host: SimulatedHost, objects: readonly SimObject[]): boolean =>
  life.restored && objects.some((o) => life.retyped.has(o.props['Inn'] ?? partyOf(host, o)?.props['Inn']));

const partyOf = (host: SimulatedHost, { props }: SimObject): SimObject | undefined =>
  typeof props['Party'] === 'string' ? host.of('counterparty').get(props['Party']) : undefined;

/**
 * Nobody answered its create, and before anybody could look, both its name and its number were typed over there: what is left tells it
 * from no other stranger, and it was taken over as one.
 */
async function isTypedOver(life: Life, host: SimulatedHost, id: string, objects: readonly SimObject[]): Promise<boolean> {
  const bodies = host.writes.filter((w) => w.does === 'create' && w.id === id).map((w) => w.body);
  const links = await life.store.read((t) => t.linksAt(host.id, 'counterparty', objects.map((o) => o.id))); // prettier-ignore
  return objects.some(
    ({ id: own, props }) =>
      (links.get(own)?.record ?? id) !== id &&
      life.retyped.has(props['Inn']) &&
      bodies.every((b) => b['Name'] !== props['Name'] && b['Inn'] !== props['Inn']),
  );
}

/** A twin typed between our look and our create is there, and a person is asked about it (sync-design A6). */
async function askedTwins(life: Life, host: string): Promise<ReadonlySet<unknown>> {
  const asked = await life.store.read((t) => t.problems({ host }));
  return new Set(asked.filter((p) => p.kind === 'duplicate' || p.kind === 'ambiguous').map((p) => p.theirs?.['taxId']));
}

function sameInn(host: string, entity: Entity, inns: readonly (string | undefined)[]): string[] {
  if (entity !== 'counterparty') return [];
  const twice = inns.filter((inn, i) => inn && inns.indexOf(inn) !== i);
  return twice.map((inn) => `I4 two counterparties ${String(inn)} at ${host}`);
}

/** I8: the header is the sum of its lines, and the projections say what the records say. */
async function moneyAgrees(life: Life): Promise<string[]> {
  const found: string[] = [];
  for (const record of await allRecords(life)) {
    if (record.entity !== 'invoice') continue;
    const lines = linesOf(record.fields);
    const total = record.fields['total'];
    if (lines.length === 0 || typeof total !== 'string') continue;
    const sum = lines.reduce((s, l) => s + scaled(l.amount, MONEY_PLACES), 0n);
    if (sum !== scaled(total, MONEY_PLACES)) found.push(`I8 total ${total} is not the sum of its lines`);
  }
  return found;
}

/** I3: whatever was overwritten unseen stands in a question, a proposal or a decision of a person. */
export async function lostEdits(life: Life): Promise<string[]> {
  if (life.oracle.suspects.length === 0) return [];
  const kept = new Set<string>();
  const keep = (fields: Fields | null): void => {
    for (const m of JSON.stringify(fields ?? {}).matchAll(/#(\d+)|"\+?8(\d+)"/g)) kept.add(m[1] ?? m[2] ?? '');
  };
  for (const p of await life.store.read((t) => t.problems({ open: false }))) [p.ours, p.theirs, p.base].forEach(keep);
  for (const p of await life.store.read((t) => t.proposals(null))) keep(p.value);
  for (const record of await allRecords(life))
    for (const row of await life.store.read((t) => t.journal(record.id)))
      if (['first', 'person', 'restore'].includes(row.cause) || (life.restored && row.cause === 'pull'))
        [row.before, row.after].forEach(keep);
  const excused = life.oracle.seenBy(kept);
  return life.oracle.suspects
    .filter((s) => !excused.has(s.lost))
    .map((s) => `I3 edit #${s.lost} was overwritten by #${s.by}: ${s.where}`);
}
