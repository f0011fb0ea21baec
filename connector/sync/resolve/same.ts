/** same: an object nobody knew is this record, or a record that waits to be created is this object. */
import type { Fields, Link, Problem, SharedRecord } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { nowOf, type Engine } from '../engine.ts';
import { linksToward } from '../links-toward.ts';
import { pack, type Packed } from '../pictures.ts';
import { ResolveRefused } from './answer.ts';
import { loadLink, mappingFor } from './stored.ts';
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
    ...(there ? { seen: null } : firstMeeting(link, record, mapping)),
    record: record.id,
    aliasOf: there?.id ?? null,
    confirmed: true,
    dirty: !there,
    retryAt: null,
  };
  const more = await promotion(engine, record, [...links, to], by);
  await tie(engine, problem, by, { word: `same ${as}`, record: record.id, link, to, drop: pending, more });
}

/** Nothing is agreed on yet: the decision table does the rest. */
function firstMeeting(link: StoredLink, { fields, rev }: SharedRecord, mapping: Mapping): Packed {
  const theirs = Object.assign({}, ...Object.values(link.seen ?? {})) as Fields;
  return pack({ ours: fields, theirs, base: { ours: {}, theirs: {} }, sent: {} }, rev, mapping);
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
  const stranger = await engine.store.read(async (t) => (await t.linksAt(link.host, link.entity, [hostId])).get(hostId));
  if (stranger && stranger.record !== null) throw new ResolveRefused('answer-unfit');
  const to: Link = {
    ...link,
    hostId,
    confirmed: true,
    sent: null,
    sentAt: null,
    version: null,
    seen: stranger?.seen ?? null,
    dirty: true,
    retryAt: null,
  };
  await tie(engine, problem, by, { word: `same ${hostId}`, record: link.record ?? '', link, to, drop: stranger });
}
