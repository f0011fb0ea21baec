/** Help for empty cells: texts already known for the same base text, or a pseudo-translation that shows what is not translated yet. */
import { pseudoLong } from '../../widgets/runtime/pseudo.ts';
import type { Label } from './model.ts';

export type Fill = 'known' | 'pseudo';

/** Labels with their empty languages filled; what is there stays. */
export function filled(labels: ReadonlyMap<string, Label>, languages: readonly number[], base: number, how: Fill): ReadonlyMap<string, Label> {
  const known = how === 'known' ? memoryOf(labels, base) : null;
  const text = (source: string, lcid: number): string | undefined => (known ? known.get(`${String(lcid)}\u0001${source}`) : pseudo(source));
  return new Map([...labels].map(([key, label]) => [key, { ...label, texts: withTexts(label, languages, base, text) }]));
} // prettier-ignore

function withTexts({ texts }: Label, languages: readonly number[], base: number, text: (source: string, lcid: number) => string | undefined): Map<number, string> {
  const all = new Map(texts);
  const source = texts.get(base) ?? '';
  for (const lcid of languages) {
    const made = all.has(lcid) || source === '' ? undefined : text(source, lcid);
    if (made !== undefined) all.set(lcid, made);
  }
  return all;
} // prettier-ignore

/** Base text -> its translation, where all labels with that text agree. */
function memoryOf(labels: ReadonlyMap<string, Label>, base: number): Map<string, string> {
  const [memory, unsure] = [new Map<string, string>(), new Set<string>()];
  for (const { texts } of labels.values())
    for (const [lcid, text] of texts) {
      const key = `${String(lcid)}\u0001${texts.get(base) ?? ''}`;
      const before = memory.get(key);
      if (before !== undefined && before !== text) unsure.add(key);
      memory.set(key, text);
    }
  for (const key of unsure) memory.delete(key);
  return memory;
}

const pseudo = (source: string): string => pseudoLong({ text: source })['text'] ?? source;
