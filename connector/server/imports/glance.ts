/** What an import would do, cut to what a dialog shows; its sentences are said where the reader's language is known. */
import { FIELDS, isStopped, letters, lineKey, type Found, type Preview } from '../../import/index.ts';
import type { ImportPreview } from '../contract/imports.ts';

export interface Glance extends Omit<ImportPreview, 'found'> {
  readonly found: readonly Found[];
}

const SAMPLE = 8;
const FOUND = 100;
const ASKED = 50;

export function glanceOf(preview: Preview): Glance {
  const { placed, stated, found } = preview;
  const { taken, open } = placed;
  return {
    columns: columnsOf(preview), currency: stated.currency, vat: stated.vatIncluded === null ? null : stated.vatIncluded ? 'in' : 'out',
    taken: taken.length, open: open.length, leftOut: preview.leftOut, newItems: new Set(taken.flatMap((t) => (t.item.id === null ? [t.item.key] : []))).size,
    stopped: isStopped(preview), sample: taken.slice(0, SAMPLE).map(({ line, item }) => ({ row: line.row, name: line.name, item: item.name, price: line.price, currency: line.currency })),
    found: found.slice(0, FOUND), foundAll: found.length,
    asked: open.slice(0, ASKED).map(askedView), before: preview.before && { id: preview.before.id, at: preview.before.at },
  }; // prettier-ignore
}

function columnsOf({ columns: { of, heads }, rows }: Preview): ImportPreview['columns'] {
  const width = Math.max(heads.length, ...Object.values(of).map((n) => n + 1), ...rows.map((r) => r.length), 0);
  return Array.from({ length: width }, (_, n) => ({
    letter: letters(n), head: heads[n] ?? '', field: FIELDS.find((f) => of[f] === n) ?? null, sample: rows.map((r) => r[n] ?? '').find((text) => text !== '') ?? '',
  })); // prettier-ignore
}

const askedView = ({ line, proposals }: Preview['placed']['open'][number]): ImportPreview['asked'][number] => ({
  key: lineKey(line), row: line.row, name: line.name, proposals: proposals.map(({ item, score }) => ({ item: item.id, name: item.name, score })),
}); // prettier-ignore
