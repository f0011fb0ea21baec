/** ours, theirs, a value: one unit differs, and a person says what it is. */
import { pick, unitFields } from '../../fields.ts';
import type { Fields, Problem } from '../../model.ts';
import type { Engine } from '../engine.ts';
import { equalFields, pack, unpack } from '../pictures.ts';
import { ResolveRefused, type Answer } from './answer.ts';
import { load, save, withUnit } from './stored.ts';

type Chosen = Extract<Answer, { choose: 'ours' | 'theirs' } | { choose: 'value' }>;

/** theirs -> ours := put(theirs), agreed. ours -> agreed on theirs, so that ours now differs and is pushed. A value likewise. */
export async function answerValue(engine: Engine, problem: Problem, answer: Chosen, by: string): Promise<void> {
  const { link, record, mapping } = await load(engine, problem);
  const unit = problem.unit;
  const mapped = mapping.units.find((u) => u.unit === unit)?.fields;
  if (unit === null || !mapped) throw new ResolveRefused('answer-unfit');
  const p = unpack(link, record, mapping);
  const theirs = pick(p.theirs, mapped);
  const stillSeen = isSeen(problem, mapping.view(record.fields), theirs, mapped);
  if (!stillSeen) throw new ResolveRefused('problem-moved');
  const all = unitFields(record.entity, unit);
  const put = pick(mapping.put(record.fields, theirs, p.base.ours), all);
  const next = withUnit(engine, record, answer.choose === 'theirs' ? put : held(answer, record.fields, all), by);
  const base = { ours: { ...p.base.ours, ...put }, theirs: { ...p.base.theirs, ...theirs } };
  const sent = Object.fromEntries(Object.entries(p.sent).filter(([f]) => !all.includes(f)));
  const packed = pack({ ours: next.fields, theirs: p.theirs, base, sent }, next.rev, mapping);
  const to = { ...link, ...packed, sentAt: packed.sent ? link.sentAt : null, dirty: true, retryAt: null };
  await save(engine, problem, by, answer.choose, { record, next, link, to }, unit);
}

/** Both values still are the ones the person was shown. */
const isSeen = (problem: Problem, ours: Fields, theirs: Fields, mapped: readonly string[]): boolean =>
  equalFields(pick(ours, mapped), pick(problem.ours ?? {}, mapped)) && equalFields(theirs, pick(problem.theirs ?? {}, mapped));

/** What we hold, or what was typed over it. */
const held = (answer: Chosen, ours: Fields, all: readonly string[]): Fields => ({
  ...pick(ours, all),
  ...('value' in answer ? pick(answer.value, all) : {}),
});
