/** The mappings of a host as its configuration has them: of which pack, fitted to this installation, with what was said differently. */
import type { Config, HostConfig } from './config.ts';
import { bcPack } from './hosts/bc/pack.ts';
import { setsAsked } from './hosts/onec-soap/index.ts';
import type { Entity } from './model.ts';
import { readFolder, readPack, withOverrides, type RawMapping } from './packs.ts';
import type { Shows } from './wall/shared.ts';
import { compileMapping } from '../mappings/compile.ts';
import { mappingFile } from '../mappings/file.ts';
import type { SoapFile } from '../mappings/soap.ts';

/** Profile of the configuration -> folder of the pack. */
export const PACKS = {
  bp30: 'onec-bp30',
  ut11: 'onec-ut11',
  soap: 'onec-soap',
  dataverse: 'dataverse',
  'business-central': 'business-central',
  'dynamics-ce': 'dynamics-ce',
  enterprisedata: 'enterprisedata',
} as const satisfies Readonly<Record<HostConfig['profile'], string>>;

export function packOf(host: HostConfig): RawMapping[] {
  return withOverrides(fitted(rawPack(host), host), host.mappings);
}

/** A service of one's own has mappings of one's own. */
const rawPack = (host: HostConfig): RawMapping[] =>
  host.kind === 'onec-soap' && host.pack !== undefined ? readFolder(host.pack) : readPack(PACKS[host.profile]);

/** As this installation has it, before what its mappings say differently. */
function fitted(pack: RawMapping[], host: HostConfig): RawMapping[] {
  switch (host.kind) {
    case 'onec':
    case 'enterprisedata':
    case 'onec-soap':
      return pack;
    case 'dataverse':
    case 'organization':
      return withPrefix(pack, host.prefix);
    case 'business-central':
      return bcPack(pack, { books: host.books, posts: host.postAfterCreate });
  }
}

/** Set -> how a service is asked for it; a mapping that is wrong is told when it is compiled. */
export function soapOf(pack: readonly RawMapping[]): Map<string, SoapFile> {
  return new Map(pack.filter((file) => 'soap' in file).flatMap((file) => {
    const { success, data } = mappingFile.safeParse(file);
    return success && data.soap ? [[data.collections[0] ?? '', data.soap]] : [];
  }));
} // prettier-ignore

/** Columns an administrator made carry the prefix of their publisher; packs write it as new_. */
function withPrefix(pack: RawMapping[], prefix: string): RawMapping[] {
  if (prefix === 'new') return pack;
  return JSON.parse(JSON.stringify(pack).replace(/"new_/g, `"${prefix}_`)) as RawMapping[];
}

/** Which fields hosts show and keep, by the packs alone; a follower's copy says nothing about what it was sent. */
export function showsOf(config: Config): Shows {
  return new Map(Object.entries(config.hosts).map(([id, host]) => [id, showsOn(host)]));
}

function showsOn(host: HostConfig): ReadonlyMap<Entity, ReadonlySet<string>> {
  const files = packOf(host).filter((f) => host.follows?.entities.some((e) => e === f.entity) !== true);
  return new Map(files.map((file) => [file.entity, new Set(compileMapping(file, null).mapping?.units.flatMap((u) => u.fields))]));
}

/** Every set a pack names: what is kept of the metadata, and what an administrator publishes. */
export function setsOf(pack: readonly RawMapping[]): Set<string> {
  const sets = new Set<string>();
  for (const file of pack) {
    for (const c of file['collections'] as string[]) sets.add(c.replace(/\?$/, ''));
    for (const l of Object.values((file['lookups'] ?? {}) as Record<string, { set: string }>)) sets.add(l.set);
    for (const j of (file['joins'] ?? []) as { set: string }[]) sets.add(j.set);
    for (const set of (file['alsoReads'] ?? []) as string[]) sets.add(set.replace(/\?$/, ''));
  }
  for (const soap of soapOf(pack).values()) for (const set of setsAsked(soap)) sets.add(set);
  return sets;
}
