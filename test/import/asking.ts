/** Previews in one line: a file of text or bytes, what is asked of it, and what came out. */
import { draftOf, inWords, previewImport, type ImportRequest, type Paper, type Preview } from '../../connector/import/index.ts';
import type { ImportDraft } from '../../connector/private/imports.ts';
import { place, type Found } from '../../connector/import/table.ts';
import { seeded, seededUuid } from '../random.ts';
import { MemoryImports } from './memory-imports.ts';

export const RIVAL = '0a000000-0000-7000-8000-000000000001';
export const item = (n: number, name: string, sku: string | null = null, unit = 'шт') => ({ id: `0b000000-0000-7000-8000-${String(n).padStart(12, '0')}`, name, sku, unit }); // prettier-ignore

type Asked = Partial<Omit<ImportRequest, 'bytes'>>;
/** Prices in roubles with VAT, so that nothing but the file itself can be asked about. */
export const SAID: Asked = { currency: 'RUB', vatIncluded: true, newItems: true };

export const bytesOf = (file: string | Uint8Array): Uint8Array => (typeof file === 'string' ? Buffer.from(file) : file);

export const preview = (file: string | Uint8Array, asked: Asked = SAID, store = new MemoryImports()): Promise<Preview> =>
  previewImport(
    { kind: 'prices', competitor: RIVAL, file: 'price.csv', today: '2026-03-05', ...asked, bytes: bytesOf(file) },
    store,
  );

export function draft(made: Preview, paper: Paper = {}): ImportDraft {
  const random = seeded(7);
  return draftOf(made, paper, () => seededUuid(random));
}

/** "B3 import-not-a-price звоните" */
export const told = (found: readonly Found[]): string[] =>
  found.map((f) => `${place(f, 'en')} ${f.code.replace('import-', '')} ${f.came}`.trim());

export const prices = (made: Preview): string[] =>
  made.placed.taken.map((t) => `${t.line.name} ${t.line.price} ${t.line.currency}`);

export const said = (made: Preview, lang: 'ru' | 'en' = 'en'): string[] => made.found.map((f) => inWords(f, lang).what);
