/** A workbook as a set of labels in memory: what an edited copy is held against. */
import type { Target } from './check.ts';
import { Findings } from './finding.ts';
import type { Glossary } from './glossary.ts';
import { keyText, ownCopy, type Information, type Label, type LabelSet } from './model.ts';
import type { Past } from './past.ts';
import { Places } from './places.ts';
import { readLabels, type LabelRow, type ReadOptions } from './read/labels.ts';
import type { Source } from './read/source.ts';

export interface Loaded {
  readonly set: LabelSet;
  readonly findings: Findings;
  /** Where its texts stand, for changes that are to be put into it. */
  readonly places: Places;
}

const NOBODY: Information = { organizationId: '', exportedOn: '', baseLanguage: 0, solution: '' };

/** Texts are copies: a slice would keep the whole piece of the file it was cut from. */
export async function loadLabels(source: Source, options: ReadOptions = {}): Promise<Loaded> {
  const findings = new Findings();
  const [labels, languages, places] = [new Map<string, Label>(), new Set<number>(), new Places()];
  const once = onceOnly();
  let information = NOBODY;
  await readLabels(source, options, findings, {
    information: (found) => (information = found),
    heads: (_sheet, heads) => heads.languages.forEach(({ lcid }) => languages.add(lcid)),
    row: (row) => {
      const name = keyText(row.key);
      if (!row.isRepeated) labels.set(name, labelOf(name, row, once));
      places.note(name, row);
    },
  });
  return { set: { information, languages: [...languages], labels }, findings, places };
}

/** The id is a part of the name, which is held anyway. */
function labelOf(name: string, row: LabelRow, once: (text: string) => string): Label {
  const { sheet, entity, id, column } = row.key;
  const end = name.length - column.length - 1;
  const key = { sheet, entity: once(entity), id: name.slice(end - id.length, end), column: once(column) };
  return { key, texts: textsOf(row), context: null };
}

/** One copy a row, cut up again: a copy of each text takes three times as long. */
function textsOf({ cells, heads }: LabelRow): Map<number, string> {
  const whole = ownCopy(cells.map((cell) => cell?.text ?? '').join(''));
  const texts = new Map<number, string>();
  let at = 0;
  heads.languages.forEach(({ lcid }, slot) => {
    const { length } = cells[slot]?.text ?? '';
    if (length > 0) texts.set(lcid, whole.slice(at, at + length));
    at += length;
  });
  return texts;
}

/** Names of entities and columns are few. */
function onceOnly(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const own = ownCopy(text);
    known.set(own, own);
    return own;
  };
}

/** What `checkLabels` asks of a set of labels. */
export const finderOf =
  ({ labels }: LabelSet) =>
  (key: Label['key']): { text(lcid: number): string | undefined } | null => {
    const found = labels.get(keyText(key));
    return found ? { text: (lcid) => found.texts.get(lcid) } : null;
  };

/** What a file is held against: an export of the same labels, or Sidebook's own. */
export function targetOf(set: LabelSet, glossary: Glossary | undefined, past?: Past): Target {
  const { organizationId, solution, baseLanguage } = set.information;
  return { organizationId, solution, baseLanguage, enabled: set.languages, find: finderOf(set), glossary, past };
}
