/** The preview of a long price list, as CSV and as XLSX, each in a process of its own. */
import { join } from 'node:path';
import { figure, median, type Figure } from './figures.ts';
import { itemsFor } from './import-list.ts';
import { measure, type Measured } from './process.ts';

export async function importPreview(folder: string, lines: number, rounds: number): Promise<Figure[]> {
  const [store, csv, xlsx] = ['import.db', 'list.csv', 'list.xlsx'].map((name) => join(folder, name)) as [string, string, string];
  await measure('import-fill.ts', [store, csv, xlsx, String(lines)]);
  const [asCsv, asXlsx]: [Measured[], Measured[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    asCsv.push(await measure('import-preview.ts', [csv, store]));
    asXlsx.push(await measure('import-preview.ts', [xlsx, store]));
  }
  const seconds = (all: readonly Measured[]): number => median(all.map((m) => m['seconds'] ?? NaN));
  const what = `${String(lines)} lines of 10 columns against ${String(itemsFor(lines))} items, store included`;
  return [
    figure('import-preview-seconds', Math.max(seconds(asCsv), seconds(asXlsx)), 's', '< 5', `${what}: CSV ${seconds(asCsv).toFixed(2)}, XLSX ${seconds(asXlsx).toFixed(2)}`),
    figure('import-preview-peak-mb', Math.max(...[...asCsv, ...asXlsx].map((m) => m.peakMb)), 'MB', '< 300', 'peak RSS of the process, the larger of CSV and XLSX'),
  ];
} // prettier-ignore
