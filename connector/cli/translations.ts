/** sidebook translations check, diff, import: nothing is changed before --yes, or without a file of its own for the result. */
import { SidebookError } from '../errors.ts';
import { checkLabels, type Change, type Checked, type Choice, type Target } from '../translations/check.ts';
import { FileRefused, Findings, KINDS, TAKES_BACK } from '../translations/finding.ts';
import { glossaryOf } from '../translations/glossary-file.ts';
import { targetOf } from '../translations/load.ts';
import { DISPLAY, LABELS, type Information, type LabelSet, type SheetName } from '../translations/model.ts';
import { patched } from '../translations/patch.ts';
import type { Places } from '../translations/places.ts';
import { BASE, SOLUTION } from '../translations/own/labels.ts';
import { ownPast } from '../translations/own/past.ts';
import { ownTexts, type Own } from '../translations/own/now.ts';
import { COMMAND_LINE } from '../translations/read/archive.ts';
import { informationOf, readInformation } from '../translations/read/information.ts';
import type { Source } from '../translations/read/source.ts';
import { count } from '../words/format.ts';
import { actorOf, t, type Io } from './io.ts';
import { EXPORT_FILES, guardResult } from './result-file.ts';
import { given, languagesOf, loaded, own, watched, writeWorkbook, type Given } from './translations-files.ts';
import { asJson, changesIn, changesPage, findingsPage, tallyTable } from './translations-page.ts';

export interface ChoiceOptions {
  readonly languages?: string;
  readonly sheets?: string;
  readonly clear?: boolean;
  readonly stale?: boolean;
  readonly without?: string;
  readonly takeBack?: boolean;
  readonly glossary?: string;
  readonly against?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}
export interface ImportOptions extends ChoiceOptions {
  readonly onto?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

const WARNINGS = Object.entries(KINDS).flatMap(([kind, [severity]]) => (severity === 'warning' ? [kind] : []));
const SHEETS: Readonly<Record<string, SheetName>> = { labels: LABELS, strings: DISPLAY };

export function choiceOf(o: ChoiceOptions): Choice {
  const without = namedIn('--without', o.without, WARNINGS) ?? [];
  if (o.takeBack && without.includes(TAKES_BACK)) throw new SidebookError('option-conflict', { option: '--take-back', other: `--without ${TAKES_BACK}` }); // prettier-ignore
  return {
    languages: languagesOf(o.languages), clear: o.clear, stale: o.stale, without: [...without, ...(o.takeBack ? [] : [TAKES_BACK])],
    sheets: namedIn('--sheets', o.sheets, Object.keys(SHEETS))?.flatMap((name) => SHEETS[name] ?? []),
  }; // prettier-ignore
}

/** What is not known would choose nothing in silence. */
function namedIn(option: string, list: string | undefined, known: readonly string[]): string[] | undefined {
  const names = list?.split(',').map((name) => name.trim());
  const came = names?.find((name) => !known.includes(name));
  if (came !== undefined) throw new SidebookError('option-choice', { option, came, known: known.join(', ') });
  return names;
}

/** The options that chose, as they are typed again. */
export const chosenBy = ({ languages, sheets, without, glossary, clear, stale, takeBack }: ChoiceOptions): string =>
  Object.entries({ languages, sheets, without, glossary, clear, stale, 'take-back': takeBack })
    .map(([name, value]) =>
      value === undefined || value === false ? '' : value === true ? ` --${name}` : ` --${name} "${value}"`,
    )
    .join('');

/** @param most changes that are kept */
export async function look(io: Io, file: Given, target: Target, choice: Choice, most?: number): Promise<Checked> {
  if (!file.source) return { information: null, findings: file.findings, languages: [], tally: new Map(), rows: 0, changes: [] };
  const checked = await checkLabels(watched(io, file.source), target, choice, most);
  for (const found of file.findings.list) checked.findings.take(found);
  return checked;
}

/** Against another export where one is named; else against our own labels where the file is ours; else the file by itself. */
async function judged(io: Io, name: string, o: ChoiceOptions, most?: number): Promise<{ seen: Checked; own: Own | null }> {
  const file = await given(name);
  const information = file.source ? await informationIn(file.source) : null;
  const against = o.against === undefined ? null : await loadedOrSaid(io, o.against);
  const ours = against === null && information?.solution === SOLUTION ? own(io) : null;
  const glossary = glossaryOf(o.glossary, information?.baseLanguage ?? BASE);
  // Any language can be added to labels of our own.
  const target = against
    ? targetOf(against, glossary)
    : ours
      ? { ...targetOf(ours.set, glossary, ownPast(ours)), enabled: undefined }
      : { glossary };
  return { seen: await look(io, file, target, choiceOf(o), most), own: ours };
}

export async function loadedOrSaid(io: Io, name: string): Promise<LabelSet> {
  const file = await given(name);
  const read = await loaded(file);
  if (read) return read.set;
  io.err(`${findingsPage(io, file.findings)}\n`);
  throw new SidebookError('labels-whose', { file: name });
}

/** Whose labels the file says it holds; null where it does not come so far. */
async function informationIn(source: Source): Promise<Information | null> {
  try {
    return informationOf(await readInformation(source, COMMAND_LINE.unpacked), {}, new Findings());
  } catch (error) {
    if (error instanceof FileRefused) return null;
    throw error;
  }
}

/** How many changes are shown, where not all are asked for. */
const SHOWN = 20;
export const shownOf = ({ all, json }: ChoiceOptions): number => (all || json ? Infinity : SHOWN);

/** Exit 1: an error is in it; 2: it would change something; 0: neither. */
export async function check(io: Io, name: string, o: ChoiceOptions): Promise<void> {
  const { seen } = await judged(io, name, o, o.json ? Infinity : 0);
  tell(io, seen, o, 0);
}

export async function diff(io: Io, name: string, o: ChoiceOptions): Promise<void> {
  const { seen } = await judged(io, name, o, shownOf(o));
  tell(io, seen, o, shownOf(o));
}

export function tell(io: Io, seen: Checked, o: ChoiceOptions, most: number): void {
  if (o.json) io.out(asJson(seen, seen.changes));
  else io.out(`${page(io, seen, most)}\n`);
  if (seen.findings.hasError) io.fail(1);
  else if (changesIn(seen) > 0) io.fail(2);
}

export function page(io: Io, seen: Checked, most: number): string {
  const rows = t(io, `${count(io.lang, seen.rows)} labels read.`, `Прочитано надписей: ${count(io.lang, seen.rows)}.`);
  const parts = [rows, findingsPage(io, seen.findings), seen.tally.size > 0 ? tallyTable(io, seen) : ''];
  if (most > 0 && seen.changes.length > 0) parts.push(changesPage(io, seen.changes.slice(0, most), changesIn(seen)));
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Sidebook's own labels with --yes; labels of a host by --onto EXPORT --out RESULT. */
export async function bring(io: Io, name: string, o: ImportOptions): Promise<void> {
  if (o.onto !== undefined) return bringOnto(io, name, o.onto, o);
  const { seen, own: ours } = await judged(io, name, o);
  if (!ours && !seen.findings.hasError) throw new SidebookError('labels-whose', { file: name });
  io.out(`${page(io, seen, shownOf(o))}\n`);
  if (seen.findings.hasError || !ours) return io.fail(1);
  if (seen.changes.length === 0) return io.out(`${t(io, 'Nothing to apply', 'Применять нечего')}: ${whyNothing(io, seen)}\n`);
  if (!o.yes) {
    const apply = `${io.called} translations import ${name}${chosenBy(o)} --yes`;
    io.out(`\n${t(io, `Nothing is changed yet. Apply: ${apply}`, `Пока ничего не изменено. Применить: ${apply}`)}\n`);
    return io.fail(2);
  }
  const made = ours.kept.apply(ours.now, ownTexts(ours, seen.changes), name, { by: actorOf(io), at: io.world.now().toISOString() });
  io.out(`\n${t(io, `Applied as version ${String(made.number)}; every panel shows it with its next opening. Back: ${io.called} translations undo`, `Применено как версия ${String(made.number)}; каждая панель покажет это при следующем открытии. Назад: ${io.called} translations undo`)}\n`);
} // prettier-ignore

/** Something left out does not hold already. */
export const whyNothing = (io: Io, { tally }: Pick<Checked, 'tally'>): string =>
  [...tally.values()].some(({ skipped }) => skipped > 0)
    ? t(io, 'all that is new was left out.', 'всё новое пропущено.')
    : t(io, 'all of it holds already.', 'всё уже так.');

async function bringOnto(io: Io, name: string, onto: string, o: ImportOptions): Promise<void> {
  if (o.out === undefined) throw new SidebookError('labels-out-needed', {});
  guardResult(o.out, { inputs: [name, onto, o.against, o.glossary], isForced: o.force === true, kinds: EXPORT_FILES });
  const [file, original] = [await given(name), await given(onto)];
  const read = await loaded(original);
  if (!read) return refuse(io, original);
  const { set, places } = read;
  const seen = await look(io, file, targetOf(set, glossaryOf(o.glossary, set.information.baseLanguage)), choiceOf(o));
  io.out(`${page(io, seen, shownOf(o))}\n`);
  if (seen.findings.hasError) return io.fail(1);
  await put(io, original, places, seen.changes, o.out);
}

export async function put(io: Io, original: Given, places: Places, changes: readonly Change[], out: string): Promise<void> {
  if (!original.source) return;
  const placed = places.place(changes);
  if (placed.missing.length > 0) throw new SidebookError('labels-not-placed', { count: placed.missing.length, file: original.name });
  await writeWorkbook(out, patched(original.source, placed.edits));
  io.out(`${t(io, `Written: ${out}. New texts in it: ${count(io.lang, changes.length)}; every other byte of the workbook is as it was.`, `Записано: ${out}. Новых текстов: ${count(io.lang, changes.length)}, остальные байты книги не изменились.`)}\n`);
  if (changes.length > 0) io.fail(2);
} // prettier-ignore

export function refuse(io: Io, file: Given): void {
  io.out(`${file.name}\n${findingsPage(io, file.findings)}\n`);
  io.fail(1);
}
