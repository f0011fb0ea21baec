/** Labels: our pass over a workbook against a bare saxes pass and SheetJS over the same bytes, each in a process of its own, in turns. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure, median, type Figure } from './figures.ts';
import { measure, type Measured } from './process.ts';

const SHEETJS = fileURLToPath(new URL('sheetjs/node_modules/xlsx/xlsx.js', import.meta.url));
const KINDS = ['bare', 'read', 'full'] as const;

export async function translations(folder: string, labels: number, rounds: number): Promise<Figure[]> {
  const [file, edited, large] = ['labels.xml', 'edited.xml', 'large.xml'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { bytes = NaN } = await measure('translations-fill.ts', [file, edited, String(labels)]);
  const kinds = existsSync(SHEETJS) ? [...KINDS, 'sheetjs'] : KINDS;
  const seen = new Map<string, Measured[]>(kinds.map((kind) => [kind, []]));
  for (let i = 0; i < rounds; i++)
    for (const kind of kinds) seen.get(kind)?.push(await measure('translations-work.ts', [kind, file, edited, SHEETJS]));
  // Ten times as long: memory must not grow with the file.
  await measure('translations-fill.ts', [large, join(folder, 'none.xml'), String(labels * 10)]);
  const long = await measure('translations-work.ts', ['command', large, large, '']);
  return figuresOf(seen, long, `${String(labels)} labels x 4 languages, ${(bytes / 1024 / 1024).toFixed(0)} MiB`);
}

function figuresOf(seen: ReadonlyMap<string, readonly Measured[]>, long: Measured, what: string): Figure[] {
  const all = (kind: string): readonly Measured[] => seen.get(kind) ?? [];
  const cpu = (kind: string): number => median(all(kind).map((m) => m['cpu'] ?? NaN));
  const peak = (kind: string): number => Math.max(...all(kind).map((m) => m.peakMb));
  const against = `${what}, processor time; bare saxes pass with namespaces ${cpu('bare').toFixed(2)} s`;
  const figures = [
    figure('translations-read-ratio', cpu('bare') / cpu('read'), 'x', '>= 0.8', `${against}, ours ${cpu('read').toFixed(2)} s`),
    figure('translations-read-peak-mb', peak('read'), 'MB', '< 250', `peak RSS of the process, ${what}`),
    figure('translations-full-ratio', cpu('full') / cpu('bare'), 'x', '< 2.5', `check, diff and patch of an edited copy, ${cpu('full').toFixed(2)} s; peak ${peak('full').toFixed(0)} MB`),
    figure('translations-long-peak-mb', long.peakMb, 'MB', '< 250', `peak RSS of the command diff on ten times as many labels, ${(long['cpu'] ?? NaN).toFixed(1)} s`),
  ]; // prettier-ignore
  if (all('sheetjs').length === 0) return figures;
  const memory = `${peak('sheetjs').toFixed(0)} MB of SheetJS, ${peak('read').toFixed(0)} MB of ours`;
  return [
    ...figures,
    figure('vs-sheetjs-ratio', cpu('sheetjs') / cpu('read'), 'x', '>= 1.5', `SheetJS 0.18.5 over the same file, ${cpu('sheetjs').toFixed(2)} s`),
    figure('vs-sheetjs-memory', peak('read') / peak('sheetjs'), 'x', '< 0.5', memory),
  ]; // prettier-ignore
}
