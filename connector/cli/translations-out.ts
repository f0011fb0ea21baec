/** sidebook translations export, stats, undo: Sidebook's own labels out, how complete they are, and the last import taken back. */
import { SidebookError } from '../errors.ts';
import { languageName, tagOf } from '../translations/languages.ts';
import type { LabelSet } from '../translations/model.ts';
import type { Fill } from '../translations/fill.ts';
import { countsOf, portionOf } from '../translations/portion.ts';
import { zipName } from '../translations/zip.ts';
import { VERSION } from '../version.ts';
import { count, date } from '../words/format.ts';
import { actorOf, t, type Io } from './io.ts';
import { guardResult, LABEL_FILES } from './result-file.ts';
import { table } from './table.ts';
import { loadedOrSaid } from './translations.ts';
import { languagesOf, own, writeLabels } from './translations-files.ts';

export interface ExportOptions {
  readonly languages?: string;
  readonly missing?: boolean;
  /** An export to write in another format. */
  readonly of?: string;
  readonly fill?: Fill;
  readonly force?: boolean;
}

/** Sidebook's own labels as a workbook; --missing: only those one of the languages lacks. */
export async function bringOut(io: Io, name: string | undefined, o: ExportOptions): Promise<void> {
  const set = o.of === undefined ? own(io, languagesOf(o.languages) ?? []).set : await loadedOrSaid(io, o.of);
  const file = name ?? zipName(set.information.solution, VERSION);
  guardResult(file, { inputs: [o.of], isForced: o.force === true, kinds: LABEL_FILES });
  await writeSome(io, file, set, o, o.of === undefined ? '' : ` --onto ${o.of} --out ${t(io, 'RESULT', 'ИТОГ')}.zip`);
}

/** As much of the labels as is asked for, in the format the name of the file asks for. `back`: how it is imported, besides its name. */
export async function writeSome(io: Io, file: string, set: LabelSet, o: ExportOptions, back: string): Promise<void> {
  const wanted = languagesOf(o.languages);
  const absent = wanted?.filter((lcid) => !set.languages.includes(lcid)) ?? [];
  if (absent.length > 0) throw new SidebookError('labels-language-absent', { languages: absent.map(tagOf).join(', '), known: set.languages.map(tagOf).join(', ') });
  const chosen = portionOf(set, { ...o, languages: wanted });
  const { labels, languages } = chosen;
  if (labels.size === 0) return io.out(`${o.missing ? t(io, 'No label is without a translation: nothing was written.', 'Надписей без перевода нет: ничего не записано.') : t(io, 'There are no labels in it: nothing was written.', 'В ней нет надписей: ничего не записано.')}\n`);
  await writeLabels(file, chosen);
  io.out(`${t(io, `Written: ${file}, ${count(io.lang, labels.size)} labels, languages: ${languages.map(tagOf).join(', ')}. What comes back: ${io.called} translations import FILE${back}`, `Записано: ${file}, надписей: ${count(io.lang, labels.size)}, языки: ${languages.map(tagOf).join(', ')}. Переведённое загрузит: ${io.called} translations import ФАЙЛ${back}`)}\n`);
} // prettier-ignore

/** How complete each language is: of a file, or of Sidebook's own labels. */
export async function stats(io: Io, name: string | undefined): Promise<void> {
  const set = name === undefined ? own(io).set : await loadedOrSaid(io, name);
  const rows = countsOf(set).map(({ lcid, done, missing }) => {
    const share = new Intl.NumberFormat(io.lang, { style: 'percent', maximumFractionDigits: 1 }).format(done + missing === 0 ? 1 : done / (done + missing));
    return [`${String(lcid)} ${languageName(lcid, io.lang)}`, count(io.lang, done), count(io.lang, missing), share];
  }); // prettier-ignore
  io.out(`${table(rows, { head: [t(io, 'Language', 'Язык'), t(io, 'translated', 'переведено'), t(io, 'missing', 'не хватает'), ''], right: [1, 2, 3] })}\n`);
} // prettier-ignore

/** Takes the last import of Sidebook's own labels back. */
export function undo(io: Io): void {
  const { kept } = own(io);
  const last = kept.latest();
  const made = kept.undo({ by: actorOf(io), at: io.world.now().toISOString() });
  io.out(`${t(io, `Taken back: version ${String(last.number)} of ${date(io.lang, last.at)} (${last.from}, ${count(io.lang, last.changes)} texts). Now version ${String(made.number)}; undo again brings it back.`, `Отменена версия ${String(last.number)} от ${date(io.lang, last.at)} (${last.from}, текстов: ${count(io.lang, last.changes)}). Теперь версия ${String(made.number)}; повторная отмена вернёт её.`)}\n`);
} // prettier-ignore
