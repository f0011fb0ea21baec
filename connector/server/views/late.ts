/** What nobody decided in time, as the lead finds it in the day: whatever is raised by message or e-mail is seen here as well, and without either. */
import type { ProblemKind } from '../../model.ts';
import { learnProblems, subjectOf } from '../../words/problem-words.ts';
import type { NotesView } from '../contract/notes.ts';
import { lateQuestions } from '../escalation/causes.ts';
import type { Shown } from './shown.ts';

const MOST = 5;
/** Of each kind; the oldest questions come first, so those overdue are among them. */
const PAGES = 1;
const KINDS: readonly ProblemKind[] = ['conflict', 'ambiguous', 'duplicate'];

export async function lateFor(shown: Shown): Promise<Pick<NotesView, 'late' | 'moreLate'>> {
  if (!shown.may('problems.read')) return { late: [], moreLate: false };
  const found = [];
  for await (const p of lateQuestions(shown.store.views, KINDS, shown.behind.config.escalation, shown.now, PAGES)) found.push(p);
  const first = found.sort((a, b) => (a.limit < b.limit ? -1 : 1)).slice(0, MOST);
  await learnProblems(shown.names, first);
  const late: NotesView['late'] = [];
  for (const p of first)
    late.push({
      id: p.id, widget: p.kind === 'conflict' ? 'problems' : 'matching', limit: p.limit, title: shown.title(p.host),
      subject: await subjectOf(shown, shown.behind.sidebook, shown.names, p),
    }); // prettier-ignore
  return { late, moreLate: found.length > first.length };
}
