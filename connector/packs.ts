/** Mapping packs: one folder a profile, one file an entity; the configuration changes single points of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Entity } from './model.ts';
import type { MappingOverride } from './config.ts';

export type RawMapping = Record<string, unknown> & { entity: Entity };

const PACKS = new URL('../mappings/', import.meta.url);

export function readPack(name: string): RawMapping[] {
  const folder = new URL(`${name}/`, PACKS);
  const files = readdirSync(fileURLToPath(folder)).filter((f) => f.endsWith('.json')).sort(); // prettier-ignore
  return files.map((f) => JSON.parse(readFileSync(new URL(f, folder), 'utf8')) as RawMapping);
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
        scope: { ...(file['scope'] as object | undefined), ...scope },
        fields: withFields(file['fields'] as Field[], fields ?? {}),
      },
    ];
  });
}

type Field = Record<string, unknown> & { name?: string };

function withFields(fields: readonly Field[], changes: NonNullable<MappingOverride['fields']>): Field[] {
  return fields.flatMap((field) => {
    const change = field.name === undefined ? undefined : changes[field.name];
    if (change?.omit) return [];
    return [change ? { ...field, ...change } : field];
  });
}
