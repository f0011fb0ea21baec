/** One pass over a workbook of labels: bare saxes, ours, the command, check with diff and patch, or SheetJS. */
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SaxesParser } from 'saxes';
import { checkLabels } from '../../connector/translations/check.ts';
import { Findings } from '../../connector/translations/finding.ts';
import { finderOf, loadLabels } from '../../connector/translations/load.ts';
import { patched } from '../../connector/translations/patch.ts';
import { readLabels } from '../../connector/translations/read/labels.ts';
import { fileSource } from '../../connector/translations/read/source.ts';
import { tell } from './process.ts';

const [kind = '', file = '', edited = '', sheetjs = ''] = process.argv.slice(2);

/** What reading it costs at the least: every event, and nothing done with it. */
async function bare(): Promise<number> {
  const parser = new SaxesParser({ xmlns: true, position: true });
  let seen = 0;
  parser.on('opentag', () => seen++);
  parser.on('text', (text) => (seen += text.length));
  for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) parser.write(String(text));
  parser.close();
  return seen;
}

/** Rows with their keys and texts, sheets, heads and cells judged. */
async function read(): Promise<number> {
  const findings = new Findings();
  let rows = 0;
  await readLabels(fileSource(file), {}, findings, { row: () => rows++ });
  if (findings.hasError) throw new Error(JSON.stringify(findings.list.slice(0, 3)));
  return rows;
}

/** As a person types it, loaded for it alone: whatever the size of the file, its changes are counted and few are shown. */
async function command(): Promise<number> {
  const { sayIn } = await import('../translations/command.ts');
  const { out } = await sayIn(dirname(file), ['translations', 'diff', file]);
  return Number(/(\d+) more: --all/.exec(out)?.[1] ?? NaN);
}

async function full(): Promise<number> {
  const { set, places } = await loadLabels(fileSource(file));
  const { changes } = await checkLabels(fileSource(edited), { find: finderOf(set) }, {});
  const { edits } = places.place(changes);
  await pipeline(Readable.from(patched(fileSource(file), edits)), createWriteStream(`${file}.patched`));
  return changes.length;
}

interface SheetJs {
  readonly read: (data: Buffer, options: object) => { SheetNames: readonly string[] };
}

function bySheetJs(): number {
  const { read: readBook } = createRequire(import.meta.url)(sheetjs) as SheetJs;
  return readBook(readFileSync(file), { type: 'buffer', raw: true }).SheetNames.length;
}

const works: Readonly<Record<string, () => number | Promise<number>>> = { bare, read, command, full, sheetjs: bySheetJs };
const before = process.cpuUsage();
const done = (await works[kind]?.()) ?? 0;
const { user, system } = process.cpuUsage(before);
tell({ done, cpu: (user + system) / 1e6 });
