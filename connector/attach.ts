/**
 * A configured host made ready: its live metadata read as a stream, the pack compiled against it, small tables read, mappings that
 * changed told apart from those that did not. Whatever is wrong stops only the kind it concerns (M2, A10).
 */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Config, HostConfig } from './config.ts';
import type {
  BcConfig,
  DataverseConfig,
  EnterpriseDataConfig,
  OnecConfig,
  OnecSoapConfig,
  OrganizationConfig,
} from './config-schema.ts';
import { SchemaIndex } from './hosts/schema.ts';
import type { Gate } from './hosts/gate.ts';
import { HostError, type LiveHost, type OnRequest } from './hosts/host.ts';
import { BcHost } from './hosts/bc/index.ts';
import { bcPack } from './hosts/bc/pack.ts';
import { DataverseHost } from './hosts/dataverse/index.ts';
import { makeFolder } from './folder.ts';
import { EnterpriseDataHost, SoapExchange, type MirrorDatabase } from './hosts/enterprisedata/index.ts';
import { OnecHost } from './hosts/onec/index.ts';
import { OnecSoapHost, setsAsked } from './hosts/onec-soap/index.ts';
import { OrganizationHost } from './hosts/organization/index.ts';
import { signInOf } from './hosts/organization/sign-ins.ts';
import { fieldSpec } from './fields.ts';
import type { Entity, HostId, World } from './model.ts';
import { ourPrices } from './our-prices.ts';
import { readFolder, readPack, withOverrides, type RawMapping } from './packs.ts';
import { openDatabase } from './store/sqlite/driver.ts';
import type { Attached } from './sync/engine.ts';
import type { Allowed } from './wall/allow.ts';
import type { Shows } from './wall/shared.ts';
import { compileMapping, type HostSchema, type MappingFinding } from '../mappings/compile.ts';
import { mappingFile } from '../mappings/file.ts';
import type { Lookups, Mapping, Source } from '../mappings/mapping.ts';
import type { SoapFile } from '../mappings/soap.ts';
import type { Traits } from './hosts/host.ts';

export interface AttachedHost extends Attached {
  readonly findings: readonly MappingFinding[];
  /** Digest of the small tables each kind reads: folders, countries, VAT rates. */
  readonly tables: ReadonlyMap<Entity, string>;
}

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
  return new Map(pack.flatMap((file) => {
    const { success, data } = mappingFile.safeParse(file);
    return success && data.soap ? [[data.collections[0] ?? '', data.soap]] : [];
  }));
} // prettier-ignore

/** Columns an administrator made carry the prefix of their publisher; packs write it as new_. */
function withPrefix(pack: RawMapping[], prefix: string): RawMapping[] {
  if (prefix === 'new') return pack;
  return JSON.parse(JSON.stringify(pack).replace(/"new_/g, `"${prefix}_`)) as RawMapping[];
}

interface Opening {
  readonly traits?: Partial<Traits>;
  readonly gate?: Gate;
  readonly onRequest?: OnRequest;
}

export function openHost(config: Config, id: HostId, world: World, more: Opening = {}): LiveHost {
  const host = config.hosts[id];
  if (!host) throw new Error(`unknown host ${id}`);
  const common = { id, url: host.url, world, pageSize: host.pageSize, timeoutMs: host.timeoutSeconds * 1000, ...more };
  const secret = config.secrets.get(id) ?? '';
  switch (host.kind) {
    case 'onec':
      return openOnec(host, { ...common, password: secret });
    case 'onec-soap':
      return openOnecSoap(host, { ...common, password: secret });
    case 'dataverse':
      return openDataverse(host, { ...common, secret });
    case 'business-central':
      return openBc(host, { ...common, secret });
    case 'organization':
      return openOrganization(host, { ...common, password: secret });
    case 'enterprisedata':
      return openEnterpriseData(config, host, { ...common, password: secret });
  }
}

/** Below this address every request of a host stays: services of 1C have one of their own, and their WSDL beside it. */
export const baseOf = (host: HostConfig | undefined): string =>
  host?.kind === 'onec-soap' ? new URL('.', host.url).href : (host?.url ?? '');

type Common = Opening & { id: HostId; url: string; world: World; pageSize: number; timeoutMs: number };

function openOnec(host: OnecConfig, common: Common & { password: string }): LiveHost {
  const { exchangePlan: plan, user, allowedOnly, recentDays, timeZone = null } = host;
  return new OnecHost({
    ...common,
    user,
    allowedOnly,
    recentDays,
    timeZone,
    exchangePlan: plan ? { plan: plan.plan, node: plan.node ?? null, entities: plan.entities } : null,
  });
}

/** What the messages told is kept beside the store: they are told once. */
function openEnterpriseData(config: Config, host: EnterpriseDataConfig, common: Common & { password: string }): LiveHost {
  const { user, exchangePlan: plan, peerCode, soap: version, timeZone = null } = host;
  const authorization = `Basic ${Buffer.from(`${user}:${common.password}`, 'utf8').toString('base64')}`;
  const service = new SoapExchange({ ...common, plan, peerCode, version, headers: async () => ({ authorization }) });
  const { file } = config.store;
  const copy = file === ':memory:' ? file : join(dirname(file), `${common.id}.enterprisedata.db`);
  const database = (): MirrorDatabase => {
    if (copy !== file) makeFolder(dirname(copy)); // with the store on a server nobody else makes it
    return openDatabase(copy);
  };
  return new EnterpriseDataHost({ ...common, ...host, plan, timeZone, service, database });
}

function openOnecSoap(host: OnecSoapConfig, common: Common & { password: string }): LiveHost {
  const { user, recentDays, soapVersion: version, timeZone = null } = host;
  const wsdl = host.wsdl ?? { url: `${host.url}?wsdl` };
  return new OnecSoapHost({ ...common, user, recentDays, version, timeZone, wsdl, soap: soapOf(packOf(host)) });
}

const openDataverse = ({ tenant, clientId, authority }: DataverseConfig, common: Common & { secret: string }): LiveHost =>
  new DataverseHost({ ...common, tenant, clientId, authority });

const openBc = (host: BcConfig, common: Common & { secret: string }): LiveHost => {
  const { tenant, clientId, authority, company, lineAccount = null, taxCodes, pricesIncludeTax } = host;
  return new BcHost({ ...common, tenant, clientId, authority, company, ways: { lineAccount, taxCodes, pricesIncludeTax } });
};

function openOrganization(host: OrganizationConfig, { password, ...common }: Common & { password: string }): LiveHost {
  const { signIn: way, user, authority = '', clientId = '', timeZone = null, url } = host;
  const signIn = signInOf({ way, host: common.id, user, password, authority, clientId, url, world: common.world, timeoutMs: common.timeoutMs }); // prettier-ignore
  return new OrganizationHost({ ...common, signIn, timeZone });
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
