/** keep, deactivate, create-again: the object is gone from the host, the record is not. */
import { pick } from '../../fields.ts';
import type { Problem } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import { newLink } from '../adopt.ts';
import { attachedOf, mayCreate, nowOf, type Engine } from '../engine.ts';
import { ResolveRefused, type Fate } from './answer.ts';
import { answerRow, load, save, withUnit, write, type Loaded } from './stored.ts';

export async function answerVanished(engine: Engine, problem: Problem, choose: Fate, by: string): Promise<void> {
  const loaded = await load(engine, problem);
  if (choose === 'create-again') return createAgain(engine, problem, loaded, by);
  const { link, record } = loaded;
  const next = choose === 'deactivate' ? withUnit(engine, record, { active: false }, by) : record;
  await save(engine, problem, by, choose, { record, next, link, to: { ...link, dirty: false } }, null);
}

/** A link of its own for the new object; the tombstone of the old one stays, without its record. Never where nothing would be made. */
async function createAgain(engine: Engine, problem: Problem, { link, record, mapping }: Loaded, by: string): Promise<void> {
  if (!mayCreate(engine, attachedOf(engine, link.host), record)) throw new ResolveRefused('create-unfit');
  const [id] = await engine.store.linkIds(1);
  const fresh = { ...newLink({ linkId: id ?? 0, host: link.host, hostId: null, version: null, mapping }), record: record.id };
  const given = givenBy(mapping);
  const bare = withUnit(engine, record, Object.fromEntries(given.map((f) => [f, null])), by);
  const what = { unit: null, before: pick(record.fields, given), after: {} };
  const at = nowOf(engine);
  await write(engine, by, (t) => {
    t.setLink({ ...link, record: null, dirty: false }, link.tick);
    if (bare !== record) t.setRecord(bare, record.rev, link.id);
    t.setLink(fresh, null);
    t.journal(answerRow(fresh, record.id, what, at, by));
    t.answerProblem(problem.id, 'create-again', by, at);
  });
}

/** The number the host gave the lost object: meanwhile it may stand on another one, and the new object gets a new one. */
const givenBy = (mapping: Mapping): string[] =>
  mapping.units.flatMap((u) => (u.direction === 'from-host' && GIVEN.has(u.unit) ? u.fields : []));
const GIVEN = new Set(['number', 'code']);
