/** The preview of an import in a terminal: how the file was read, which column is what, what would come, what is wrong. */
import { stringify } from 'csv-stringify/sync';
import { FIELDS, inWords, letters, place, type Field, type Found, type Preview } from '../import/index.ts';
import { count, date, price } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { table } from './table.ts';

const SHOWN = 20;

export function importPage(io: Io, preview: Preview): string {
  const parts = [
    readHow(io, preview),
    columnsText(io, preview),
    countsText(io, preview),
    sampleText(io, preview),
    problemsText(io, preview),
  ];
  return parts.filter((p) => p !== '').join('\n\n');
}

function readHow(io: Io, { request, read, stated, before, found }: Preview): string {
  const how = read['sheet'] ?? textHow(io, read);
  const unsaid = found.some(({ code }) => code === 'import-no-vat')
    ? t(io, 'VAT not said', 'НДС не указан')
    : t(io, 'VAT by line', 'НДС по строкам');
  const vat = stated.vatIncluded === null ? unsaid : stated.vatIncluded ? t(io, 'VAT inside', 'НДС в цене') : t(io, 'VAT on top', 'НДС сверху'); // prettier-ignore
  const currency = stated.currency ?? t(io, 'currency by line', 'валюта по строкам');
  const twice = before ? `\n${t(io, `! This very file was imported on ${date('en', before.at)}: ${before.id}`, `! Этот же файл уже загружен ${date('ru', before.at)}: ${before.id}`)}` : ''; // prettier-ignore
  return `${request.file}: ${how}; ${currency}, ${vat}${twice}`;
}

/** "windows-1251 (by its letters), separator ;" */
function textHow(io: Io, read: Preview['read']): string {
  const by = HOW[read['by'] ?? '']?.[io.lang];
  return `${read['encoding'] ?? ''}${by === undefined ? '' : ` (${by})`}, ${t(io, 'separator', 'разделитель')} ${read['delimiter'] ?? ''}`;
}
const HOW: Partial<Record<string, { readonly en: string; readonly ru: string }>> = {
  bom: { en: 'by its mark', ru: 'по метке' },
  zeros: { en: 'by its zeros', ru: 'по нулям' },
  letters: { en: 'by its letters', ru: 'по буквам' },
  asked: { en: 'as you said', ru: 'вы указали' },
};

const LABELS: Readonly<Record<Field, { readonly en: string; readonly ru: string }>> = {
  name: { en: 'name', ru: 'наименование' }, sku: { en: 'number', ru: 'артикул' }, price: { en: 'price', ru: 'цена' }, currency: { en: 'currency', ru: 'валюта' },
  unit: { en: 'unit', ru: 'единица' }, pack: { en: 'in a pack', ru: 'в упаковке' }, vat: { en: 'VAT', ru: 'НДС' }, minQuantity: { en: 'minimum', ru: 'мин. количество' },
  stock: { en: 'stock', ru: 'остаток' }, leadDays: { en: 'lead time', ru: 'срок' }, date: { en: 'date', ru: 'дата' }, quantity: { en: 'quantity', ru: 'количество' },
  terms: { en: 'terms', ru: 'условия' }, region: { en: 'region', ru: 'регион' },
}; // prettier-ignore
const BY = { asked: { en: 'as you said', ru: 'вы указали' }, remembered: { en: 'as last time', ru: 'как в прошлый раз' }, head: { en: 'by its head', ru: 'по заголовку' } } as const; // prettier-ignore

function columnsText(io: Io, { columns, formats }: Preview): string {
  const rows = FIELDS.flatMap((field) => {
    const [column, by] = [columns.of[field], columns.by[field]];
    if (column === undefined || by === undefined) return [];
    const format = formats.numbers[field];
    const seen = [format?.comma, format?.point].flatMap((e) => (e ? [t(io, `${count('en', e.count)} × "${e.came}"`, `${count('ru', e.count)} × «${e.came}»`)] : [])); // prettier-ignore
    return [[letters(column), columns.heads[column] ?? '', `→ ${LABELS[field][io.lang]}`, BY[by][io.lang], seen.join(', ')]];
  });
  return rows.length === 0 ? '' : table(rows, { indent: '  ' });
}

function countsText(io: Io, { placed, leftOut }: Preview): string {
  const by = (...how: readonly string[]): string => count(io.lang, placed.taken.filter((l) => how.includes(l.how)).length);
  const n = (value: number): string => count(io.lang, value);
  return t(io,
    `Taken over: ${n(placed.taken.length)} (by number ${by('sku')}, by name ${by('name')}, as decided ${by('known', 'decided')}, new items ${by('new')}). Waiting for a decision: ${n(placed.open.length)}. None of ours: ${n(placed.refused.length)}. Left out in all: ${n(leftOut)}.`,
    `Будет загружено: ${n(placed.taken.length)} (по артикулу ${by('sku')}, по имени ${by('name')}, по решению ${by('known', 'decided')}, новых товаров ${by('new')}). Ждут решения: ${n(placed.open.length)}. Не наши: ${n(placed.refused.length)}. Всего пропущено: ${n(leftOut)}.`); // prettier-ignore
} // prettier-ignore

/** The first lines as they would come, and the first that wait. */
function sampleText(io: Io, { placed }: Preview): string {
  const taken = placed.taken.slice(0, 3).map(({ line, item, unit, packFactor }) => [String(line.row), line.name, price(io.lang, line.price, line.currency), packFactor === '1' ? unit : `${unit} (${packFactor} ${item.unit})`, `→ ${item.name}`]); // prettier-ignore
  const open = placed.open.slice(0, 3).map(({ line, proposals: [best] }) => [String(line.row), line.name, price(io.lang, line.price, line.currency), '', best ? `? ${best.item.name} (${best.score.toFixed(2)}, ${REASONS[best.reason][io.lang]})` : '?']); // prettier-ignore
  return taken.length + open.length === 0
    ? ''
    : table(
        [...taken, ...open].map((r) => r.map((c) => c.slice(0, 50))),
        { indent: '  ' },
      );
}
const REASONS = {
  sku: { en: 'same number', ru: 'тот же артикул' },
  'same-words': { en: 'same words', ru: 'те же слова' },
  similar: { en: 'similar', ru: 'похоже' },
} as const;

function problemsText(io: Io, { found }: Preview): string {
  if (found.length === 0) return t(io, 'No problems.', 'Проблем нет.');
  const lines = found
    .slice(0, SHOWN)
    .map((f) => `  ${MARKS[f.level]} ${inWords(f, io.lang).what}\n      ${inWords(f, io.lang).next}`);
  const left = found.length - SHOWN;
  const rest =
    left > 0 ? [t(io, `  … and ${count('en', left)} more: --csv FILE`, `  … и ещё ${count('ru', left)}: --csv ФАЙЛ`)] : [];
  return [t(io, `Problems: ${count('en', found.length)}`, `Проблемы: ${count('ru', found.length)}`), ...lines, ...rest].join(
    '\n',
  );
}
const MARKS = { stop: '!', row: '-', note: 'i' } as const;

/** Every problem, for Excel; what came from the file cannot become a formula. */
export function problemTable(io: Io, { found }: Preview): string {
  const heads = [t(io, 'place', 'место'), t(io, 'row', 'строка'), t(io, 'column', 'столбец'), t(io, 'kind', 'вид'), t(io, 'came', 'пришло'), t(io, 'problem', 'проблема'), t(io, 'what to do', 'что делать'), 'code']; // prettier-ignore
  const rows = found.map((f: Found) => [place(f, io.lang), f.row ?? '', f.column === null ? '' : letters(f.column), KINDS[f.level][io.lang], f.came, inWords(f, io.lang).what, inWords(f, io.lang).next, f.code]); // prettier-ignore
  return stringify([heads, ...rows], { delimiter: ';', bom: true, escape_formulas: true });
}
const KINDS = { stop: { en: 'stops the import', ru: 'останавливает загрузку' }, row: { en: 'line left out', ru: 'строка пропущена' }, note: { en: 'note', ru: 'к сведению' } } as const; // prettier-ignore
