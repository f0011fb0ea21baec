/** sidebook translations merge: two edited copies of one export. */
import { SidebookError } from '../errors.ts';
import { mergeChanges } from '../translations/merge.ts';
import { count } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { look, put, refuse } from './translations.ts';
import { given, loaded, targetOf } from './translations-files.ts';
import { changeLine } from './translations-page.ts';

export interface MergeOptions {
  readonly out?: string;
  readonly prefer?: 'ours' | 'theirs';
}

/** Two edited copies of one export. Exit 1 where both changed the same text differently and nothing says who wins. */
export async function merge(io: Io, base: string, ours: string, theirs: string, o: MergeOptions): Promise<void> {
  if (o.out === undefined) throw new SidebookError('labels-out-needed', {});
  const original = await given(base);
  const set = await loaded(original);
  if (!set) return refuse(io, original);
  const copies = [await look(io, await given(ours), targetOf(set, undefined), {}), await look(io, await given(theirs), targetOf(set, undefined), {})] as const;
  const failed = copies.findIndex((copy) => copy.findings.hasError);
  if (failed >= 0) return refuse(io, { name: failed === 0 ? ours : theirs, source: null, findings: copies[failed]?.findings ?? original.findings });
  const { changes, conflicts } = mergeChanges(copies[0].changes, copies[1].changes, o.prefer);
  for (const conflict of conflicts) io.out(`${changeLine(io, conflict.ours)}  |  ${changeLine(io, conflict.theirs)}\n`);
  if (conflicts.length === 0) return put(io, original, changes, o.out);
  io.out(`${t(io, `${count(io.lang, conflicts.length)} texts were changed differently in both copies; nothing was written. Make them equal, or say who wins: --prefer ours`, `Текстов, изменённых в копиях по-разному: ${count(io.lang, conflicts.length)}; ничего не записано. Сделайте их одинаковыми или укажите, кто прав: --prefer ours`)}\n`);
  io.fail(1);
} // prettier-ignore
