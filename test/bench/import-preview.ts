/**
 * A price list of LINES lines previewed against a store of ITEMS items: a third has an equal number, a third a similar name, a third is
 * unknown; one in fifty cannot be read. FILE, STORE.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { previewImport } from '../../connector/import/index.ts';
import { collectSooner } from '../../connector/memory.ts';
import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { realWorld } from '../../connector/world.ts';
import { BUYER, RIVAL } from './import-list.ts';
import { tell } from './process.ts';

collectSooner(); // as the command does
const [file = '', store = ''] = process.argv.slice(2);
const open = openSqlitePrivate({ file: store, fresh: { price: 30, stock: 14, offer: 90 }, world: realWorld() });
const start = performance.now();
const preview = await previewImport({ kind: 'prices', competitor: RIVAL, file: basename(file), bytes: readFileSync(file), today: '2026-03-05' }, open.imports(BUYER)); // prettier-ignore
const seconds = (performance.now() - start) / 1000;
await open.close();
const { taken, open: waiting } = preview.placed;
tell({ seconds, taken: taken.length, waiting: waiting.length, found: preview.found.length });
