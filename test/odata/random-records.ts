/** Records with texts, amounts and times that filters are likely to get wrong, and the words to ask for them with. */
import type { SharedRecord } from '../../connector/model.ts';
import type { Random } from '../random.ts';
import type { Words } from './oracle.ts';
import { invoiceOf, party, record } from './reader.ts';

const TEXTS = [
  '',
  ' ',
  "O'Brien",
  'Ромашка',
  'ромашка',
  'РОМАШКА ',
  'Ёлка',
  'ёлка & Co',
  '50%',
  '_',
  "''",
  'a+b',
  'ß',
  'İstanbul',
  '😀',
  '🙂x',
  'я',
  'z',
  'Z',
  '10',
  '9',
  'true',
  'null',
  'not (a)',
  '{"a":[1',
  'İ',
  '\u200b',
];
const AMOUNTS = [
  '0',
  '0.01',
  '-0.01',
  '0.0001',
  '1',
  '-1',
  '100.5',
  '100.50',
  '100.505',
  '99999999999999.99',
  '-99999999999999.99',
  '12345678901234567890.5',
  '0.00005',
];
const TIMES = [
  '2026-02-05T10:30:00Z',
  '2026-02-05',
  '2026-02-05T00:00:00Z',
  '2026-02-05T10:30:01Z',
  '2026-02-05T10:30:00.5Z',
  '2026-02-05T00:00:00.0000001Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2025-12-31',
];

export const PARTIES: Words = {
  texts: ['Name', 'TaxId', 'Stage', 'LegalName'],
  flags: ['Active', 'DeletionMark'],
  amounts: [],
  times: [],
  literals: { texts: TEXTS, amounts: [], times: [] },
};
export const INVOICES: Words = {
  texts: ['Number', 'State'],
  flags: [],
  amounts: ['Total', 'VatTotal'],
  times: ['Date', 'DueDate'],
  literals: { texts: TEXTS, amounts: AMOUNTS, times: TIMES },
};

const maybe = <T>(random: Random, from: readonly T[]): T | null => (random.chance(0.2) ? null : random.pick(from));

const STORED = ['0', '0.01', '-0.01', '1', '-1', '100.5', '99999999999999.99', '-99999999999999.99', '0.0001'];

/** So many counterparties and as many invoices. */
export const randomRecords = (random: Random, count: number): SharedRecord[] =>
  Array.from({ length: count }, (_, i) => [
    record('counterparty', party(i + 1), { name: maybe(random, TEXTS), legalName: maybe(random, TEXTS), taxId: maybe(random, TEXTS), active: maybe(random, [true, false]), deletionMark: maybe(random, [true, false]) }),
    invoiceOf(i + 1, { number: maybe(random, TEXTS), state: maybe(random, ['issued', 'draft', 'Ромашка']), total: maybe(random, STORED), vatTotal: maybe(random, STORED), date: maybe(random, ['2026-02-05T10:30:00', '2026-02-05', '2026-02-05T00:00:00', '2025-12-31T23:59:59']), dueDate: maybe(random, ['2026-02-05', '2026-02-04', '2025-12-31']), lines: [] }),
  ]).flat(); // prettier-ignore
