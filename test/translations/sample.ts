/** Workbooks for tests: small ones made here, and the corpus where it is beside the checkout. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkLabels, type Checked, type Choice, type Target } from '../../connector/translations/check.ts';
import { loadLabels } from '../../connector/translations/load.ts';
import { patched } from '../../connector/translations/patch.ts';
import type { Placed, Wanted } from '../../connector/translations/places.ts';
import { keyText, LABELS, DISPLAY, type Key, type Label, type LabelSet } from '../../connector/translations/model.ts';
import { bytesSource, type Source } from '../../connector/translations/read/source.ts';
import { workbook } from '../../connector/translations/write.ts';

export const CORPUS = fileURLToPath(new URL('../../../shared/corpus/translations/', import.meta.url));
export const hasCorpus = existsSync(CORPUS);

export const ORGANIZATION = '5b0c1f0e-7d2a-4c55-9a35-0d5a8f6f1a01';

export const guid = (n: number): string => `d2a1b0c4-0000-4c1e-9f00-${n.toString(16).padStart(12, '0')}`;
export const label = (n: number, texts: Readonly<Record<number, string>>, entity = 'account'): Label =>
  labelOf({ sheet: LABELS, entity, id: guid(n), column: 'DisplayName' }, texts);
export const display = (id: string, texts: Readonly<Record<number, string>>): Label =>
  labelOf({ sheet: DISPLAY, entity: 'message', id, column: '' }, texts);
const labelOf = (key: Key, texts: Readonly<Record<number, string>>): Label => ({
  key,
  texts: new Map(Object.entries(texts).map(([lcid, text]) => [Number(lcid), text])),
  context: null,
});

export const setOf = (labels: readonly Label[], languages: readonly number[] = [1033, 1031, 1049]): LabelSet => ({
  information: { organizationId: ORGANIZATION, exportedOn: '2026-01-15T09:30:00', baseLanguage: 1033, solution: 'sample' },
  languages,
  labels: new Map(labels.map((l) => [keyText(l.key), l])),
});

/** Row 2 is a name without a German text, row 3 has all. */
export const small = (): LabelSet =>
  setOf([label(1, { 1033: 'Account number', 1049: 'Номер учетной записи' }), label(2, { 1033: 'Invoice', 1049: 'Счёт', 1031: 'Rechnung' })]); // prettier-ignore

export const xmlOf = (set: LabelSet): string => [...workbook(set)].join('');
export const sourceOf = (xml: string | Uint8Array): Source => bytesSource(typeof xml === 'string' ? Buffer.from(xml) : xml);

export const placeEdits = async (source: Source, changes: readonly Wanted[]): Promise<Placed> =>
  (await loadLabels(source)).places.place(changes);
export const putOnto = (source: Source, { edits }: Placed): AsyncIterable<Uint8Array> => patched(source, edits);

export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

export interface Seen extends Checked {
  /** "kind place", without notes that are only counted. */
  readonly told: readonly string[];
}

const QUIET = ['same-as-source', 'edge-space'];

export async function check(source: Source, target: Target = {}, choice: Choice = {}): Promise<Seen> {
  const checked = await checkLabels(source, target, choice);
  const told = checked.findings.list.filter(({ kind }) => !QUIET.includes(kind)).map((f) => `${f.kind} ${f.sheet ?? ''} ${f.column ?? ''}${String(f.row ?? '')}`.trim());
  return { ...checked, told };
} // prettier-ignore

/** What Excel 16 makes of an export when it saves it (translations.md, section 4). */
export const excelSaved = (xml: string): string =>
  xml
    .replace('?><?mso', '?>\r\n<?mso')
    .replace(/"s2([1-4])"/g, (_style, n: string) => `"s6${String(Number(n) + 1)}"`)
    .replace(/<Table>/g, '<Table ss:ExpandedColumnCount="6" ss:ExpandedRowCount="9" x:FullColumns="1" x:FullRows="1">')
    .replace(/><Data ss:Type="String"><\/Data><\/Cell>/g, '/>')
    .replace(/(:\d\d)(<\/Data>)/, '$1.000$2')
    .replace(/(<\/Row>|<\/Table>)/g, '$1\r\n');
