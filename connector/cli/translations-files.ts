/** What the translations commands share: files in, files out, the labels a file is held against. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { SidebookError } from '../errors.ts';
import { ownFile } from '../own-files.ts';
import { readAssets } from '../server/embed/assets.ts';
import { loadLabels, type Loaded } from '../translations/load.ts';
import type { Findings } from '../translations/finding.ts';
import { lcidOf } from '../translations/languages.ts';
import type { LabelSet } from '../translations/model.ts';
import { openFile } from '../translations/open.ts';
import { ownNow, type Own } from '../translations/own/now.ts';
import { COMMAND_LINE } from '../translations/read/archive.ts';
import { PIECE, type Source } from '../translations/read/source.ts';
import { xliff } from '../translations/formats/write-xliff.ts';
import { xlsx } from '../translations/formats/write-xlsx.ts';
import { workbook } from '../translations/write.ts';
import { translationsZip } from '../translations/zip.ts';
import { readConfig, type Io } from './io.ts';
import { writeResult } from './result-file.ts';

export interface Given {
  readonly name: string;
  readonly source: Source | null;
  readonly findings: Findings;
}

export async function given(name: string): Promise<Given> {
  try {
    return { name, ...(await openFile(name, COMMAND_LINE, readSome)) };
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new SidebookError('labels-file-missing', { file: name }, error);
    throw error;
  }
}

function readSome(file: string, length: number | null): Uint8Array {
  if (length === null) return readFileSync(file);
  const handle = openSync(file, 'r');
  try {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}

/** Sidebook's own labels as they are now. */
export const own = (io: Io, languages: readonly number[] = []): Own =>
  ownNow(readConfig(io).store.file, readAssets(ownFile('dist/widgets'))?.texts ?? new Map(), io.world, languages);

/** An export as a set; its own faults are findings of the caller. */
export async function loaded(file: Given): Promise<Loaded | null> {
  if (!file.source) return null;
  const read = await loadLabels(file.source);
  for (const found of read.findings.list) file.findings.take(found);
  return read.findings.hasError ? null : read;
}

export function languagesOf(text: string | undefined): number[] | undefined {
  return text?.split(',').map((name) => {
    const lcid = lcidOf(name);
    if (lcid === null) throw new SidebookError('labels-language-unclear', { text: name });
    return lcid;
  });
}

/** In the format the name asks for; XLIFF holds one language. */
export async function writeLabels(file: string, set: LabelSet): Promise<void> {
  if (/\.xlsx$/i.test(file)) return writeResult(file, [await xlsx(set)]);
  const targets = set.languages.filter((lcid) => lcid !== set.information.baseLanguage);
  const [target] = targets;
  if (!/\.xlf$/i.test(file)) return writeWorkbook(file, bytesOf(workbook(set)));
  if (target === undefined || targets.length > 1) throw new SidebookError('labels-one-language', { file });
  await writeResult(file, bytesOf(xliff(set, target)));
}

/** Joined to pieces that are worth a write each. */
function* bytesOf(texts: Iterable<string>): Generator<Uint8Array> {
  let kept = '';
  for (const text of texts) {
    kept += text;
    if (kept.length < PIECE) continue;
    yield Buffer.from(kept);
    kept = '';
  }
  yield Buffer.from(kept);
}

/** As an archive, or the bare workbook where the name says .xml. */
export async function writeWorkbook(file: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  await writeResult(file, /\.xml$/i.test(file) ? pieces : [await translationsZip(pieces)]);
}

const [QUIET_MS, LARGE] = [1000, 16 * 1024 * 1024];

/** How far a long reading is, in a terminal. */
export function watched(io: Io, source: Source): Source {
  const { size } = source;
  if (!io.isTty || size === null || size < LARGE) return source;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let [read, told] = [0, io.world.now().getTime()];
    for await (const chunk of source.chunks()) {
      read += chunk.length;
      yield chunk;
      const now = io.world.now().getTime();
      if (now - told < QUIET_MS) continue;
      told = now;
      io.out(`\r\x1b[K${new Intl.NumberFormat(io.lang, { style: 'percent' }).format(Math.min(1, read / (size ?? read)))}`);
    }
    io.out('\r\x1b[K');
  }
  return { ...source, chunks };
}
