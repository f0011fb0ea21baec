/**
 * same, of goods a line waits for: the item of one host is that of the other from now on. Both keep their records; toward each host the
 * one without an object there leads to the object of the other, like a merged one (merged.ts). Taken back, the lines wait again.
 */
import type { HostId, Problem, RecordId } from '../../model.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { newLink } from '../adopt.ts';
import { nowOf, type Engine } from '../engine.ts';
import { behind, redirectOf } from '../merged.ts';
import { ResolveRefused } from './answer.ts';
import { answerRow, loadLink, write } from './stored.ts';

export const GOODS = 'goods-waiting';
export const isOfGoods = ({ detail }: Pick<Problem, 'detail'>): boolean => detail['code'] === GOODS;

/** `as`: the record of an item that stands in the host. */
export async function answerGoods(engine: Engine, problem: Problem, as: RecordId, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  const one = problem.detail['record'] ?? '';
  const [mine, other] = await linksOf(engine, one, as);
  const there = other.find((l) => l.host === problem.host && isThere(l));
  if (!there) throw new ResolveRefused('record-unknown');
  const own = mine.find((l) => l.host === problem.host);
  if (own && redirectOf(own) !== there.hostId) throw new ResolveRefused('problem-moved'); // it is another item there since
  const wanted = [...missing(mine, other).map((l) => [one, l] as const), ...missing(other, mine).map((l) => [as, l] as const)];
  const ids = await engine.store.linkIds(wanted.length);
  const at = nowOf(engine);
  await write(engine, by, (t) => {
    wanted.forEach(([record, { host, hostId }], i) => leads(t, engine, { id: ids[i] ?? 0, record, host, to: hostId ?? '' }));
    t.journal(answerRow(link, link.record ?? '', { unit: null, before: null, after: { [one]: as } }, at, by));
    t.answerProblem(problem.id, `same ${as}`, by, at);
    t.wake(problem.host, 'invoice');
    t.touchLink(link.id);
  });
}

/** Both are goods, and not the same already. */
async function linksOf(
  engine: Engine,
  one: RecordId,
  as: RecordId,
): Promise<readonly [readonly StoredLink[], readonly StoredLink[]]> {
  return engine.store.read(async (t) => {
    const [a, b] = [await t.record(one), await t.record(as)];
    if (one === as || a?.entity !== 'product' || b?.entity !== 'product') throw new ResolveRefused('record-unknown');
    return [await t.linksOf(one), await t.linksOf(as)] as const;
  });
}

const isThere = (l: StoredLink): boolean => l.hostId !== null && l.goneAt === null && l.aliasOf === null;

/** Objects of the second on hosts where the first has nothing. */
const missing = (of: readonly StoredLink[], on: readonly StoredLink[]): StoredLink[] =>
  on.filter((l) => isThere(l) && !of.some((own) => own.host === l.host));

interface Lead {
  readonly id: number;
  readonly record: RecordId;
  readonly host: HostId;
  readonly to: string;
}

function leads(t: Writer, engine: Engine, { id, record, host, to }: Lead): void {
  const mapping = engine.hosts.get(host)?.mappings.get('product');
  if (!mapping) return;
  t.setLink(behind({ ...newLink({ linkId: id, host, hostId: null, version: null, mapping }), record }, to), null);
}

/** Of the first, what leads to objects of the second; it may lead to those of others as well, by answers that stand. */
const leadingTo = (to: readonly StoredLink[], of: readonly StoredLink[]): StoredLink[] =>
  of.filter((l) => l.hostId === null && to.some((t) => isThere(t) && t.host === l.host && t.hostId === redirectOf(l)));

/** What it led to leads nowhere again, and the lines wait. */
export async function untieGoods(engine: Engine, problem: Problem, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  const pair = [problem.detail['record'] ?? '', (problem.answer ?? '').replace(/^same /, '')] as const;
  const [mine, other] = await linksOf(engine, ...pair);
  const links = [...leadingTo(other, mine), ...leadingTo(mine, other)];
  if (links.length === 0) throw new ResolveRefused('problem-moved');
  const at = nowOf(engine);
  await write(engine, by, (t) => {
    for (const l of links) t.dropLink(l.id, l.tick, at);
    t.journal(answerRow(link, link.record ?? '', { unit: null, before: { [pair[0]]: pair[1] }, after: {} }, at, by));
    t.reopenProblem(problem.id);
    t.touchLink(link.id);
  });
}
