/** What people typed, found again in objects and records: by its token. */
import type { Fields, Line } from '../../connector/model.ts';
import type { Props } from '../hosts/simulated.ts';
import { tokenOf } from './oracle.ts';

export const linesOf = (f: Fields): readonly Line[] => (Array.isArray(f['lines']) ? (f['lines'] as readonly Line[]) : []);
export const rowToken = (p: Props): string | null => tokenOf(((p['Rows'] ?? []) as Props[])[0]?.['Text']);
/** The same for both bases: each knows the organisation under its own id. */
export const plain = (p: Props): string => JSON.stringify(Object.entries({ ...p, Org: '' }).sort());
export const linesToken = (f: Fields): string | null => tokenOf(linesOf(f)[0]?.text);
export const sum = (rows: readonly Props[]): number => rows.reduce((s, r) => s + Math.round(Number(r['Amount']) * 100), 0) / 100;
