/** What one answer to many conflicts would change: before and after, each as people read it. */
import { pick } from '../../fields.ts';
import type { AskedProblem } from '../../store/view-queries.ts';
import type { Fields } from '../../model.ts';
import { idsIn, inWords } from '../../words/differences.ts';
import { learnProblems, subjectOf } from '../../words/problem-words.ts';
import type { BulkAnswer } from '../contract/problems.ts';
import type { Shown } from './shown.ts';

export async function bulkRows(
  shown: Shown,
  problems: readonly AskedProblem[],
  choose: 'ours' | 'theirs',
): Promise<BulkAnswer['rows']> {
  await learnProblems(shown.names, problems);
  for (const p of problems) await shown.names.learn(idsIn(p.ours, p.theirs), p.host);
  const rows: BulkAnswer['rows'] = [];
  for (const p of problems) {
    const [before, after] = choose === 'theirs' ? [p.ours, p.theirs] : [p.theirs, p.ours];
    const subject = await subjectOf(shown, shown.behind.sidebook, shown.names, p);
    rows.push({ id: p.id, subject, before: unitText(shown, p, before), after: unitText(shown, p, after) });
  }
  return rows;
}

/** The fields that differ, one beside the other. */
function unitText(shown: Shown, { entity, ours, theirs }: AskedProblem, side: Fields | null): string | null {
  const differ = Object.keys({ ...ours, ...theirs }).filter((f) => JSON.stringify(ours?.[f] ?? null) !== JSON.stringify(theirs?.[f] ?? null));
  const said = Object.entries(pick(side ?? {}, differ)).map(([f, v]) => inWords(shown, entity ?? 'counterparty', f, v, shown.names) ?? '—');
  return said.length === 0 ? null : said.join('; ');
} // prettier-ignore
