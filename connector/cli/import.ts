/** sidebook import: the preview of a file, its problems and open lines as tables, and with --yes the import itself. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SidebookError } from '../errors.ts';
import { draftOf, isStopped, LIMITS, previewImport, readDecisions, readMap, reviewTable, type Encoding, type Paper, type Preview } from '../import/index.ts'; // prettier-ignore
import { collectSooner } from '../memory.ts';
import type { ImportKind, ImportRecord } from '../private/imports.ts';
import { PrivateRefused, type PrivateView } from '../private/private-store.ts';
import { count, date } from '../words/format.ts';
import { withImports } from './import-kept.ts';
import { importPage, problemTable } from './import-page.ts';
import { t, todayAt, type Io } from './io.ts';
import { competitorsIn, named } from './private.ts';

export interface ImportOptions {
  readonly competitor: string;
  readonly newCompetitor?: boolean;
  readonly map?: readonly string[];
  readonly sheet?: string;
  readonly encoding?: Encoding;
  readonly currency?: string;
  readonly vat?: 'in' | 'out';
  readonly decimal?: 'comma' | 'point';
  readonly date?: string;
  readonly newItems?: boolean;
  readonly review?: string;
  readonly decided?: string;
  readonly csv?: string;
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly again?: boolean;
}
export interface OfferOptions extends ImportOptions {
  readonly number?: string;
  readonly validUntil?: string;
  readonly counterparty?: string;
}
export const prices = (io: Io, file: string, o: ImportOptions): Promise<void> =>
  bring(io, 'prices', file, o, { date: o.date ?? null });
export const offer = (io: Io, file: string, o: OfferOptions): Promise<void> =>
  bring(io, 'offer', file, o, { date: o.date ?? null, number: o.number ?? null, validUntil: o.validUntil ?? null, counterparty: o.counterparty ?? null }); // prettier-ignore

async function bring(io: Io, kind: ImportKind, file: string, o: ImportOptions, paper: Paper): Promise<void> {
  collectSooner();
  await withImports(io, async (desk) => {
    const whose = await competitorOf(io, desk.view, o);
    const preview = await previewImport(await requestOf(io, kind, file, o, whose.id), desk.imports);
    io.out(`${importPage(io, preview)}\n`);
    if (o.csv !== undefined) write(io, o.csv, problemTable(io, preview));
    if (o.review !== undefined) write(io, o.review, reviewTable(preview.placed.open));
    if (o.preview || !o.yes) return sayPreviewed(io, preview, o);
    refuseTwice(io, preview, o);
    const draft = draftOf(preview, paper, () => io.world.uuid());
    if (whose.isNew) await desk.view.saveCompetitor(newCompetitor(whose.id, o.competitor), null);
    sayApplied(io, await desk.imports.apply(draft));
  });
}

async function competitorOf(io: Io, view: PrivateView, o: ImportOptions): Promise<{ id: string; isNew: boolean }> {
  try {
    return { id: (await named(competitorsIn(view), o.competitor)).id, isNew: false };
  } catch (error) {
    if (!(error instanceof PrivateRefused)) throw error;
    if (!o.newCompetitor) throw new SidebookError('import-no-competitor', { name: o.competitor }, error);
    return { id: io.world.uuid(), isNew: true };
  }
}

const newCompetitor = (id: string, name: string) => ({
  id, name, aliases: [], counterparty: null, taxId: null, site: null, strengths: null, weaknesses: null, answer: null, active: true,
}); // prettier-ignore

async function requestOf(io: Io, kind: ImportKind, file: string, o: ImportOptions, competitor: string) {
  return {
    kind, competitor, file: basename(file), bytes: read(file), map: (o.map ?? []).map(readMap), newItems: o.newItems === true, today: todayAt(io),
    ...(o.sheet === undefined ? {} : { sheet: o.sheet }), ...(o.encoding === undefined ? {} : { encoding: o.encoding }),
    ...(o.currency === undefined ? {} : { currency: o.currency.toUpperCase() }), ...(o.vat === undefined ? {} : { vatIncluded: o.vat === 'in' }),
    ...(o.decimal === undefined ? {} : { mark: o.decimal === 'comma' ? (',' as const) : ('.' as const) }),
    ...(o.decided === undefined ? {} : { decisions: await readDecisions(read(o.decided)) }),
  };
} // prettier-ignore

function read(file: string): Uint8Array {
  try {
    if (statSync(file).size > LIMITS.fileBytes)
      throw new SidebookError('import-too-big', { limit: LIMITS.fileBytes / 1024 / 1024 });
    return readFileSync(file);
  } catch (error) {
    if (error instanceof SidebookError) throw error;
    throw new SidebookError('import-no-file', { file }, error);
  }
}

function write(io: Io, file: string, text: string): void {
  writeFileSync(file, text);
  io.out(`${t(io, `Written: ${file}`, `Записано: ${file}`)}\n`);
}

function sayPreviewed(io: Io, preview: Preview, o: ImportOptions): void {
  if (isStopped(preview)) io.fail(1);
  else if (o.yes !== true && o.preview !== true)
    io.out(`${t(io, 'Nothing was applied yet: repeat with --yes.', 'Пока ничего не применено: повторите с --yes.')}\n`);
}

function refuseTwice(io: Io, { before }: Preview, o: ImportOptions): void {
  if (before && !o.again) throw new SidebookError('import-same-file', { id: before.id, day: date(io.lang, before.at) });
}

function sayApplied(io: Io, r: ImportRecord): void {
  const n = (value: number): string => count(io.lang, value);
  io.out(`${t(io, `Applied: prices ${n(r.prices)}, stock ${n(r.stock)}, lines of the offer ${n(r.offerLines)}, new items ${n(r.items)}, left out ${n(r.leftOut)}.`, `Загружено: цен ${n(r.prices)}, остатков ${n(r.stock)}, строк предложения ${n(r.offerLines)}, новых товаров ${n(r.items)}, пропущено ${n(r.leftOut)}.`)}\n`);
  io.out(`${t(io, 'Take it back:', 'Отменить:')} ${io.called} import undo ${r.id}\n`);
} // prettier-ignore
