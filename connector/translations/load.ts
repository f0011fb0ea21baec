/** A workbook as a set of labels in memory: what an edited copy is held against. */
import type { Target } from './check.ts';
import { Findings } from './finding.ts';
import type { Glossary } from './glossary.ts';
import { keyText, type Information, type Label, type LabelSet } from './model.ts';
import { readLabels, type LabelRow, type ReadOptions } from './read/labels.ts';
import type { Source } from './read/source.ts';

export interface Loaded {
  readonly set: LabelSet;
  readonly findings: Findings;
}

const NOBODY: Information = { organizationId: '', exportedOn: '', baseLanguage: 0, solution: '' };

/** Texts are copies: a slice would keep the whole piece of the file it was cut from. */
export async function loadLabels(source: Source, options: ReadOptions = {}): Promise<Loaded> {
  const findings = new Findings();
  const labels = new Map<string, Label>();
  const languages = new Set<number>();
  let information = NOBODY;
  await readLabels(source, options, findings, {
    information: (found) => (information = found),
    heads: (_sheet, heads) => heads.languages.forEach(({ lcid }) => languages.add(lcid)),
    row: (row) => {
      if (!row.isRepeated) labels.set(keyText(row.key), labelOf(row));
    },
  });
  return { set: { information, languages: [...languages], labels }, findings };
}

export function labelOf({ key, cells, heads }: LabelRow): Label {
  const texts = new Map<number, string>();
  heads.languages.forEach(({ lcid }, slot) => {
    const text = cells[slot]?.text ?? '';
    if (text !== '') texts.set(lcid, copy(text));
  });
  return { key: { ...key, entity: copy(key.entity), id: copy(key.id), column: copy(key.column) }, texts, context: null };
}

/** V8 keeps slices of 13 characters and more as a view. */
const copy = (text: string): string => (text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le'));

/** What `checkLabels` asks of a set of labels. */
export const finderOf =
  ({ labels }: LabelSet) =>
  (key: Label['key']): { text(lcid: number): string | undefined } | null => {
    const found = labels.get(keyText(key));
    return found ? { text: (lcid) => found.texts.get(lcid) } : null;
  };

/** What a file is held against: an export of the same labels, or Sidebook's own. */
export function targetOf(set: LabelSet, glossary: Glossary | undefined): Target {
  const { organizationId, solution, baseLanguage } = set.information;
  return { organizationId, solution, baseLanguage, enabled: set.languages, find: finderOf(set), glossary };
}
