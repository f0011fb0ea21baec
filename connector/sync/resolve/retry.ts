/** retry: looked at again at once; a value the host altered or refused is sent once more. */
import { pick, unitFields } from '../../fields.ts';
import type { Base, Pictures, Problem } from '../../model.ts';
import { type Engine } from '../engine.ts';
import { equalFields, pack, unpack } from '../pictures.ts';
import { load, loadLink, save, type Loaded } from './stored.ts';
import { tie } from './tie.ts';

export async function answerRetry(engine: Engine, problem: Problem, by: string): Promise<void> {
  const at = await loadLink(engine, problem);
  if (at.record === null || at.hostId === null)
    return tie(engine, problem, by, {
      word: 'retry',
      record: at.record ?? '',
      link: at,
      to: { ...at, dirty: true, retryAt: null },
    });
  const loaded = await load(engine, problem);
  const { link, record, mapping } = loaded;
  const p = unpack(link, record, mapping);
  const packed = pack({ ours: record.fields, theirs: p.theirs, base: agreedOnShown(loaded, problem, p), sent: p.sent }, record.rev, mapping); // prettier-ignore
  const to = { ...link, ...packed, dirty: true, retryAt: null };
  await save(engine, problem, by, 'retry', { record, next: record, link, to }, problem.unit);
}

/** Agreed on what the host shows still: what we hold differs from it again and is pushed. */
function agreedOnShown({ record, mapping }: Loaded, { unit }: Problem, p: Pictures): Base {
  const mapped = mapping.units.find((u) => u.unit === unit)?.fields ?? [];
  const shown = pick(p.theirs, mapped);
  const moved = !equalFields(shown, pick(p.base.theirs, mapped)); // an edit of theirs that nobody saw: merged or asked, never overwritten
  if (moved) return p.base;
  const all = unit === null ? [] : unitFields(record.entity, unit);
  return {
    ours: { ...p.base.ours, ...pick(mapping.put(record.fields, shown, p.base.ours), all) },
    theirs: { ...p.base.theirs, ...shown },
  };
}
