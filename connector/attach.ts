/**
 * A configured host made ready: its live metadata read as a stream, the pack compiled against it, small tables read, mappings that
 * changed told apart from those that did not. Whatever is wrong stops only the kind it concerns (M2, A10).
 */
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import { SchemaIndex } from './hosts/schema.ts';
import { HostError, type LiveHost } from './hosts/host.ts';
import { fieldSpec } from './fields.ts';
import type { Entity, HostId } from './model.ts';
import { ourPrices } from './our-prices.ts';
import { packOf, setsOf } from './pack-of.ts';
import type { RawMapping } from './packs.ts';
import type { Attached } from './sync/engine.ts';
import type { Allowed } from './wall/allow.ts';
import { compileMapping, type HostSchema, type MappingFinding } from '../mappings/compile.ts';
import type { Lookups, Mapping, Source } from '../mappings/mapping.ts';

export interface AttachedHost extends Attached {
  readonly findings: readonly MappingFinding[];
  /** Digest of the small tables each kind reads: folders, countries, VAT rates. */
  readonly tables: ReadonlyMap<Entity, string>;
}

/** What each mapping may send, for the wall. */
export const allowedBy = (mappings: Iterable<Mapping>): Allowed[] =>
  [...mappings].map(({ entity, source, sends }) => {
    const columns = (part: string | null) => new Map(sends.filter((s) => s.part === part).map((s) => [s.property, s.fields]));
    const parts = new Set(sends.flatMap((s) => s.part ?? []));
    return {
      entity, sets: source.collections, partSets: new Map(source.rows.map((r) => [r.set, r.part])), properties: columns(null), parts: new Map([...parts].map((part) => [part, columns(part)])),
      unitOf: (field) => fieldSpec(entity, field)?.unit ?? field,
    };
  }); // prettier-ignore

export async function attach(config: Config, id: HostId, host: LiveHost): Promise<AttachedHost> {
  const settings = config.hosts[id];
  if (!settings) throw new Error(`unknown host ${id}`);
  const pack = packOf(settings);
  const schema = await SchemaIndex.read(host.metadata(), setsOf(pack));
  const wanted = { books: settings.books, priceType: config.compare.priceType };
  const made = await compilePack(pack, schema, host, wanted);
  const { mappings, sources, findings, tables } = leaveOut(made, (await host.unfit?.(made.sources, schema)) ?? []);
  host.use(sources, schema);
  return {
    host, mappings, findings, tables,
    settings: { id, profile: settings.profile, books: settings.books, follows: settings.follows ?? null, postAfterCreate: 'postAfterCreate' in settings && settings.postAfterCreate },
  }; // prettier-ignore
}

interface Pack {
  readonly mappings: Map<Entity, Mapping>;
  readonly sources: Source[];
  readonly findings: MappingFinding[];
  readonly tables: Map<Entity, string>;
}

interface Wanted {
  readonly books: boolean;
  readonly priceType: string | undefined;
}

async function compilePack(pack: readonly RawMapping[], schema: HostSchema, host: LiveHost, wanted: Wanted): Promise<Pack> {
  const made: Pack = { mappings: new Map(), sources: [], findings: [], tables: new Map() };
  for (const file of pack) {
    const { mapping, findings } = compileMapping(file, schema, wanted);
    made.findings.push(...findings);
    if (mapping) addMapping(made, mapping, await readLookups(host, mapping), wanted);
  }
  return made;
}

/** Kinds a mapping of would be wrong about this host. */
function leaveOut(made: Pack, unfit: readonly MappingFinding[]): Pack {
  const entities = new Set(unfit.map((f) => f.entity));
  const isFit = (entity: Entity): boolean => !entities.has(entity);
  return {
    mappings: new Map([...made.mappings].filter(([entity]) => isFit(entity))),
    sources: made.sources.filter((s) => isFit(s.entity)),
    findings: [...made.findings, ...unfit],
    tables: made.tables,
  };
}

function addMapping(made: Pack, mapping: Mapping, lookups: Lookups, { priceType }: Wanted): void {
  const types = mapping.entity === 'price' ? (lookups['priceTypes'] ?? new Map<string, string>()) : null;
  const chosen = types ? ourPrices(mapping, types, priceType) : { source: mapping.source, findings: [] };
  made.findings.push(...chosen.findings);
  if (!chosen.source) return;
  made.sources.push(chosen.source);
  made.mappings.set(mapping.entity, mapping.withLookups(lookups));
  made.tables.set(mapping.entity, digestOf(lookups));
}

const digestOf = (lookups: Lookups): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(lookups).map(([name, table]) => [name, [...table].sort()])))
    .digest('base64url');

/** Small tables are read at connection; one that cannot be read is empty, and its values are then asked, not guessed. */
export async function readLookups(host: Pick<LiveHost, 'lookup'>, mapping: Mapping): Promise<Lookups> {
  const tables: Record<string, ReadonlyMap<string, string>> = {};
  for (const source of mapping.lookups) {
    try {
      tables[source.name] = await host.lookup(source);
    } catch (error) {
      if (!(error instanceof HostError) || error.kind === 'unavailable' || error.kind === 'unauthorised') throw error;
      tables[source.name] = new Map();
    }
  }
  return tables;
}
