import type { Definition } from '../schema/types.ts';
import { yearOf } from './clock.ts';
import type { Infobase } from './infobase.ts';
import { dateOf, refOf, textOf, type Row } from './rows.ts';

/** Numbers of documents and codes of catalogs: prefixes, zero padding, yearly restart, uniqueness (1c.md 4.5, 4.10.6). */
export interface Numbering {
  /** The next free number or code for this row. */
  next(definition: Definition, row: Row): string;
  /** Whether another object of the same scope already has this row's number or code. */
  isTaken(definition: Definition, row: Row, key: string): boolean;
}

export function createNumbering(base: Infobase): Numbering {
  const owners = new Map<string, Set<string>>();
  const highest = new Map<string, number>();
  base.watch((set, key, before, after) => {
    const definition = base.schema.definition(set);
    if (!definition || !numberName(definition)) return;
    if (before) forget(definition, before, key, owners, highest);
    if (after) remember(definition, after, key, owners, highest);
  });
  return {
    next: (definition, row) => {
      const prefix = prefixOf(base, definition, row);
      const last = highest.get(`${scopeOf(definition, row)}|${prefix}`) ?? 0;
      return prefix + String(last + 1).padStart(lengthOf(definition) - prefix.length, '0');
    },
    isTaken: (definition, row, key) => [...(owners.get(place(definition, row)) ?? [])].some((other) => other !== key),
  };
}

export function numberName(definition: Definition): 'Number' | 'Code' | undefined {
  if (definition.kind === 'Document') return 'Number';
  return definition.codeLength > 0 ? 'Code' : undefined;
}

const lengthOf = (d: Definition): number => (d.kind === 'Document' ? d.numberLength : d.codeLength);
const textIn = (d: Definition, row: Row): string => textOf(row, d.kind === 'Document' ? 'Number' : 'Code').trimEnd();

/** Documents are unique within a year, catalogs as a whole. */
function scopeOf(d: Definition, row: Row): string {
  return d.kind === 'Document' ? `${d.name}|${yearOf(dateOf(row, 'Date'))}` : d.name;
}

const place = (d: Definition, row: Row): string => `${scopeOf(d, row)}|${textIn(d, row)}`;

type Owners = Map<string, Set<string>>;

function remember(d: Definition, row: Row, key: string, owners: Owners, highest: Map<string, number>): void {
  const keys = owners.get(place(d, row)) ?? new Set<string>();
  owners.set(place(d, row), keys.add(key));
  const { counter, number } = counterOf(d, row);
  highest.set(counter, Math.max(highest.get(counter) ?? 0, number));
}

/** A number that is free again at the top is given out again, as after a restored backup. */
function forget(d: Definition, row: Row, key: string, owners: Owners, highest: Map<string, number>): void {
  const keys = owners.get(place(d, row));
  keys?.delete(key);
  const { counter, number } = counterOf(d, row);
  if (keys?.size === 0 && highest.get(counter) === number) highest.set(counter, number - 1);
}

function counterOf(d: Definition, row: Row): { counter: string; number: number } {
  const [, family = '', digits = ''] = /^(.*-|\D*)(\d+)$/.exec(textIn(d, row)) ?? [];
  return { counter: `${scopeOf(d, row)}|${family}`, number: Number(digits) };
}

/** Organisation prefix (2) and infobase prefix (2) before a document number; the infobase prefix alone before fixed catalog codes. */
function prefixOf(base: Infobase, d: Definition, row: Row): string {
  if (d.kind !== 'Document') return d.codeFixed && d.codeLength >= 9 ? '00-' : '';
  const organisation = textOf(base.get('Catalog_Организации', refOf(row, 'Организация')), 'Префикс').trim();
  return `${organisation.padStart(2, '0')}00-`;
}
