/** Sheet Information: whose labels these are. Read before everything else, so that the rest knows the base language. */
import type { Findings, Place } from '../finding.ts';
import { headLcid } from '../languages.ts';
import { INFORMATION, type Information } from '../model.ts';
import { readCells } from './cells.ts';
import type { Source } from './source.ts';

type Name = 'Organization ID:' | 'Exported on:' | 'Base language ID:' | 'Solution Name:';

/** What a file must belong to; undefined: anything is right. */
export interface Owner {
  readonly organizationId?: string | undefined;
  readonly solution?: string | undefined;
  readonly baseLanguage?: number | undefined;
}

interface Found {
  readonly row: number;
  readonly text: string;
}

export async function readInformation(source: Source, limit: number): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const row = ({ sheet, row: at, cells }: { sheet: string; row: number; cells: readonly { column: number; text: string }[] }): void => {
    const name = cells.find((c) => c.column === 1)?.text.trim() ?? '';
    if (sheet === INFORMATION && name !== '') found.set(name, { row: at, text: cells.find((c) => c.column === 2)?.text.trim() ?? '' });
  }; // prettier-ignore
  await readCells(source, { row, sheetEnd: (sheet) => sheet !== INFORMATION }, limit);
  return found;
}

/** The owner as the file names it; what is missing or belongs to another is a finding. */
export function informationOf(found: ReadonlyMap<string, Found>, owner: Owner, findings: Findings): Information {
  const text = (name: Name): string => found.get(name)?.text ?? '';
  const place = (name: Name): Place => ({ sheet: INFORMATION, row: found.get(name)?.row ?? null, column: found.has(name) ? 2 : null });
  const baseLanguage = headLcid(text('Base language ID:')) ?? 0;
  const [organizationId, solution] = [plainGuid(text('Organization ID:')), text('Solution Name:')];
  for (const name of ['Organization ID:', 'Base language ID:', 'Solution Name:'] as const)
    if (text(name) === '' || (name === 'Base language ID:' && baseLanguage === 0)) findings.add('information-incomplete', place(name), { name });
  if (owner.organizationId !== undefined && organizationId !== '' && organizationId !== plainGuid(owner.organizationId))
    findings.add('organization-mismatch', place('Organization ID:'), { came: organizationId, wanted: owner.organizationId });
  if (owner.solution !== undefined && solution !== '' && solution !== owner.solution)
    findings.add('solution-mismatch', place('Solution Name:'), { came: solution, wanted: owner.solution });
  if (owner.baseLanguage !== undefined && baseLanguage !== 0 && baseLanguage !== owner.baseLanguage)
    findings.add('base-language-mismatch', place('Base language ID:'), { came: baseLanguage, wanted: owner.baseLanguage });
  return { organizationId, exportedOn: text('Exported on:'), baseLanguage, solution };
} // prettier-ignore

export const plainGuid = (text: string): string => text.trim().replace(/^\{|\}$/g, '').toLowerCase(); // prettier-ignore
