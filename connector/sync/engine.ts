/** What the engine is made of: a store, a world, hosts with their compiled mappings, and limits. Built by main.ts or a test. */
import type { Entity, Fields, HostId, Instant, RecordId, World } from '../model.ts';
import type { Host } from '../hosts/host.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { HostRow, Store } from '../store/store.ts';

export interface HostSettings {
  readonly id: HostId;
  readonly profile: string;
  /** Its posting counts (A19). */
  readonly books: boolean;
  /** It copies these entities from another attached host: matched and read, never written, never pulled (A20). */
  readonly follows: { readonly home: HostId; readonly entities: readonly Entity[] } | null;
  readonly postAfterCreate: boolean;
}

export interface Attached {
  readonly host: Host;
  readonly settings: HostSettings;
  readonly mappings: ReadonlyMap<Entity, Mapping>;
}

/** Starting points, with their units next to the numbers (sync-design D.7). */
export interface Limits {
  readonly rounds: number;
  readonly guardWrites: { readonly count: number; readonly share: number };
  readonly guardLosses: { readonly count: number; readonly share: number };
  readonly parkAfter: number; // failed tries of one link
  readonly parkMinutes: number;
  readonly sentMinutes: number; // an unanswered write becomes a problem after this
  readonly createAgainMinutes: number; // a create without an answer is not repeated before this
  readonly batch: number; // links per step of plan and apply
  readonly nameThreshold: number; // Jaro-Winkler from which two names are a question
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  rounds: 8,
  guardWrites: { count: 50, share: 0.3 },
  guardLosses: { count: 10, share: 0.05 },
  parkAfter: 5,
  parkMinutes: 60,
  sentMinutes: 15,
  createAgainMinutes: 3,
  batch: 500,
  nameThreshold: 0.93,
});

/** What a run tells whoever watches: the progress bar, the log, the metrics. Never a value from a record. */
export type EngineEvent =
  | {
      readonly type: 'feed';
      readonly host: HostId;
      readonly feed: string;
      readonly entity: Entity;
      readonly seen: number;
      readonly total: number | null;
    }
  | {
      readonly type: 'phase';
      readonly host: HostId;
      readonly phase: 'observe' | 'match' | 'plan' | 'apply';
      readonly count: number;
    }
  | { readonly type: 'problem'; readonly host: HostId; readonly kind: string }
  | { readonly type: 'write'; readonly host: HostId; readonly entity: Entity; readonly does: 'create' | 'update' | 'act' };

export interface Engine {
  readonly store: Store;
  readonly world: World;
  readonly hosts: ReadonlyMap<HostId, Attached>;
  readonly limits: Limits;
  readonly holder: string;
  /** The host where an invoice of this organisation is created and edited; null = nowhere. */
  home(fields: Fields): HostId | null;
  /** Hosts that follow this one for the kind, and are not attached yet: down since the start, or left alone. */
  unready(home: HostId, entity: Entity): readonly HostId[];
  report(event: EngineEvent): void;
  /** Asked between records: a stop leaves everything consistent, the next start goes on. */
  stopping(): boolean;
}

export const nowOf = (engine: Pick<Engine, 'world'>): Instant => engine.world.now().toISOString();
export const minutesAgo = (engine: Pick<Engine, 'world'>, minutes: number): Instant =>
  new Date(engine.world.now().getTime() - minutes * 60_000).toISOString();
export const inMinutes = (engine: Pick<Engine, 'world'>, minutes: number): Instant => minutesAgo(engine, -minutes);

export function attachedOf(engine: Engine, host: HostId): Attached {
  const found = engine.hosts.get(host);
  if (!found) throw new Error(`host ${host} is not attached`);
  return found;
}

/** Who may write where right now: the global switch, the host's own, a pause, a suspected restore (X3). */
export interface Switches {
  readonly row: HostRow | null;
  readonly canWrite: boolean;
  readonly why: 'write-off' | 'write-off-host' | 'paused' | 'restored' | null;
}

export async function switchesOf(engine: Engine, host: HostId): Promise<Switches> {
  return engine.store.read(async (t) => {
    const row = (await t.hosts()).find((h) => h.id === host) ?? null;
    const global = (await t.setting('write')) === 'on';
    const restored = row?.state === 'restored' || (await t.setting('restored')) === 'yes';
    const why = restored ? 'restored' : row?.pausedBy ? 'paused' : !global ? 'write-off' : !row?.write ? 'write-off-host' : null;
    return { row, canWrite: why === null, why };
  });
}

/** Does the host follow another one for this record? For invoices the home of the organisation decides; while none is named, it does. */
export function isFollower(engine: Engine, attached: Attached, entity: Entity, fields: Fields): boolean {
  const { follows, id } = attached.settings;
  if (!follows?.entities.includes(entity)) return false;
  if (entity !== 'invoice') return true;
  return engine.home(fields) !== id;
}

/** May a record of ours be created on this host at all? (A20: followers, prospects, drafts, scope) */
export function mayCreate(
  engine: Engine,
  attached: Attached,
  record: { entity: Entity; stage: string; fields: Fields },
): boolean {
  const mapping = attached.mappings.get(record.entity);
  if (!mapping?.create || record.stage !== 'live') return false;
  if (record.fields['deletionMark'] === true) return false;
  if (isFollower(engine, attached, record.entity, record.fields)) return false;
  if (record.entity === 'invoice' && record.fields['state'] !== 'issued') return false; // drafts leave for no host
  return mapping.inScope(record.fields, 'out', { hostId: null, object: null });
}

/** Organisation (or '*' for all) -> last closed day. */
export type ClosedPeriods = ReadonlyMap<RecordId, string>;
