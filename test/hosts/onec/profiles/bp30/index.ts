import { catalogs } from './catalogs.ts';
import { documents } from './documents.ts';
import { other } from './other.ts';
import { registers } from './registers.ts';
export { enums } from './enums.ts';

export const tables = [catalogs, documents, registers, other];
