/** What an import would do, as the dialog shows it: the columns, a few rows, what is wrong where, what a person is asked. */
import { FIELDS, inWords, isStopped, letters, lineKey, place, type Found, type Preview } from '../../import/index.ts';
import type { Lang } from '../../errors.ts';
import type { ImportPreview } from '../contract/imports.ts';
import { nextOf } from '../../words/whose.ts';

const SAMPLE = 8;
const FOUND = 100;
const ASKED = 50;

export function previewView(reader: { readonly lang: Lang }, preview: Preview): ImportPreview {
  const { placed, stated, found } = preview;
  const { taken, open } = placed;
  return {
    columns: columnsOf(preview), currency: stated.currency, vat: stated.vatIncluded === null ? null : stated.vatIncluded ? 'in' : 'out',
    taken: taken.length, open: open.length, leftOut: preview.leftOut, newItems: new Set(taken.flatMap((t) => (t.item.id === null ? [t.item.key] : []))).size,
    stopped: isStopped(preview), sample: taken.slice(0, SAMPLE).map(({ line, item }) => ({ row: line.row, name: line.name, item: item.name, price: line.price, currency: line.currency })),
    found: found.slice(0, FOUND).map((f) => foundView(reader, f)), foundAll: found.length,
    asked: open.slice(0, ASKED).map(askedView), before: preview.before && { id: preview.before.id, at: preview.before.at },
  }; // prettier-ignore
}

function columnsOf({ columns: { of, heads }, rows }: Preview): ImportPreview['columns'] {
  const width = Math.max(heads.length, ...Object.values(of).map((n) => n + 1), ...rows.map((r) => r.length), 0);
  return Array.from({ length: width }, (_, n) => ({
    letter: letters(n), head: heads[n] ?? '', field: FIELDS.find((f) => of[f] === n) ?? null, sample: rows.map((r) => r[n] ?? '').find((text) => text !== '') ?? '',
  })); // prettier-ignore
}

function foundView(reader: { readonly lang: Lang }, f: Found): ImportPreview['found'][number] {
  const { what, next } = inWords(f, reader.lang);
  return { level: f.level, code: f.code, place: place(f, reader.lang), came: f.came, what, next: nextOf(reader, f.code) ?? next };
}

const askedView = ({ line, proposals }: Preview['placed']['open'][number]): ImportPreview['asked'][number] => ({
  key: lineKey(line), row: line.row, name: line.name, proposals: proposals.map(({ item, score }) => ({ item: item.id, name: item.name, score })),
}); // prettier-ignore
