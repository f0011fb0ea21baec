/** What the translations commands print: findings by their cells, changes per language, counts. */
import type { Change, Checked, Tally } from '../translations/check.ts';
import {
  codeOf,
  detailIn,
  letters,
  placeOf,
  severityOf,
  type Finding,
  type Findings,
  type Severity,
} from '../translations/finding.ts';
import { languageName } from '../translations/languages.ts';
import { count } from '../words/format.ts';
import { grouped, t, type Io } from './io.ts';
import { table } from './table.ts';

const SHOWN = 100;
const TITLES: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['Errors: nothing can be applied', 'Ошибки: применить нельзя'],
  skip: ['Left out', 'Пропущено'],
  warning: ['Look at these', 'Обратите внимание'],
  note: ['For information', 'Для сведения'],
};

/** Grouped by how much they hurt; the same cure is said once. */
export function findingsPage(io: Io, findings: Findings): string {
  const blocks = (['error', 'skip', 'warning', 'note'] as const).flatMap((severity) => block(io, findings, severity));
  return blocks.join('\n\n');
}

function block(io: Io, findings: Findings, severity: Severity): string[] {
  const all = findings.list.filter(({ kind }) => severityOf(kind) === severity);
  const total = [...findings.counts].reduce((sum, [kind, n]) => sum + (severityOf(kind) === severity ? n : 0), 0);
  if (total === 0) return [];
  const shown = severity === 'note' ? all.slice(0, 10) : all.slice(0, SHOWN);
  const lines = grouped(io, shown.map((f) => ({ before: before(f), code: codeOf(f.kind), detail: detailIn(io.lang, f) }))); // prettier-ignore
  const [en, ru] = TITLES[severity];
  const more = total > shown.length ? [t(io, `… and ${String(total - shown.length)} more: --json shows them`, `… и ещё ${String(total - shown.length)}: все покажет --json`)] : []; // prettier-ignore
  return [[`${t(io, en, ru)} (${count(io.lang, total)})`, ...lines, ...more].join('\n')];
}

const before = (found: Finding): string => (placeOf(found) === '' ? '' : `${placeOf(found)}: `);

/** One row per language but the base. */
export function tallyTable(io: Io, { tally, information }: Pick<Checked, 'tally' | 'information'>): string {
  const head = [t(io, 'Language', 'Язык'), t(io, 'added', 'добавится'), t(io, 'changed', 'изменится'), t(io, 'unchanged', 'без изменений'), t(io, 'empty, kept', 'пусто, остаётся'), t(io, 'cleared', 'очистится'), t(io, 'left out', 'пропущено')]; // prettier-ignore
  const rows = [...tally].filter(([lcid]) => lcid !== information?.baseLanguage).map(([lcid, n]) => [`${String(lcid)} ${languageName(lcid, io.lang)}`, ...numbers(n).map((x) => count(io.lang, x))]); // prettier-ignore
  return table(rows, { head, right: [1, 2, 3, 4, 5, 6] });
}

const numbers = (n: Tally): number[] => [n.added, n.changed, n.unchanged, n.emptied, n.cleared, n.skipped];

/** Changes by their cells; `all`: how many there are. */
export function changesPage(io: Io, changes: readonly Change[], all: number): string {
  const lines = changes.map((change) => changeLine(io, change));
  if (changes.length < all) lines.push(t(io, `… and ${String(all - changes.length)} more: --all shows them`, `… и ещё ${String(all - changes.length)}: все покажет --all`)); // prettier-ignore
  return lines.join('\n');
}

export const changesIn = ({ tally }: Pick<Checked, 'tally'>): number =>
  [...tally.values()].reduce((sum, { added, changed, cleared }) => sum + added + changed + cleared, 0);

export function changeLine(io: Io, { place, lcid, before: was, after, base }: Change): string {
  const cell = `${place.sheet ?? ''}!${letters(place.column ?? 1)}${String(place.row ?? '')}`;
  const said = (text: string | null): string => (text === null ? t(io, '(empty)', '(пусто)') : `"${short(text)}"`);
  return `${cell} ${String(lcid)} [${short(base)}]: ${said(was)} → ${said(after)}`;
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text).replace(/\s*\n\s*/g, ' ⏎ ');

/** For programs: all of it, with the same coordinates. */
export const asJson = (checked: Checked, changes: readonly Change[]): string =>
  `${JSON.stringify(
    {
      outcome: checked.findings.outcome,
      information: checked.information,
      findings: checked.findings.list.map((f) => ({ ...f, severity: severityOf(f.kind) })),
      counts: Object.fromEntries(checked.findings.counts),
      languages: Object.fromEntries(checked.tally),
      changes: changes.map(({ place, ...rest }) => ({
        ...rest,
        sheet: place.sheet,
        row: place.row,
        column: letters(place.column ?? 1),
      })),
    },
    null,
    2,
  )}\n`;
