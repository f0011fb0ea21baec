/** What every operation works with: the store, the hosts, entities by their names, and who may see what. */
import { EditRefused } from '../../sync/edit.ts';
import type { RecordId, SharedRecord } from '../../model.ts';
import { demand, hasRight, type Right } from '../auth/rights.ts';
import { ApiError } from '../api-error.ts';
import type { Widget } from '../contract/embed.ts';
import type { Principal } from '../principal.ts';
import { ImportDesk } from '../imports/desk.ts';
import { LabelsDesk } from '../labels/desk.ts';
import { seenBy, type SeenStore } from '../seen-by.ts';
import { Shown } from '../views/shown.ts';
import type { ApiDeps } from './deps.ts';
import { Entities, type Found } from './entities.ts';
import { Hosts } from './hosts.ts';
import { OwnPrivate } from './own.ts';
import { Totals } from './totals.ts';

export class Api {
  readonly sidebook: ApiDeps['sidebook'];
  readonly world: ApiDeps['world'];
  readonly config: ApiDeps['config'];
  readonly entities: Entities;
  readonly hosts: Hosts;
  readonly totals: Totals;
  readonly own: OwnPrivate;
  readonly labels: LabelsDesk;
  readonly imports = new ImportDesk();

  constructor({ sidebook, world, config, own }: ApiDeps) {
    this.sidebook = sidebook;
    this.world = world;
    this.config = config;
    this.entities = new Entities(config, sidebook.store);
    this.hosts = new Hosts(sidebook);
    this.own = own ?? new OwnPrivate(config, world);
    this.labels = new LabelsDesk(config, world);
    this.totals = new Totals(sidebook.store.views, world);
  }

  /** The store as one person sees it: what is read for somebody is read here. */
  seenBy = (who: Principal): SeenStore => seenBy(this.sidebook.store, who.owners);

  /** A view made for one person: language, day, names learned so far. */
  shownTo(who: Principal): Shown {
    return new Shown(this, who);
  }
}

/** The object asked for, if the token covers it: the same refusal whether or not it exists. */
export async function covered({ api, who }: Asker, op: Asking, text: string): Promise<Found> {
  if (who.scope !== '*' && !/^[^:]+:[^:]+:.+$/.test(text)) throw new ApiError(403, 'not-allowed');
  const found = await findAsked(api, who, text);
  demand(who, op.right, { widget: op.widgets, entity: found.names });
  const { record } = found;
  if (record && !(await api.seenBy(who).read((t) => t.record(record.id))))
    throw new EditRefused('record-unknown', { id: found.ref.id });
  return found;
}

/** Whoever may not see everything is not told which kinds there are either. */
async function findAsked(api: Api, who: Principal, text: string): Promise<Found> {
  try {
    return await api.entities.find(text);
  } catch (error) {
    if (error instanceof ApiError && who.scope !== '*' && !who.scope.has(text)) throw new ApiError(403, 'not-allowed');
    throw error;
  }
}

/** Who asks, and what for. */
export interface Asker {
  readonly api: Api;
  readonly who: Principal;
}

export interface Asking {
  readonly right: Right;
  readonly widgets: readonly Widget[];
}

/** A record by our id, if the token covers it. */
export async function coveredRecord(
  { api, who }: Asker,
  op: Asking,
  id: RecordId,
  entity?: SharedRecord['entity'],
): Promise<SharedRecord> {
  const found = await api.seenBy(who).read((t) => t.record(id));
  const record = found && (entity === undefined || found.entity === entity) ? found : null;
  const names = record ? await api.entities.namesOf(record) : [];
  demand(who, op.right, { widget: op.widgets, entity: names });
  if (!record) throw new EditRefused('record-unknown', { id });
  return record;
}

/** Lists over everything are for those whose token covers everything. */
export const everything = ({ who }: Pick<Asker, 'who'>, op: Asking): void => {
  demand(who, op.right, { widget: op.widgets, entity: null });
};

export const may = (who: Principal, right: Right): boolean => hasRight(who.roles, right);

/** Right and widget alone, before anything is looked up. */
export function demandRole(
  who: Principal,
  { right, widgets }: { readonly right: Right | null; readonly widgets: readonly Widget[] },
): void {
  if (right !== null) demand(who, right, { widget: widgets, entity: who.scope === '*' ? null : [...who.scope] });
  else if (!widgets.some((w) => who.widgets.has(w))) throw new ApiError(403, 'not-allowed');
}

/** A base of the configuration, by its name. */
export function knownHost({ api }: Pick<Asker, 'api'>, host: string): string {
  if (!api.sidebook.hostIds.includes(host)) throw new ApiError(422, 'host-unknown', { host: host.slice(0, 40), known: api.sidebook.hostIds.join(', ') }, { host: 'input-choice' }); // prettier-ignore
  return host;
}
