/**
 * Observe and plan of an import in one pass: every finding with its place, every change per language. Nothing is changed here. What a text replaces is
 * known from the target (our labels, or the last export of a host); without a target a file is only judged by itself.
 */
import { Findings, TAKES_BACK, type Kind, type Place } from './finding.ts';
import type { Glossary } from './glossary.ts';
import { isBlank, ownCopy, sameText, type Information, type Key, type SheetName, LONGEST } from './model.ts';
import { takenBack, type Past } from './past.ts';
import { readLabels, type LabelRow, type ReadOptions } from './read/labels.ts';
import type { Source } from './read/source.ts';
import { judgeText } from './rules.ts';

/** What is known of a label where it goes. */
export interface Known {
  /** The text now; undefined: none. */
  text(lcid: number): string | undefined;
}

export interface Target extends ReadOptions {
  /** The label, null where there is no such one, undefined where that is not known. */
  readonly find?: (key: Key) => Known | null | undefined;
  readonly glossary?: Glossary | undefined;
  /** What earlier imports replaced there. */
  readonly past?: Past | undefined;
}

export interface Choice {
  /** LCIDs to take; undefined: all. */
  readonly languages?: readonly number[] | undefined;
  readonly sheets?: readonly SheetName[] | undefined;
  /** An empty cell clears the label instead of leaving it. */
  readonly clear?: boolean | undefined;
  /** Rows whose base text differs are taken as translations all the same. */
  readonly stale?: boolean | undefined;
  /** Changes with a warning of these kinds stay out. */
  readonly without?: readonly string[] | undefined;
}

export interface Change {
  readonly key: Key;
  readonly lcid: number;
  /** null: there is no text yet. */
  readonly before: string | null;
  /** null: cleared. */
  readonly after: string | null;
  readonly base: string;
  readonly place: Place;
  /** Kinds of warnings about this very text. */
  readonly warned: readonly string[];
}

/** Per language: what the file does to the target. */
export interface Tally {
  added: number;
  changed: number;
  unchanged: number;
  emptied: number;
  cleared: number;
  skipped: number;
}

export interface Checked {
  readonly information: Information | null;
  readonly findings: Findings;
  readonly languages: readonly number[];
  readonly tally: ReadonlyMap<number, Tally>;
  readonly rows: number;
  /** As many as were asked for. */
  readonly changes: readonly Change[];
}

/** Reads the whole file once. @param most changes that are kept: a file of any size is read in the same memory, and its changes are not; the tally counts all */
export async function checkLabels(source: Source, target: Target, choice: Choice, most = Infinity): Promise<Checked> {
  const checking = new Checking(target, choice, most);
  await readLabels(source, target, checking.findings, {
    information: (information) => (checking.information = information),
    heads: (_sheet, heads) => heads.languages.forEach(({ lcid }) => checking.tallyOf(lcid)),
    row: (found) => checking.row(found),
  });
  return checking.checked();
} // prettier-ignore

class Checking {
  readonly findings = new Findings();
  information: Information | null = null;
  readonly #tally = new Map<number, Tally>();
  #rows = 0;
  readonly #target: Target;
  readonly #choice: Choice;
  readonly #most: number;
  readonly #changes: Change[] = [];

  constructor(target: Target, choice: Choice, most: number) {
    [this.#target, this.#choice, this.#most] = [target, choice, most];
  }

  tallyOf(lcid: number): Tally {
    const known = this.#tally.get(lcid);
    if (known) return known;
    const fresh = { added: 0, changed: 0, unchanged: 0, emptied: 0, cleared: 0, skipped: 0 };
    this.#tally.set(lcid, fresh);
    return fresh;
  }

  row(found: LabelRow): void {
    if (found.isRepeated) return;
    this.#rows++;
    const known = this.#target.find?.(found.key);
    if (known === null) return this.#skip(found, 'unknown-object', { column: 2 }, { entity: found.key.entity, id: found.key.id, part: found.key.column });
    const { lcid } = found.heads.languages[found.heads.base] ?? { lcid: 0 };
    const base = this.#base(found, known?.text(lcid));
    if (base === null) return;
    for (let slot = 0; slot < found.heads.languages.length; slot++) if (slot !== found.heads.base) this.#text(found, slot, base, known);
  } // prettier-ignore

  /** The base text, a checksum of the row; null: the row is skipped. */
  #base(found: LabelRow, known: string | undefined): string | null {
    const { heads, cells } = found;
    const place = { column: heads.languages[heads.base]?.column ?? 1 };
    const text = cells[heads.base]?.text ?? '';
    if (heads.base >= 0 && isBlank(text) && cells.some((cell) => cell !== null && !isBlank(cell.text))) this.#add(found, 'base-text-empty', place, {});
    if (known === undefined || isBlank(text) || sameText(known, text) || this.#choice.stale) return isBlank(text) ? (known ?? '') : text;
    this.#skip(found, 'stale-base', place, { came: text, known });
    return null;
  } // prettier-ignore

  #skip(found: LabelRow, kind: 'unknown-object' | 'stale-base', place: Place, detail: Readonly<Record<string, string>>): void {
    this.#add(found, kind, place, detail);
    found.heads.languages.forEach(({ lcid }, slot) => slot !== found.heads.base && this.tallyOf(lcid).skipped++);
  }

  #add(found: LabelRow, kind: Kind, place: Place, detail: Readonly<Record<string, string | number>>): void {
    this.findings.add(kind, { sheet: found.key.sheet, row: found.row.row, ...place }, detail);
  }

  #text(found: LabelRow, slot: number, base: string, known: Known | undefined): void {
    const { lcid, column } = found.heads.languages[slot] ?? { lcid: 0, column: 0 };
    const cell = found.cells[slot] ?? null;
    const [text, before] = [cell?.text ?? '', known?.text(lcid) ?? null];
    if (isBlank(text)) return this.#empty(found, slot, base, before, text);
    const tally = this.tallyOf(lcid);
    if (before !== null && sameText(before, text)) {
      tally.unchanged++;
      // What stands there already is nobody's question now; one that is too long is, because Dynamics refuses the whole file for it.
      if (text.length > LONGEST) this.#add(found, 'label-too-long', { column }, { length: text.length, limit: LONGEST });
      return;
    }
    const warned = [...judgeText({ text, base, lcid, glossary: this.#target.glossary }, (kind, detail) => this.#add(found, kind, { column }, detail))]; // prettier-ignore
    warned.push(...this.#takesBack(found, slot, text, before ?? ''));
    if (this.#isLeftOut(found, lcid, warned)) tally.skipped++;
    else {
      tally[before === null ? 'added' : 'changed']++;
      this.#tell(found, slot, { base, before, after: text, warned });
    }
  }

  /** Empty means unchanged; clearing is a choice of its own. */
  #empty(found: LabelRow, slot: number, base: string, before: string | null, text: string): void {
    const { lcid, column } = found.heads.languages[slot] ?? { lcid: 0, column: 0 };
    const blank = (): void => (text === '' ? undefined : this.#add(found, 'blank-label', { column }, {}));
    if (before === null || before === '') return blank();
    const warned = this.#choice.clear ? this.#takesBack(found, slot, '', before) : [];
    if (this.#choice.clear && !this.#isLeftOut(found, lcid, warned)) {
      this.tallyOf(lcid).cleared++;
      return this.#tell(found, slot, { base, before, after: null, warned });
    }
    this.tallyOf(lcid).emptied++;
    blank();
    if (text === '') this.#add(found, 'emptied', { column }, { text: before });
  }

  /** What stood there before a later import, in a file that is older: most likely nobody touched the cell. */
  #takesBack(found: LabelRow, slot: number, after: string, known: string): readonly Kind[] {
    const { past } = this.#target;
    const { lcid, column } = found.heads.languages[slot] ?? { lcid: 0, column: 0 };
    const back = past && takenBack(past, found.key, lcid, after, this.information?.exportedOn ?? '');
    if (!back) return [];
    this.#add(found, TAKES_BACK, { column }, { on: back.at, by: back.by, known });
    return [TAKES_BACK];
  }

  #isLeftOut({ key }: LabelRow, lcid: number, warned: readonly string[]): boolean {
    const { languages, sheets, without } = this.#choice;
    return languages?.includes(lcid) === false || sheets?.includes(key.sheet) === false || warned.some((kind) => without?.includes(kind)); // prettier-ignore
  }

  #tell({ key, row, heads }: LabelRow, slot: number, { base, before, after, warned }: Pick<Change, 'base' | 'before' | 'after' | 'warned'>): void {
    if (this.#changes.length >= this.#most) return;
    const { lcid, column } = heads.languages[slot] ?? { lcid: 0, column: 0 };
    const place = { sheet: key.sheet, row: row.row, column };
    this.#changes.push({ key: ownKey(key), lcid, place, base: ownCopy(base), before, after: after && ownCopy(after), warned });
  } // prettier-ignore

  checked(): Checked {
    return {
      information: this.information,
      findings: this.findings,
      languages: [...this.#tally.keys()],
      tally: this.#tally,
      rows: this.#rows,
      changes: this.#changes,
    };
  }
}

const ownKey = ({ sheet, entity, id, column }: Key): Key => ({ sheet, entity: ownCopy(entity), id: ownCopy(id), column: ownCopy(column) }); // prettier-ignore
