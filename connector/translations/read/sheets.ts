/** The three sheets must be there; another of a like name is told with the one that misses, any other is left out. */
import type { Findings } from '../finding.ts';
import { SHEETS } from '../model.ts';

export function missingSheets(names: readonly string[], findings: Findings): void {
  const others = new Set(names.filter((name) => !SHEETS.some((sheet) => sheet === name)));
  for (const sheet of SHEETS.filter((wanted) => !names.includes(wanted))) {
    const like = [...others].find((name) => isLike(name, sheet)) ?? '';
    others.delete(like);
    findings.add('sheet-missing', { sheet }, { like });
  }
  for (const sheet of others) findings.add('unknown-sheet', { sheet });
}

const words = (name: string): string[] => name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** "localized labels", "Localized Labels (2)", "Localised Labels": a word in common is enough to ask. */
const isLike = (name: string, sheet: string): boolean =>
  words(name).some((word) => words(sheet).some((wanted) => word === wanted || word.slice(0, 4) === wanted.slice(0, 4)));
