/** Writes a workbook of labels in four languages, and a copy in which one text in a hundred is another. */
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { seeded } from '../random.ts';
import { escaped } from '../../connector/translations/patch.ts';
import { workbook } from '../../connector/translations/write.ts';
import { tell } from './process.ts';

const [file = '', edited = '', count = '0'] = process.argv.slice(2);
const random = seeded(7);
const LANGUAGES = [1033, 1031, 1036, 1049];
const WORDS = [
  'Account',
  'Наименование',
  'контрагента',
  'Rechnung',
  'name',
  'Статус',
  'des',
  'Geschäftspartners',
  'prix',
  'Счёт',
  'number',
  'client',
  'A & B',
  'of the month',
];
const ORGANIZATION = '5b0c1f0e-7d2a-4c55-9a35-0d5a8f6f1a01';

const information = { organizationId: ORGANIZATION, exportedOn: '2026-01-15T09:30:00', baseLanguage: 1033, solution: 'bench' };
const [head, body] = [...workbook({ information, languages: LANGUAGES, labels: new Map() })].join('').split(/(?=<\/Table>(?:(?!<\/Table>).)*$)/s) as [string, string]; // prettier-ignore

const out = [openSync(file, 'w'), openSync(edited, 'w')] as const;
const put = (text: string, other = text): void => {
  writeSync(out[0], text);
  writeSync(out[1], other);
};
const cell = (style: string, text: string): string =>
  `<Cell ss:StyleID="${style}"><Data ss:Type="String">${escaped(text)}</Data></Cell>`;
const words = (): string => Array.from({ length: 2 + random.int(4) }, () => random.pick(WORDS)).join(' ');

put(head);
for (let i = 0; i < Number(count); i++) {
  const id = `d2a1b0c4-0001-4c1e-9f00-${i.toString(16).padStart(12, '0')}`;
  const keys = ['account', id, 'DisplayName'].map((text) => cell('s22', text)).join('');
  const texts = LANGUAGES.map(words);
  const row = (cells: readonly string[]): string =>
    `<Row ss:AutoFitHeight="0">${keys}${cells.map((text) => cell('s24', text)).join('')}</Row>`;
  put(row(texts), row(texts.map((text, n) => (n > 0 && random.chance(0.01) ? `${text} neu` : text))));
}
put(body);
out.forEach((handle) => closeSync(handle));
tell({ bytes: statSync(file).size });
