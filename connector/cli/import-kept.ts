/** Imports that were applied: the list of them, and taking one back. */
import { SidebookError } from '../errors.ts';
import { openPrivateOf } from '../server/private.ts';
import { guard } from './guarded.ts';
import { ImportRests, ImportUndone, type PrivateImports } from '../private/imports.ts';
import { PrivateRefused, type PrivateView } from '../private/private-store.ts';
import { count, date } from '../words/format.ts';
import { readConfig, t, type Io } from './io.ts';
import { viewerOf } from './private.ts';
import { counted, ROWS, type Noun } from '../words/plural.ts';
import { table } from './table.ts';

export interface Desk {
  readonly view: PrivateView;
  readonly imports: PrivateImports;
}

export async function withImports(io: Io, work: (desk: Desk) => Promise<void>): Promise<void> {
  const store = openPrivateOf(readConfig(io), io.world);
  try {
    await work({ view: store.as(viewerOf(io)), imports: store.imports(viewerOf(io)) });
    await guard(io, store);
  } finally {
    await store.close();
  }
}

export async function list(io: Io, limit: number): Promise<void> {
  await withImports(io, async ({ view, imports }) => {
    const { rows } = await imports.list({ limit });
    if (rows.length === 0) return io.out(`${t(io, 'Nothing was imported yet.', 'Пока ничего не загружено.')}\n`);
    const head = ['id', t(io, 'Day', 'День'), t(io, 'Competitor', 'Конкурент'), t(io, 'File', 'Файл'), t(io, 'Rows', 'Строк'), t(io, 'Left out', 'Пропущено'), t(io, 'By', 'Кто'), '']; // prettier-ignore
    const cells = await Promise.all(rows.map(async (r) => [
      r.id, date(io.lang, r.at), (await view.competitor(r.competitor))?.name ?? '', r.file, count(io.lang, r.prices + r.stock + r.offerLines), count(io.lang, r.leftOut), r.by,
      r.undoneAt === null ? '' : t(io, `undone ${date(io.lang, r.undoneAt)}`, `отменена ${date(io.lang, r.undoneAt)}`),
    ])); // prettier-ignore
    io.out(`${table(cells, { head, right: [4, 5] })}\n`);
  });
}

export async function undo(io: Io, id: string): Promise<void> {
  await withImports(io, async ({ imports }) => {
    try {
      const { rows, items } = await imports.undo(id);
      io.out(`${t(io, `Taken back: ${counted(io, rows, ROWS)} withdrawn, ${counted(io, items, NEW_ITEMS)} put aside.`, `Отменено: отозвано строк ${count(io.lang, rows)}, убрано новых товаров ${count(io.lang, items)}.`)}\n`); // prettier-ignore
    } catch (error) {
      throw undoError(error, id);
    }
  });
}

function undoError(error: unknown, id: string): unknown {
  if (error instanceof ImportRests) return new SidebookError('import-rests', { id, rows: error.rows }, error);
  if (error instanceof ImportUndone) return new SidebookError('import-undone-before', { id }, error);
  return error instanceof PrivateRefused ? new SidebookError('import-not-there', { id }, error) : error;
}

const NEW_ITEMS: Noun = { en: ['new item', 'new items'], ru: ['новый товар', 'новых товара', 'новых товаров'] };
