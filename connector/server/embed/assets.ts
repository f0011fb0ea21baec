/** What the build of the widgets made (widgets/manifest.ts), read once at start: only what was there then is ever served. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

const name = z.string().regex(/^[\w.-]+$/);
const manifest = z.looseObject({
  build: z.string(),
  loader: name,
  page: z.looseObject({ js: name }),
  styles: z.looseObject({ css: name }),
  widgets: z.record(z.string(), z.looseObject({ js: name })),
  locales: z.record(z.string(), name),
  onec: z.looseObject({ file: name }),
  probe: z.looseObject({ file: name }),
});
export type Manifest = z.output<typeof manifest>;

export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Assets {
  readonly manifest: Manifest;
  /** File -> content; hashed ones under "assets/". */
  readonly files: ReadonlyMap<string, Asset>;
  /** Language -> its texts. */
  readonly texts: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const texts = z.record(z.string(), z.string());

/** Null: the widgets are not built. */
export function readAssets(folder: string): Assets | null {
  const text = textOf(join(folder, 'manifest.json'));
  if (text === null) return null;
  const names = ['', 'assets'].flatMap((under) => filesIn(folder, under));
  const files = new Map(names.map((file) => [file, asset(file, readFileSync(join(folder, file)))]));
  const made = manifest.parse(JSON.parse(text));
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, 'assets', file), 'utf8'));
  const locales = Object.entries(made.locales).map(([lang, file]) => [lang, texts.parse(read(file))] as const);
  return { manifest: made, files, texts: new Map(locales) };
}

const filesIn = (folder: string, under: string): string[] =>
  readdirSync(join(folder, under), { withFileTypes: true })
    .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
    .map((entry) => (under === '' ? entry.name : `${under}/${entry.name}`));

export function asset(file: string, plain: Buffer): Asset {
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', etag, plain, gzip: gzipSync(plain, { level: 9 }) };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
