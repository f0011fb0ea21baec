import { catalogs } from './catalogs.ts';
import { charts } from './charts.ts';
import { documents } from './documents.ts';
import { bpExtra, commonExtra } from './extra.ts';
import { other } from './other.ts';
import { registers } from './registers.ts';
export { accounts } from './accounts.ts';
export { enums } from './enums.ts';

export const tables = [catalogs, documents, registers, charts, other, commonExtra, bpExtra];
