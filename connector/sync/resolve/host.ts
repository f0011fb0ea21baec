/** host-right, module-right, retry: a question about a host as a whole, not about one object of it. */
import { pick, unitFields } from '../../fields.ts';
import type { Base, HostId, Pictures, Problem, SharedRecord } from '../../model.ts';
import type { Mapping, UnitMapping } from '../../../mappings/mapping.ts';
import type { StoredLink } from '../../store/store.ts';
import { nowOf, type Engine } from '../engine.ts';
import { pack, unpack } from '../pictures.ts';
import { ResolveRefused, type Answer } from './answer.ts';
import { answerRow } from './stored.ts';

export async function answerHost(engine: Engine, problem: Problem, answer: Answer, by: string): Promise<void> {
  if (problem.kind === 'restored' && (answer.choose === 'host-right' || answer.choose === 'module-right'))
    return afterRestore(engine, problem, answer.choose, by);
  if (answer.choose !== 'retry') throw new ResolveRefused('answer-unfit');
  await engine.store.write({ actor: by }, (t) => t.answerProblem(problem.id, 'retry', by, nowOf(engine)));
}

/** Setting that says an answer is being carried out, object by object. What it did so far would push ours, whatever is answered next. */
const begun = (host: HostId): string => `module-right:${host}`;

/** After a restore: the host is right = ordinary pulls; the module is right = ours is pushed wherever they differ (A21). */
async function afterRestore(engine: Engine, problem: Problem, choose: 'host-right' | 'module-right', by: string): Promise<void> {
  const at = nowOf(engine);
  if (choose === 'module-right') await moduleIsRight(engine, problem.host, by);
  else if (await engine.store.read((t) => t.setting(begun(problem.host)))) throw new ResolveRefused('answer-begun');
  const others = (await engine.store.read((t) => t.problems({ kind: 'restored' }))).filter(
    (p) => p.id !== problem.id && p.detail['code'] === 'store-restored',
  );
  await engine.store.write({ actor: by }, (t) => {
    t.setHost(problem.host, { state: 'trusted' }); // what is gone now is gone: asked one by one, no longer suspected
    t.forgetCursors(problem.host);
    t.setSetting(begun(problem.host), '');
    if (others.length === 0) t.setSetting('restored', 'no');
    t.wake(problem.host, null);
    t.answerProblem(problem.id, choose, by, at);
  });
}

async function moduleIsRight(engine: Engine, host: string, by: string): Promise<void> {
  const attached = engine.hosts.get(host);
  if (!attached) throw new ResolveRefused('answer-unfit'); // gone from the configuration: nothing can be pushed there
  await engine.store.write({ actor: by }, (t) => t.setSetting(begun(host), by));
  for (const [entity, mapping] of attached.mappings)
    for (let after = 0; ;) {
      const links = await engine.store.read((t) => t.linksPage(host, entity, after, engine.limits.batch));
      const last = links.at(-1);
      if (!last) break;
      after = last.id;
      for (const link of links)
        if (link.dirty && link.record !== null && link.hostId !== null && link.goneAt === null)
          await holdOurs(engine, link, mapping, by);
    }
}

/** Every unit that moved there counts as agreed on: ours then differs and is pushed. What gets overwritten is journalled. */
async function holdOurs(engine: Engine, at: StoredLink, mapping: Mapping, by: string): Promise<void> {
  for (let round = 0; round < engine.limits.rounds; round++) {
    const link = await engine.store.read((t) => t.link(at.id));
    if (!link || (await heldOurs(engine, link, mapping, by)) === 'done') return;
  }
  throw new ResolveRefused('problem-moved');
}

async function heldOurs(engine: Engine, link: StoredLink, mapping: Mapping, by: string): Promise<'done' | 'moved'> {
  const record = await engine.store.read((t) => t.record(link.record ?? ''));
  if (!record) return 'done';
  const p = unpack(link, record, mapping);
  const moved = mapping.units.filter((u) => u.direction !== 'from-host' && !mapping.same(u.unit, p.theirs, p.base.theirs));
  const base = agreedOn(moved, p, record, mapping);
  const packed = pack({ ours: record.fields, theirs: p.theirs, base, sent: {} }, record.rev, mapping);
  const at = nowOf(engine);
  return engine.store.write({ actor: by }, (t) => {
    t.setLink({ ...link, ...packed, sentAt: null, dirty: true, retryAt: null }, link.tick);
    for (const { unit, fields } of moved) {
      const what = { unit, before: pick(p.theirs, fields), after: pick(record.fields, fields) };
      t.journal(answerRow(link, record.id, what, at, by, 'restore'));
    }
  });
}

function agreedOn(units: readonly UnitMapping[], p: Pictures, record: SharedRecord, mapping: Mapping): Base {
  const base = { ours: { ...p.base.ours }, theirs: { ...p.base.theirs } };
  for (const { unit, fields } of units) {
    const shown = pick(p.theirs, fields);
    Object.assign(base.ours, pick(mapping.put(record.fields, shown, p.base.ours), unitFields(record.entity, unit)));
    Object.assign(base.theirs, shown);
  }
  return base;
}
