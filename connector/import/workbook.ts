/** Which part of a workbook is which: its sheets in order, its shared texts, its styles. */
import { posix } from 'node:path';
import { SidebookError } from '../errors.ts';
import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly strings: string | null;
  readonly styles: string | null;
  readonly from1904: boolean;
}
interface Relation {
  readonly type: string;
  readonly target: string;
}

export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const root = await relations(zip, '');
  const main = [...root.values()].find((r) => r.type === 'officeDocument')?.target;
  if (main === undefined || !zip.names.has(main) || !main.endsWith('.xml')) throw new SidebookError('import-not-a-workbook', { came: main ?? '' });
  const related = await relations(zip, main);
  const { sheets, from1904 } = await listed(zip, main, related);
  if (sheets.length === 0) throw new SidebookError('import-not-a-workbook', { came: main });
  const part = (type: string): string | null => [...related.values()].find((r) => r.type === type && zip.names.has(r.target))?.target ?? null;
  return { sheets, from1904, strings: part('sharedStrings'), styles: part('styles') };
} // prettier-ignore

async function relations(zip: Zip, of: string): Promise<ReadonlyMap<string, Relation>> {
  const [folder, name] = [posix.dirname(of), posix.basename(of)];
  const part = posix.join(of === '' ? '' : folder, '_rels', `${name}.rels`);
  const found = new Map<string, Relation>();
  if (!zip.names.has(part)) throw new SidebookError('import-not-a-workbook', { came: part });
  await readXml(part, zip.part(part), {
    open: (tag, a) => {
      if (tag !== 'Relationship' || a['TargetMode'] === 'External') return;
      const target = a['Target'] ?? '';
      const at = target.startsWith('/') ? target.slice(1) : posix.normalize(posix.join(of === '' ? '' : folder, target));
      found.set(a['Id'] ?? '', { type: posix.basename(a['Type'] ?? ''), target: at });
    },
  });
  return found;
}

async function listed(
  zip: Zip,
  main: string,
  related: ReadonlyMap<string, Relation>,
): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readXml(main, zip.part(main), {
    open: (tag, a) => {
      if (tag === 'workbookPr') from1904 = a['date1904'] === '1' || a['date1904'] === 'true';
      const relation = tag === 'sheet' ? related.get(a['r:id'] ?? a['id'] ?? '') : undefined;
      if (relation?.type === 'worksheet')
        sheets.push({
          name: a['name'] ?? '',
          part: relation.target,
          hidden: a['state'] !== undefined && a['state'] !== 'visible',
        });
    },
  });
  return { sheets, from1904 };
}
