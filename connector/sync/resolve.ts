/**
 * A person's answer is an edit of data, never special code (A9): the record, the base, or which object a record stands for.
 * It carries what the person saw; if that moved, it is asked again. What is overwritten is journalled, so it can be undone.
 */
import { pick, unitFields } from '../fields.ts';
import type { Fields, Link, Problem, RecordId, SharedRecord, Unit } from '../model.ts';
import type { Mapping } from '../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../store/store.ts';
import { adoption, newLink } from './adopt.ts';
import { nowOf, type Engine } from './engine.ts';
import { linksToward } from './links-toward.ts';
import { UNMATCHED } from './matching.ts';
import { equalFields, pack, unpack } from './pictures.ts';
import { LinkRefs } from './refs.ts';
import { resolveOpen } from './resolve-refs.ts';

export type Answer =
  | { readonly choose: 'ours' | 'theirs' }
  | { readonly choose: 'value'; readonly value: Fields }
  /** frozen: seen. marked: take the mark over; also `deactivate`: and no longer active here. vanished: keep, deactivate, create again. */
  | { readonly choose: 'keep' | 'deactivate' | 'create-again' }
  /** ambiguous, duplicate: it is this record / this object of the host; or it stands alone. */
  | { readonly choose: 'same'; readonly as: string }
  | { readonly choose: 'apart' }
  | { readonly choose: 'retry' }
  /** restored: who is right about what moved. */
  | { readonly choose: 'host-right' | 'module-right' };

export type ResolveCode = 'problem-unknown' | 'problem-moved' | 'answer-unfit' | 'record-unknown';

export class ResolveRefused extends Error {
  readonly code: ResolveCode;
  constructor(code: ResolveCode) {
    super(code);
    this.code = code;
  }
}

export async function resolveProblem(engine: Engine, id: number, answer: Answer, by: string): Promise<void> {
  const [problem] = await engine.store.read((t) => t.problems({ id }));
  if (!problem) throw new ResolveRefused('problem-unknown');
  const word = 'as' in answer ? `${answer.choose} ${answer.as}` : answer.choose;
  if (problem.link === null) return answerHost(engine, problem, answer, by);
  switch (answer.choose) {
    case 'ours':
    case 'theirs':
    case 'value':
      return answerUnit(engine, problem, answer, by);
    case 'keep':
    case 'deactivate':
    case 'create-again':
      if (problem.kind === 'frozen' && answer.choose === 'keep') return acknowledge(engine, problem, by);
      return problem.kind === 'vanished'
        ? answerVanished(engine, problem, answer.choose, by)
        : answerMark(engine, problem, answer.choose, by);
    case 'same':
      return answerSame(engine, problem, answer.as, by);
    case 'apart':
      return answerApart(engine, problem, by);
    case 'retry':
      return retry(engine, problem, by, word);
    default:
      throw new ResolveRefused('answer-unfit');
  }
}

interface Loaded {
  readonly link: StoredLink;
  readonly record: SharedRecord;
  readonly mapping: Mapping;
}

function mappingFor(engine: Engine, link: StoredLink): Mapping {
  const mapping = engine.hosts.get(link.host)?.mappings.get(link.entity);
  if (!mapping) throw new ResolveRefused('answer-unfit');
  return mapping;
}

async function loadLink(engine: Engine, problem: Problem): Promise<StoredLink> {
  const link = await engine.store.read((t) => t.link(problem.link ?? 0));
  if (!link) throw new ResolveRefused('record-unknown');
  return link;
}

async function load(engine: Engine, problem: Problem): Promise<Loaded> {
  const link = await loadLink(engine, problem);
  const record = link.record === null ? null : await engine.store.read((t) => t.record(link.record ?? ''));
  if (!record) throw new ResolveRefused('record-unknown');
  return { link, record, mapping: mappingFor(engine, link) };
}

/** theirs -> ours := put(theirs), agreed. ours -> agreed on theirs, so that ours now differs and is pushed. A value likewise. */
async function answerUnit(
  engine: Engine,
  problem: Problem,
  answer: Extract<Answer, { choose: 'ours' | 'theirs' } | { choose: 'value' }>,
  by: string,
): Promise<void> {
  const { link, record, mapping } = await load(engine, problem);
  const unit = problem.unit;
  const mapped = mapping.units.find((u) => u.unit === unit)?.fields;
  if (unit === null || !mapped) throw new ResolveRefused('answer-unfit');
  const p = unpack(link, record, mapping);
  const theirs = pick(p.theirs, mapped);
  const stillSeen =
    equalFields(pick(mapping.view(record.fields), mapped), pick(problem.ours ?? {}, mapped)) &&
    equalFields(theirs, pick(problem.theirs ?? {}, mapped));
  if (!stillSeen) throw new ResolveRefused('problem-moved');
  const all = unitFields(record.entity, unit);
  const put = pick(mapping.put(record.fields, theirs, p.base.ours), all);
  const value =
    answer.choose === 'theirs' ? put : { ...pick(record.fields, all), ...('value' in answer ? pick(answer.value, all) : {}) };
  const next = withUnit(engine, record, value, by);
  const base = { ours: { ...p.base.ours, ...put }, theirs: { ...p.base.theirs, ...theirs } };
  const sent = Object.fromEntries(Object.entries(p.sent).filter(([f]) => !all.includes(f)));
  const packed = pack({ ours: next.fields, theirs: p.theirs, base, sent }, next.rev, mapping);
  await save(
    engine,
    problem,
    by,
    answer.choose,
    { record, next, link, to: { ...link, ...packed, sentAt: packed.sent ? link.sentAt : null, dirty: true, retryAt: null } },
    unit,
  );
}

function withUnit(engine: Engine, record: SharedRecord, value: Fields, by: string): SharedRecord {
  const fields = { ...record.fields, ...value };
  if (equalFields(fields, record.fields)) return record;
  return { ...record, rev: record.rev + 1, fields, changedAt: nowOf(engine), changedBy: by };
}

interface Saving {
  readonly record: SharedRecord;
  readonly next: SharedRecord;
  readonly link: StoredLink;
  readonly to: Link;
}

async function save(engine: Engine, problem: Problem, by: string, word: string, s: Saving, unit: Unit | null): Promise<void> {
  const at = nowOf(engine);
  const names = unit === null ? Object.keys(s.next.fields) : unitFields(s.record.entity, unit);
  const outcome = await engine.store.write({ actor: by }, (t) => {
    t.setLink(s.to, s.link.tick);
    if (s.next !== s.record) {
      t.setRecord(s.next, s.record.rev, s.link.id);
      t.touchLinks(s.record.id, s.link.id);
    }
    t.journal({
      at,
      host: s.link.host,
      link: s.link.id,
      record: s.record.id,
      unit,
      before: pick(s.record.fields, names),
      after: pick(s.next.fields, names),
      cause: 'person',
      plan: null,
      by,
    });
    t.answerProblem(problem.id, word, by, at);
  });
  if (outcome === 'moved') throw new ResolveRefused('problem-moved');
}

/** Seen by a person; what stands in the host stays. */
async function acknowledge(engine: Engine, problem: Problem, by: string): Promise<void> {
  await engine.store.write({ actor: by }, (t) => {
    t.answerProblem(problem.id, 'keep', by, nowOf(engine));
  });
}

/** The mark is taken over; whether we still deal with them is another field. */
async function answerMark(
  engine: Engine,
  problem: Problem,
  choose: 'keep' | 'deactivate' | 'create-again',
  by: string,
): Promise<void> {
  if (problem.kind !== 'marked' || choose === 'create-again') throw new ResolveRefused('answer-unfit');
  const { link, record, mapping } = await load(engine, problem);
  const p = unpack(link, record, mapping);
  if (p.theirs['deletionMark'] !== true) throw new ResolveRefused('problem-moved'); // taken back there meanwhile
  const next = withUnit(engine, record, { deletionMark: true, ...(choose === 'deactivate' ? { active: false } : {}) }, by);
  const mark = pick(p.theirs, ['deletionMark']);
  const base = { ours: { ...p.base.ours, deletionMark: true }, theirs: { ...p.base.theirs, ...mark } };
  const packed = pack({ ours: next.fields, theirs: p.theirs, base, sent: p.sent }, next.rev, mapping);
  await save(engine, problem, by, choose, { record, next, link, to: { ...link, ...packed, dirty: true } }, 'deletionMark');
}

/** The number the host gave the lost object: meanwhile it may stand on another one, and the new object gets a new one. */
const givenBy = (mapping: Mapping): string[] =>
  mapping.units.flatMap((u) => (u.direction === 'from-host' && GIVEN.has(u.unit) ? u.fields : []));
const GIVEN = new Set(['number', 'code']);

async function answerVanished(
  engine: Engine,
  problem: Problem,
  choose: 'keep' | 'deactivate' | 'create-again',
  by: string,
): Promise<void> {
  const { link, record, mapping } = await load(engine, problem);
  const next = choose === 'deactivate' ? withUnit(engine, record, { active: false }, by) : record;
  if (choose !== 'create-again')
    return save(engine, problem, by, choose, { record, next, link, to: { ...link, dirty: false } }, null);
  const [id] = await engine.store.linkIds(1);
  const fresh = { ...newLink({ linkId: id ?? 0, host: link.host, hostId: null, version: null, mapping }), record: record.id };
  const given = givenBy(mapping);
  const bare = withUnit(engine, record, Object.fromEntries(given.map((f) => [f, null])), by);
  const at = nowOf(engine);
  const outcome = await engine.store.write({ actor: by }, (t) => {
    t.setLink({ ...link, record: null, dirty: false }, link.tick); // the tombstone stays, without its record
    if (bare !== record) t.setRecord(bare, record.rev, link.id);
    t.setLink(fresh, null);
    t.journal({
      at,
      host: link.host,
      link: fresh.id,
      record: record.id,
      unit: null,
      before: pick(record.fields, given),
      after: {},
      cause: 'person',
      plan: null,
      by,
    });
    t.answerProblem(problem.id, choose, by, at);
  });
  if (outcome === 'moved') throw new ResolveRefused('problem-moved');
}

/** An unmatched object is this record: linked, or an alias when the record stands for another object already (A1). */
async function answerSame(engine: Engine, problem: Problem, as: string, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  if (link.record !== null) return tieToObject(engine, problem, link, as, by);
  const mapping = mappingFor(engine, link);
  const [record, links] = await engine.store.read(async (t) => [await t.record(as), await t.linksOf(as)] as const);
  if (record?.entity !== link.entity) throw new ResolveRefused('record-unknown');
  const there = links.find((l) => l.host === link.host && l.hostId !== null && l.aliasOf === null);
  const pending = links.find((l) => l.host === link.host && l.hostId === null);
  const theirs = Object.assign({}, ...Object.values(link.seen ?? {})) as Fields;
  const packed = there
    ? {}
    : pack({ ours: record.fields, theirs, base: { ours: {}, theirs: {} }, sent: {} }, record.rev, mapping);
  const to: Link = {
    ...link,
    ...packed,
    record: record.id,
    aliasOf: there?.id ?? null,
    confirmed: true,
    dirty: !there,
    retryAt: null,
    ...(there ? { seen: null } : {}),
  };
  const live = await promotion(engine, record, [...links, to], by);
  await commitTie(engine, problem, by, `same ${as}`, record.id, link, to, pending, live);
}

type Promotion = (t: Writer) => void;

/** A host knows it: no prospect any more, here and toward the other hosts. */
async function promotion(engine: Engine, record: SharedRecord, links: readonly Link[], by: string): Promise<Promotion> {
  if (record.stage === 'live') return () => undefined;
  const live: SharedRecord = { ...record, rev: record.rev + 1, stage: 'live', changedAt: nowOf(engine), changedBy: by };
  const toward = await linksToward(engine, live, links);
  return (t) => {
    t.setRecord(live, record.rev);
    for (const link of toward) t.setLink(link, null);
  };
}

async function commitTie(
  engine: Engine,
  problem: Problem,
  by: string,
  word: string,
  record: RecordId,
  link: StoredLink,
  to: Link,
  drop: StoredLink | undefined,
  promote?: Promotion,
): Promise<void> {
  const at = nowOf(engine);
  const outcome = await engine.store.write({ actor: by }, (t) => {
    promote?.(t);
    if (drop) t.dropLink(drop.id, drop.tick, at);
    t.setLink(to, link.tick);
    if (to.record !== null) t.setLinkKeys(link.id, link.entity, []);
    t.journal({
      at,
      host: link.host,
      link: link.id,
      record,
      unit: null,
      before: null,
      after: {},
      cause: 'person',
      plan: null,
      by,
    });
    t.answerProblem(problem.id, word, by, at);
    if (to.record !== null && to.hostId !== null) t.closeProblems(link.id, UNMATCHED, null, by, at);
  });
  if (outcome === 'moved') throw new ResolveRefused('problem-moved');
}

/** A record waiting to be created is this object of the host. */
async function tieToObject(engine: Engine, problem: Problem, link: StoredLink, hostId: string, by: string): Promise<void> {
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
  await commitTie(engine, problem, by, `same ${hostId}`, link.record ?? '', link, to, stranger);
}

/** Which objects a person said it is not: those alone are passed over when it is looked for again. */
const toldApart = (link: StoredLink, problem: Problem): string =>
  [...new Set(['apart', ...(link.token ?? '').split(' ').slice(1), ...(problem.detail['ids'] ?? '').split(' ')])]
    .join(' ')
    .trim();

/** It stands alone: an unmatched object becomes a record of its own; a waiting record is created beside its neighbour. */
async function answerApart(engine: Engine, problem: Problem, by: string): Promise<void> {
  const link = await loadLink(engine, problem);
  const at = nowOf(engine);
  if (link.record !== null)
    return commitTie(
      engine,
      problem,
      by,
      'apart',
      link.record,
      link,
      { ...link, token: toldApart(link, problem), dirty: true, retryAt: null },
      undefined,
    );
  const mapping = mappingFor(engine, link);
  const shown = await resolveOpen(
    Object.assign({}, ...Object.values(link.seen ?? {})) as Fields,
    new LinkRefs(engine.store, link.host),
  );
  const made = adoption({
    id: engine.world.uuid(),
    linkId: link.id,
    host: link.host,
    hostId: link.hostId ?? '',
    version: link.version ?? '',
    shown,
    mapping,
    at,
  });
  const toward = await linksToward(engine, made.record, [made.link]);
  const outcome = await engine.store.write({ actor: by }, (t) => {
    t.setRecord(made.record, null);
    t.setLink(made.link, link.tick);
    t.setLinkKeys(link.id, link.entity, []);
    for (const l of toward) t.setLink(l, null);
    t.journal({
      at,
      host: link.host,
      link: link.id,
      record: made.record.id,
      unit: null,
      before: null,
      after: {},
      cause: 'person',
      plan: null,
      by,
    });
    t.answerProblem(problem.id, 'apart', by, at);
    t.closeProblems(link.id, UNMATCHED, null, by, at);
  });
  if (outcome === 'moved') throw new ResolveRefused('problem-moved');
}

/** Looked at again at once; a value the host altered or refused is sent once more. */
async function retry(engine: Engine, problem: Problem, by: string, word: string): Promise<void> {
  const link = await loadLink(engine, problem);
  if (link.record === null || link.hostId === null)
    return commitTie(engine, problem, by, word, link.record ?? '', link, { ...link, dirty: true, retryAt: null }, undefined);
  const { record, mapping } = await load(engine, problem);
  const p = unpack(link, record, mapping);
  const mapped = mapping.units.find((u) => u.unit === problem.unit)?.fields ?? [];
  const all = problem.unit === null ? [] : unitFields(record.entity, problem.unit);
  const shown = pick(p.theirs, mapped);
  const moved = !equalFields(shown, pick(p.base.theirs, mapped)); // an edit of theirs that nobody saw: merged or asked, never overwritten
  // Agreed on what the host shows still: what we hold differs from it again and is pushed.
  const base = moved
    ? p.base
    : { ours: { ...p.base.ours, ...pick(mapping.put(record.fields, shown, p.base.ours), all) }, theirs: { ...p.base.theirs, ...shown } }; // prettier-ignore
  const packed = pack({ ours: record.fields, theirs: p.theirs, base, sent: p.sent }, record.rev, mapping);
  await save(
    engine,
    problem,
    by,
    word,
    { record, next: record, link, to: { ...link, ...packed, dirty: true, retryAt: null } },
    problem.unit,
  );
}

/** After a restore: the host is right = ordinary pulls; the module is right = ours is pushed wherever they differ (A21). */
async function answerHost(engine: Engine, problem: Problem, answer: Answer, by: string): Promise<void> {
  const at = nowOf(engine);
  if (problem.kind === 'restored' && (answer.choose === 'host-right' || answer.choose === 'module-right')) {
    if (answer.choose === 'module-right') await moduleIsRight(engine, problem.host, by);
    const others = (await engine.store.read((t) => t.problems({ kind: 'restored' }))).filter(
      (p) => p.id !== problem.id && p.detail['code'] === 'store-restored',
    );
    await engine.store.write({ actor: by }, (t) => {
      t.setHost(problem.host, { state: 'trusted' }); // what is gone now is gone: asked one by one, no longer suspected
      t.forgetCursors(problem.host);
      if (others.length === 0) t.setSetting('restored', 'no');
      t.wake(problem.host, null);
      t.answerProblem(problem.id, answer.choose, by, at);
    });
    return;
  }
  if (answer.choose !== 'retry') throw new ResolveRefused('answer-unfit');
  await engine.store.write({ actor: by }, (t) => t.answerProblem(problem.id, 'retry', by, at));
}

async function moduleIsRight(engine: Engine, host: string, by: string): Promise<void> {
  const attached = engine.hosts.get(host);
  if (!attached) throw new ResolveRefused('answer-unfit'); // gone from the configuration: nothing can be pushed there
  for (const [entity, mapping] of attached.mappings)
    for (let after = 0; ;) {
      const links = await engine.store.read((t) => t.linksPage(host, entity, after, engine.limits.batch));
      const last = links.at(-1);
      if (!last) break;
      after = last.id;
      for (const link of links)
        if (link.dirty && link.record !== null && link.hostId !== null && link.goneAt === null)
          await holdOurs(engine, link, mapping, by);
    }
}

/** Every unit that moved there counts as agreed on: ours then differs and is pushed. What gets overwritten is journalled. */
async function holdOurs(engine: Engine, at: StoredLink, mapping: Mapping, by: string): Promise<void> {
  for (let round = 0; round < engine.limits.rounds; round++) {
    const link = await engine.store.read((t) => t.link(at.id));
    if (!link || (await heldOurs(engine, link, mapping, by)) === 'done') return;
  }
  throw new ResolveRefused('problem-moved');
}

async function heldOurs(engine: Engine, link: StoredLink, mapping: Mapping, by: string): Promise<'done' | 'moved'> {
  const record = await engine.store.read((t) => t.record(link.record ?? ''));
  if (!record) return 'done';
  const p = unpack(link, record, mapping);
  const moved = mapping.units.filter((u) => u.direction !== 'from-host' && !mapping.same(u.unit, p.theirs, p.base.theirs));
  const base = { ours: { ...p.base.ours }, theirs: { ...p.base.theirs } };
  for (const u of moved) {
    Object.assign(
      base.ours,
      pick(mapping.put(record.fields, pick(p.theirs, u.fields), p.base.ours), unitFields(record.entity, u.unit)),
    );
    Object.assign(base.theirs, pick(p.theirs, u.fields));
  }
  const packed = pack({ ours: record.fields, theirs: p.theirs, base, sent: {} }, record.rev, mapping);
  const at = nowOf(engine);
  return engine.store.write({ actor: by }, (t) => {
    t.setLink({ ...link, ...packed, sentAt: null, dirty: true, retryAt: null }, link.tick);
    for (const u of moved)
      t.journal({
        at,
        host: link.host,
        link: link.id,
        record: record.id,
        unit: u.unit,
        before: pick(p.theirs, u.fields),
        after: pick(record.fields, u.fields),
        cause: 'restore',
        plan: null,
        by,
      });
  });
}

/**
 * Takes an answer back: the record's unit as it was before it. Before the push that is all that happened; after it, an
 * ordinary edit that the merge carries out (A9).
 */
export async function undoAnswer(engine: Engine, id: number, by: string): Promise<void> {
  const [problem] = await engine.store.read((t) => t.problems({ id, open: false }));
  if (!problem?.resolvedAt || problem.record === null || problem.unit === null) throw new ResolveRefused('answer-unfit');
  const unit = problem.unit;
  const [record, rows] = await engine.store.read(
    async (t) => [await t.record(problem.record ?? ''), await t.journal(problem.record ?? '')] as const,
  );
  const row = rows.findLast((r) => r.cause === 'person' && r.unit === unit && r.at === problem.resolvedAt);
  if (!record || !row?.before || !row.after) throw new ResolveRefused('answer-unfit');
  const names = unitFields(record.entity, unit);
  if (!equalFields(pick(record.fields, names), pick(row.after, names))) throw new ResolveRefused('problem-moved');
  await takeBack(engine, problem, record, row.before, by);
}

async function takeBack(engine: Engine, problem: Problem, record: SharedRecord, before: Fields, by: string): Promise<void> {
  const { link, mapping } = await load(engine, problem);
  const unit = problem.unit ?? '';
  const mapped = mapping.units.find((u) => u.unit === unit)?.fields ?? [];
  const p = unpack(link, record, mapping);
  const pushed = !equalFields(pick(p.theirs, mapped), pick(problem.theirs ?? {}, mapped));
  const next = withUnit(engine, record, before, by);
  const old = problem.base;
  // Not pushed yet: the base goes back as well, so the same question stands again.
  const base =
    pushed || !old
      ? p.base
      : {
          ours: { ...p.base.ours, ...pick(mapping.put(next.fields, old, {}), unitFields(record.entity, unit)) },
          theirs: { ...p.base.theirs, ...old },
        };
  const packed = pack({ ours: next.fields, theirs: p.theirs, base, sent: p.sent }, next.rev, mapping);
  const at = nowOf(engine);
  const outcome = await engine.store.write({ actor: by }, (t) => {
    t.setLink({ ...link, ...packed, dirty: true, retryAt: null }, link.tick);
    if (next !== record) {
      t.setRecord(next, record.rev, link.id);
      t.touchLinks(record.id, link.id);
    }
    t.journal({
      at,
      host: link.host,
      link: link.id,
      record: record.id,
      unit,
      before: pick(record.fields, unitFields(record.entity, unit)),
      after: before,
      cause: 'person',
      plan: null,
      by,
    });
  });
  if (outcome === 'moved') throw new ResolveRefused('problem-moved');
}
