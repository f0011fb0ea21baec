/** "The same" is taken back: an object stands for no record again, or a record waits for its object again. */
import { objectKeys } from '../../identity.ts';
import type { Problem, SharedRecord } from '../../model.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { newLink, seenAlone } from '../adopt.ts';
import { nowOf, type Engine } from '../engine.ts';
import { linksToward } from '../links-toward.ts';
import { unpack } from '../pictures.ts';
import { reopened, unmatched } from './reopened.ts';
import { namingThere, noAliasOf, nothingExchanged, rowOf, stillProspect } from './resting.ts';
import { load, mappingFor } from './stored.ts';

/** It is another than the record it was linked with; what waited to be created there waits again. */
export async function notRecord(engine: Engine, problem: Problem, link: StoredLink, by: string): Promise<void> {
  const mapping = mappingFor(engine, link);
  const { record } = await load(engine, problem);
  if (link.aliasOf === null) await nothingExchanged(engine, problem, link, record);
  const others = (await engine.store.read((t) => t.linksOf(record.id))).filter((l) => l.id !== link.id);
  noAliasOf(link, others);
  const naming = await namingThere(engine, link, record);
  const theirs = link.aliasOf === null ? unpack(link, record, mapping).theirs : (problem.theirs ?? {});
  const stands = await standing(engine, problem, link, record, others, by);
  await reopened(engine, problem, link, record, by, (t) => {
    t.setLink(unmatched(link, theirs, mapping), link.tick);
    t.setLinkKeys(link.id, link.entity, objectKeys(link.entity, theirs));
    readAgain(t, naming);
    stands(t);
  });
} // prettier-ignore

/** The record as it stood before the answer: a prospect again, or waiting to be created where the object was. */
async function standing(engine: Engine, problem: Problem, link: StoredLink, record: SharedRecord, others: readonly StoredLink[], by: string): Promise<(t: Writer) => void> {
  const { stage, token = null } = (await rowOf(engine, problem, record))?.before ?? {};
  if (stage !== 'prospect' || record.stage === 'prospect') {
    const toward = await linksToward(engine, record, others);
    // What a person said it is not was said to the link that waited: it is not asked about again.
    const told = typeof token === 'string' ? token : null;
    return (t) => toward.forEach((l) => { t.setLink(l.host === link.host ? { ...l, token: told } : l, null); });
  }
  await stillProspect(engine, record, others);
  const back: SharedRecord = { ...record, rev: record.rev + 1, stage, changedAt: nowOf(engine), changedBy: by };
  return (t) => {
    for (const l of others) t.dropLink(l.id, l.tick, nowOf(engine));
    t.setRecord(back, record.rev);
  };
} // prettier-ignore

/** What they show of the record is read anew by the next sweep: it may stand for another by then. */
const readAgain = (t: Writer, links: readonly StoredLink[]): void => {
  for (const l of links) t.setLink({ ...l, version: null }, l.tick);
};

/** The record that waits is another than this object: both stand as before, each by itself. */
export async function notObject(engine: Engine, problem: Problem, by: string): Promise<void> {
  const { link, record, mapping } = await load(engine, problem);
  await nothingExchanged(engine, problem, link, record);
  noAliasOf(link, await engine.store.read((t) => t.linksOf(record.id)));
  const naming = await namingThere(engine, link, record);
  const { theirs } = unpack(link, record, mapping);
  const [id = 0] = await engine.store.linkIds(1);
  const waits = newLink({ linkId: link.id, host: link.host, hostId: null, version: null, mapping });
  const isKnown = Object.keys(theirs).length > 0;
  const stranger = { ...newLink({ linkId: id, host: link.host, hostId: link.hostId, version: null, mapping }), seen: seenAlone(theirs, mapping) }; // prettier-ignore
  await reopened(engine, problem, link, record, by, (t) => {
    t.setLink({ ...waits, record: record.id, token: link.token }, link.tick);
    readAgain(t, naming);
    if (!isKnown) return; // not read yet: the next reading meets it as new
    t.setLink(stranger, null);
    t.setLinkKeys(id, link.entity, objectKeys(link.entity, theirs));
  });
}
