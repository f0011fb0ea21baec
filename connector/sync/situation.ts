/** Everything the decision about one link rests on, read at one moment. */
import { unitFields } from '../fields.ts';
import type { Fields, Link, LinkId, Pictures, SharedRecord, Unit } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { Reader, StoredLink } from '../store/store.ts';
import { hasOpen, resolveOpen } from './resolve-refs.ts';
import { isFollower, type Attached, type ClosedPeriods, type Engine } from './engine.ts';
import { tells, withFigures } from './figures.ts';
import { unpack } from './pictures.ts';
import type { At } from './reconcile.ts';
import type { LinkRefs } from './refs.ts';

export interface Situation {
  readonly link: StoredLink;
  readonly record: SharedRecord;
  readonly links: readonly StoredLink[];
  readonly mapping: Mapping;
  readonly pictures: Pictures;
}

export async function loadSituation(t: Reader, engine: Engine, linkId: LinkId, refs: LinkRefs): Promise<Situation | null> {
  const link = await t.link(linkId);
  const mapping = link ? engine.hosts.get(link.host)?.mappings.get(link.entity) : undefined;
  if (!link || !mapping || link.record === null) return null;
  const record = await t.record(link.record);
  if (!record) return null;
  const links = await t.linksOf(record.id);
  const told = tells(mapping)
    ? await withFigures(t, engine, record, links, () => refs.behind(t, link.entity, link.hostId))
    : record;
  const pictures = unpack(link, told, mapping);
  const theirs = hasOpen(pictures.theirs) ? await resolveOpen(pictures.theirs, refs) : pictures.theirs;
  return { link, record: told, links, mapping, pictures: { ...pictures, theirs } };
}

/** The circumstances of the decision table: books, frozen, follower, folding (B3). */
export function atOf(
  engine: Engine,
  attached: Attached,
  s: Pick<Situation, 'record' | 'links'>,
  theirs: Fields,
  closed: ClosedPeriods,
): At {
  const { record } = s;
  return {
    books: attached.settings.books,
    frozen: record.entity === 'invoice' && isFrozen(engine, attached, s, theirs, closed),
    follower: isFollower(engine, attached, record.entity, record.fields),
    decidedElsewhere: (unit) => record.entity === 'invoice' && isDecidedAtHome(engine, attached, s, unit),
    foldsEqual: (unit, a, b) => [...engine.hosts.values()].some((h) => isFoldedBy(h.mappings.get(record.entity), unit, a, b)),
  };
}

/**
 * An invoice has one home (A20): its number and whether it is posted are what the home shows, and a draft of the same invoice in another
 * host does not unpost it. While the home is away nobody speaks for it.
 */
function isDecidedAtHome(
  engine: Engine,
  attached: Attached,
  { record, links }: Pick<Situation, 'record' | 'links'>,
  unit: Unit,
): boolean {
  const home = engine.home(record.fields);
  if (home === null || home === attached.settings.id) return false;
  if (!links.some((l) => l.host === home && l.hostId !== null && l.goneAt === null)) return false;
  const mapping = engine.hosts.get(home)?.mappings.get(record.entity);
  return mapping === undefined || mapping.units.some((u) => u.unit === unit);
}

/** A host that does not show the unit at all folds nothing. */
const isFoldedBy = (mapping: Mapping | undefined, unit: Unit, a: Fields, b: Fields): boolean =>
  mapping?.units.some((u) => u.unit === unit && u.fields.length === unitFields(mapping.entity, unit).length) === true &&
  mapping.same(unit, a, b);

/** The books show it posted, or a closed period covers its date (A19, C5). */
export function isFrozen(
  engine: Engine,
  attached: Attached,
  s: Pick<Situation, 'record' | 'links'>,
  theirs: Fields,
  closed: ClosedPeriods,
): boolean {
  if (inClosedPeriod(s.record.fields, closed)) return true;
  if (attached.settings.books) return theirs['posted'] === true;
  return s.links.some((l) => isBooksLink(engine, l) && shownPosted(engine, l, s.record));
}

const isBooksLink = (engine: Engine, link: Link): boolean =>
  engine.hosts.get(link.host)?.settings.books === true && link.aliasOf === null;

function shownPosted(engine: Engine, link: StoredLink, record: SharedRecord): boolean {
  const mapping = engine.hosts.get(link.host)?.mappings.get(link.entity);
  return mapping !== undefined && unpack(link, record, mapping).theirs['posted'] === true;
}

export function inClosedPeriod(fields: Fields, closed: ClosedPeriods): boolean {
  const [date, organisation] = [fields['date'], fields['organisation']];
  if (typeof date !== 'string') return false;
  const until = (typeof organisation === 'string' ? closed.get(organisation) : undefined) ?? closed.get('*');
  return until !== undefined && date.slice(0, 10) <= until;
}

/** Closed periods as the books show them: organisation -> last closed day; '*' for all. */
export async function closedPeriods(t: Reader): Promise<ClosedPeriods> {
  const periods = new Map<string, string>();
  for (const { fields } of await t.recordsOf('closedPeriod', null, 10_000)) {
    const { organisation, until } = fields;
    if (typeof until !== 'string') continue;
    const key = typeof organisation === 'string' ? organisation : '*';
    if (until > (periods.get(key) ?? '')) periods.set(key, until);
  }
  return periods;
}
