/**
 * Figures of the books that go one way, into columns an administrator made in another host (model.md 4): what is paid of an invoice,
 * what a counterparty owes. Worked out when a link is looked at, stored in no record; a payment, or a settlement, makes the links of
 * hosts with such columns due (both stores). What is not known is not said.
 */
import { isDerived } from '../fields.ts';
import type { Entity, Fields, HostId, Link, RecordId, SharedRecord } from '../model.ts';
import type { Reader, StoredLink, Writer } from '../store/store.ts';
import { TOLD, type Told } from '../store/projections.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import { commit, mappingOf, type RunContext } from './context.ts';
import type { Engine } from './engine.ts';
import { owedFacts, owing } from './owed.ts';
import { ofInvoice, paidFacts } from './paid.ts';

interface Figure {
  /** What the mark of a host that is told stands for. */
  readonly told: Told;
  readonly of: Entity;
  /** What the books show it by. */
  readonly from: Entity;
  /** Records whose figures a page of links of `shownBy` speaks of. */
  readonly shownBy: Entity;
  /** Records whose objects were made one there count together: few kinds are merged, and looking for them costs. */
  readonly isShared: boolean;
  readonly subjects: (t: Reader, links: readonly StoredLink[]) => Promise<readonly RecordId[]>;
  /** `others`: records that stand behind the same object. Where no figure is true, its columns are emptied. */
  readonly facts: (t: Reader, record: SharedRecord, others: readonly RecordId[]) => Promise<Fields>;
}

const FIGURES: readonly Figure[] = [
  { told: 'paid', of: 'invoice', from: 'payment', shownBy: 'invoice', isShared: false, subjects: ofInvoice, facts: paidFacts },
  { told: 'owed', of: 'counterparty', from: 'balance', shownBy: 'balance', isShared: true, subjects: owing, facts: owedFacts },
];
const figureOf = (entity: Entity): Figure | undefined => FIGURES.find((f) => f.of === entity);

/** Does the host have columns for such figures? */
export const tells = (mapping: Mapping | undefined): boolean =>
  mapping?.units.some((u) => isDerived(mapping.entity, u.unit)) ?? false;

const isTold = (engine: Engine, entity: Entity): boolean => [...engine.hosts.values()].some((h) => tells(h.mappings.get(entity)));

/** Of these records some host is told: their due links are looked at with what is known. */
export const hasFigures = (engine: Engine, entity: Entity): boolean => figureOf(entity) !== undefined && isTold(engine, entity);

/** An object met in a host that shows what figures are made of: from now on others can be told of it. */
export const isTellable = ({ engine, attached }: RunContext, entity: Entity): boolean =>
  attached.mappings.has(figureOf(entity)?.from ?? entity) && hasFigures(engine, entity);

/** The record with what is known of it. `behind`: records whose objects were made one with its own there. */
export async function withFigures(
  t: Reader,
  engine: Engine,
  record: SharedRecord,
  links?: readonly Link[],
  behind: () => Promise<readonly RecordId[]> = () => Promise.resolve([]),
): Promise<SharedRecord> {
  const figure = figureOf(record.entity);
  if (!figure) return record;
  const others = figure.isShared ? await behind() : [];
  const all = [...(links ?? (await t.linksOf(record.id)))];
  for (const other of others) all.push(...(await t.linksOf(other)));
  const facts = (await isKnown(t, engine, figure, all)) ? await figure.facts(t, record, others) : null;
  return facts ? { ...record, fields: { ...record.fields, ...facts } } : record;
}

/** "None" is only said where all were shown: by every base the object stands in, for one may copy it without them. */
async function isKnown(t: Reader, engine: Engine, figure: Figure, links: readonly Link[]): Promise<boolean> {
  let isShown = false;
  for (const { host } of links.filter((l) => l.hostId !== null && l.aliasOf === null && l.goneAt === null)) {
    const place = await placeOf(t, host, figure);
    if (place === null && engine.hosts.get(host)?.mappings.has(figure.from) === true) return false;
    isShown ||= place !== null;
  }
  return isShown;
}

/** Kept like the place of a feed: what could not be read yet is not none, and a host that is away showed what it showed. */
const feedOf = ({ from }: Figure): string => `shown:${from}`;
const placeOf = async (t: Reader, host: HostId, figure: Figure): Promise<string | null> =>
  (await t.cursor(host, feedOf(figure)))?.cursor ?? null;

/** Once a host has shown all of them, others are told; a list that must be shown anew is no less known. */
export async function knowFigures(run: RunContext): Promise<void> {
  for (const figure of FIGURES) await know(run, figure);
}

async function know(run: RunContext, figure: Figure): Promise<void> {
  const place = await run.engine.store.read((t) => placeOf(t, run.id, figure));
  if (mappingOf(run, figure.from) === null) return place === null ? undefined : setPlace(run, figure, null);
  if (place === 'all' || (place === null && !run.walked.has(figure.from))) return;
  await setPlace(run, figure, 'telling'); // known from here on: whoever looks meanwhile tells it, or is told to look again
  const mark = TOLD[figure.told];
  if ((await run.engine.store.read((t) => t.hosts())).some((h) => mark in h.mappingHashes)) await tellOthers(run, figure);
  if (!run.engine.stopping()) await setPlace(run, figure, 'all');
}

async function setPlace(run: RunContext, figure: Figure, cursor: string | null): Promise<void> {
  const row = { cursor, startedAt: null, lastCompleteAt: null, seenCount: 0 };
  await commit(run, (t) => t.setCursor(run.id, feedOf(figure), row));
}

async function tellOthers(run: RunContext, figure: Figure): Promise<void> {
  const { engine, id } = run;
  for (let after = 0; !engine.stopping();) {
    const links = await engine.store.read((t) => t.linksPage(id, figure.shownBy, after, engine.limits.batch));
    const last = links.at(-1);
    if (!last) return;
    after = last.id;
    const subjects = await engine.store.read((t) => figure.subjects(t, links));
    await commit(run, (t) => subjects.forEach((record) => t.touchLinks(record, null)));
  }
}

/** Says in the host's row what it is told, before anything else of the run. */
export function sayTold(run: RunContext): ((t: Writer) => void) | null {
  const known = run.switches.row?.mappingHashes ?? {};
  const marks = FIGURES.filter((f) => tells(run.attached.mappings.get(f.of))).map((f) => TOLD[f.told]);
  const all: readonly string[] = Object.values(TOLD);
  if (all.every((mark) => mark in known === marks.some((m) => m === mark))) return null;
  const others = Object.entries(known).filter(([name]) => !all.includes(name));
  return (t) => t.setHost(run.id, { mappingHashes: Object.fromEntries([...others, ...marks.map((m) => [m, 'told'] as const)]) });
}
