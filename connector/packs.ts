/** Mapping packs: one folder a profile, one file an entity; the configuration changes single points of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from './model.ts';
import type { MappingOverride } from './config/schema.ts';
import { ownFile } from './own-files.ts';

export type RawMapping = Record<string, unknown> & { entity: Entity };

const folderOf = (pack: string): string => ownFile(`mappings/${pack}`);

export const readPack = (name: string): RawMapping[] => readFolder(folderOf(name));

/** Mappings an installation made for a service of its own. */
export function readFolder(folder: string): RawMapping[] {
  const files = readdirSync(folder).filter((f) => f.endsWith('.json')).sort(); // prettier-ignore
  return files.map((f) => JSON.parse(readFileSync(join(folder, f), 'utf8')) as RawMapping);
}

/** Fields an installation may change; null = there is no such pack. */
export function fieldNames(pack: string, entity: string): readonly string[] | null {
  if (!/^[\w-]+$/.test(pack) || !existsSync(folderOf(pack))) return null;
  const file = readPack(pack).find((f) => f.entity === entity);
  const fields = (file?.['fields'] ?? []) as readonly Field[];
  return fields.flatMap((f) => f.rows?.map((row) => row.name) ?? f.name ?? []);
}

/** The pack with the changes of one installation; a kind switched off is left out. */
export function withOverrides(pack: readonly RawMapping[], overrides: Partial<Record<Entity, MappingOverride>>): RawMapping[] {
  return pack.flatMap((file) => {
    const change = overrides[file.entity];
    if (!change) return [file];
    if (change.off) return [];
    const { fields, scope, create, first, onMark, marker } = change;
    const rest = Object.fromEntries(Object.entries({ create, first, onMark, marker }).filter(([, v]) => v !== undefined));
    return [
      {
        ...file,
        ...rest,
        scope: withScope(file['scope'] as Scope | undefined, scope),
        fields: withFields(file['fields'] as Field[], fields ?? {}),
      },
    ];
  });
}

type Scope = NonNullable<MappingOverride['scope']>;

/** What an installation says of a property of the host counts for that one; the others of the pack still hold. */
function withScope(pack: Scope | undefined, own: Scope | undefined): Scope {
  const host = pack?.in?.host;
  const scope = { ...pack, ...own };
  return own?.in && host ? { ...scope, in: { ...own.in, host: { ...host, ...own.in.host } } } : scope;
}

type Field = Record<string, unknown> & { name?: string; rows?: readonly Row[] };
type Row = Record<string, unknown> & { name: string };
type Changes = NonNullable<MappingOverride['fields']>;

const withFields = (fields: readonly Field[], changes: Changes): Field[] =>
  fields.flatMap((field) => (field.rows ? withRows(field, field.rows, changes) : changed(field, changes[field.name ?? ''])));

const changed = <T>(field: T, change: Changes[string] | undefined): T[] =>
  change?.omit ? [] : [change ? { ...field, ...change } : field];

/** Contacts are fields one by one, though one table of the host holds them. One with a property of its own leaves the table. */
function withRows(field: Field, rows: readonly Row[], changes: Changes): Field[] {
  const moved = rows.flatMap(({ name }) => {
    const change = changes[name];
    return change?.host === undefined || change.omit ? [] : [{ name, type: 'text', ...change }];
  });
  const rest = rows.filter((row) => changes[row.name]?.host === undefined).flatMap((row) => changed(row, changes[row.name]));
  return rest.length > 0 ? [{ ...field, rows: rest }, ...moved] : moved;
}
