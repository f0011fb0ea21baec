/** What left for hosts, as words: the rows of a table, a CSV that Russian Excel opens, one page to sign. */
import { stringify } from 'csv-stringify/sync';
import { label } from '../fields.ts';
import type { EgressSum } from '../store/store.ts';
import { count, entityName, moment } from './format.ts';
import { t, type Reader } from './lang.ts';
import { escapeHtml } from './plan-page.ts';

export interface Period {
  readonly from: string;
  readonly to: string;
}

export const egressHead = (io: Reader): string[] => [
  t(io, 'Base', 'База'),
  t(io, 'Kind', 'Вид'),
  t(io, 'Field', 'Поле'),
  t(io, 'Writes', 'Записей'),
  t(io, 'Values', 'Значений'),
  t(io, 'Last', 'Последняя'),
  t(io, 'Sample', 'Образец'),
];

/** A field by the word of the form; a property or an action by its own name. */
export const egressRow = (io: Reader, r: EgressSum): string[] => [
  r.host, entityName(io.lang, r.entity), label(r.entity, r.field, io.lang), count(io.lang, r.writes), count(io.lang, r.count), moment(io.lang, r.last), r.sampleHash,
]; // prettier-ignore

/** Plain figures and instants, so that a spreadsheet can reckon with them. */
export function egressCsv(io: Reader, rows: readonly EgressSum[]): string {
  const head = [...egressHead(io), t(io, 'Field name', 'Имя поля')];
  const body = rows.map((r) => [r.host, entityName(io.lang, r.entity), label(r.entity, r.field, io.lang), r.writes, r.count, r.last, r.sampleHash, r.field]); // prettier-ignore
  return stringify([head, ...body], { bom: true, delimiter: ';', record_delimiter: 'windows', escape_formulas: true });
}

const STYLE = `body{font:14px/1.45 system-ui,sans-serif;color:#1a1a1a;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{color:#666}.sign{margin-top:3rem;display:flex;gap:3rem}
.sign div{border-top:1px solid #333;padding-top:.3rem;min-width:14rem}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}`;

/** Self-contained: no script, nothing loaded from anywhere. */
export function egressPage(io: Reader, rows: readonly EgressSum[], { from, to }: Period): string {
  const title = t(io, 'What left for the accounting systems', 'Что ушло в учётные системы');
  const cell = (text: string, i: number): string => (i === 3 || i === 4 ? `<td class="n">${text}</td>` : `<td>${i === 6 ? `<code>${text}</code>` : text}</td>`); // prettier-ignore
  const head = egressHead(io).map((h, i) => (i === 3 || i === 4 ? `<th class="n">${h}</th>` : `<th>${h}</th>`)).join(''); // prettier-ignore
  const body = rows.map((r) => `<tr>${egressRow(io, r).map((c, i) => cell(escapeHtml(c), i)).join('')}</tr>`).join('\n'); // prettier-ignore
  const sign = `<div class="sign"><div>${t(io, 'Checked by', 'Проверено')}</div><div>${t(io, 'Date', 'Дата')}</div></div>`;
  return `<!doctype html>\n<html lang="${io.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>\n<body><h1>${title}</h1>\n<p>${escapeHtml(from)} – ${escapeHtml(to)}</p>\n<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>\n${sign}\n</body></html>\n`;
}
