/** same: an object nobody knew is this record, or a record that waits to be created is this object. */
import { flat } from '../../narrow.ts';
import type { Fields, Link, Problem, SharedRecord } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { nowOf, type Engine } from '../engine.ts';
import { baseOfFound } from '../found.ts';
import { linksToward } from '../links-toward.ts';
import { pack, type Packed } from '../pictures.ts';
import { ResolveRefused } from './answer.ts';
import { load, loadLink, mappingFor } from './stored.ts';
import { tie } from './tie.ts';

export async function answerSame(engine: Engine, problem: Problem, as: string, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  return link.record === null ? isRecord(engine, problem, link, as, by) : isObject(engine, problem, link, as, by);
}

/** An unmatched object is this record: linked, or an alias when the record stands for another object already (A1). */
async function isRecord(engine: Engine, problem: Problem, link: StoredLink, as: string, by: string): Promise<void> {
  const mapping = mappingFor(engine, link);
  const [record, links] = await engine.store.read(async (t) => [await t.record(as), await t.linksOf(as)] as const);
  if (record?.entity !== link.entity) throw new ResolveRefused('record-unknown');
  const there = links.find((l) => l.host === link.host && l.hostId !== null && l.aliasOf === null);
  const pending = links.find((l) => l.host === link.host && l.hostId === null);
  const to: Link = {
    ...link,
    ...(there ? { seen: null } : firstMeeting(link, pending?.sent ?? null, record, mapping)),
    record: record.id,
    aliasOf: there?.id ?? null,
    confirmed: true,
    dirty: !there,
    retryAt: null,
  };
  const more = await promotion(engine, record, [...links, to], by);
  await tie(engine, problem, by, {
    word: `same ${as}`,
    record: record.id,
    link,
    to,
    drop: pending,
    was: wasOf(record, pending),
    more,
  });
}

/** For whoever takes the answer back: what was on its way, a prospect, or what a person said the record is not. */
function wasOf({ stage }: SharedRecord, pending: StoredLink | undefined): Fields | null {
  const { sent = null, token = null } = pending ?? {};
  const was = {
    ...(sent === null ? {} : { sent: true }),
    ...(stage === 'prospect' ? { stage } : {}),
    ...(token === null ? {} : { token }),
  };
  return Object.keys(was).length === 0 ? null : was;
}

/** Nothing is agreed on yet but what was sent without an answer and stands there: the decision table does the rest. */
function firstMeeting({ seen }: StoredLink, sent: Link['sent'], { fields, rev }: SharedRecord, mapping: Mapping): Packed {
  const theirs = flat(seen);
  return pack({ ours: fields, theirs, base: baseOfFound(mapping, flat(sent), theirs, false), sent: {} }, rev, mapping);
}

/** A host knows it: no prospect any more, here and toward the other hosts. */
async function promotion(engine: Engine, record: SharedRecord, links: readonly Link[], by: string): Promise<(t: Writer) => void> {
  if (record.stage === 'live') return () => undefined;
  const live: SharedRecord = { ...record, rev: record.rev + 1, stage: 'live', changedAt: nowOf(engine), changedBy: by };
  const toward = await linksToward(engine, live, links);
  return (t) => {
    t.setRecord(live, record.rev);
    for (const link of toward) t.setLink(link, null);
  };
}

/** A record waiting to be created is this object of the host. */
async function isObject(engine: Engine, problem: Problem, link: StoredLink, hostId: string, by: string): Promise<void> {
  if (link.hostId !== null) throw new ResolveRefused('answer-unfit'); // it stands for an object already
  const { record, mapping } = await load(engine, problem);
  const stranger = await engine.store.read(async (t) => (await t.linksAt(link.host, link.entity, [hostId])).get(hostId));
  if (stranger && stranger.record !== null) throw new ResolveRefused('answer-unfit');
  const to: Link = {
    ...link,
    hostId,
    confirmed: true,
    // Not seen yet: what was sent stays said, and is compared with what it shows.
    ...(stranger ? { ...firstMeeting(stranger, link.sent, record, mapping), sentAt: null } : { seen: null }),
    version: null,
    dirty: true,
    retryAt: null,
  };
  await tie(engine, problem, by, {
    word: `same ${hostId}`,
    record: link.record ?? '',
    link,
    to,
    drop: stranger,
    was: wasOf(record, link),
  });
}
