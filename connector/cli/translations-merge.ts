/** sidebook translations merge: two edited copies of one export. */
import { SidebookError } from '../errors.ts';
import type { Checked } from '../translations/check.ts';
import { targetOf } from '../translations/load.ts';
import { mergeChanges, type Conflict } from '../translations/merge.ts';
import type { LabelSet } from '../translations/model.ts';
import { count } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { EXPORT_FILES, guardResult } from './result-file.ts';
import { look, put, refuse } from './translations.ts';
import { given, loaded } from './translations-files.ts';
import { changeLine, findingsPage } from './translations-page.ts';

export interface MergeOptions {
  readonly out?: string;
  readonly prefer?: 'ours' | 'theirs';
  /** The result may lack what had to be left out. */
  readonly leaveOut?: boolean;
  readonly force?: boolean;
}

/** Two edited copies of one export. Exit 1 where both changed the same text differently and nothing says who wins, or where something of a copy would be lost. */
export async function merge(io: Io, base: string, ours: string, theirs: string, o: MergeOptions): Promise<void> {
  if (o.out === undefined) throw new SidebookError('labels-out-needed', {});
  guardResult(o.out, { inputs: [base, ours, theirs], isForced: o.force === true, kinds: EXPORT_FILES });
  const original = await given(base);
  const read = await loaded(original);
  if (!read) return refuse(io, original);
  const { set, places } = read;
  const copies = [await copyOf(io, ours, set), await copyOf(io, theirs, set)] as const;
  if (copies.some(({ findings }) => findings.has('error'))) return io.fail(1);
  const short = [ours, theirs].filter((_, i) => copies[i]?.findings.has('skip'));
  if (short.length > 0 && !o.leaveOut) throw new SidebookError('labels-copy-left-out', { file: short.join(', ') });
  const { changes, conflicts } = mergeChanges(copies[0].changes, copies[1].changes, o.prefer);
  if (conflicts.length > 0) return ask(io, conflicts);
  await put(io, original, places, changes, o.out);
}

/** What was found in it is told, whether or not it hinders. */
async function copyOf(io: Io, name: string, set: LabelSet): Promise<Checked> {
  const seen = await look(io, await given(name), targetOf(set, undefined), {});
  const told = findingsPage(io, seen.findings);
  if (told !== '') io.out(`${name}\n${told}\n\n`);
  return seen;
}

function ask(io: Io, conflicts: readonly Conflict[]): void {
  for (const conflict of conflicts) io.out(`${changeLine(io, conflict.ours)}  |  ${changeLine(io, conflict.theirs)}\n`);
  io.out(`${t(io, `${count(io.lang, conflicts.length)} texts were changed differently in both copies; nothing was written. Make them equal, or say who wins: --prefer ours`, `Текстов, изменённых в копиях по-разному: ${count(io.lang, conflicts.length)}; ничего не записано. Сделайте их одинаковыми или укажите, кто прав: --prefer ours`)}\n`);
  io.fail(1);
} // prettier-ignore
