/** What an answer rests on, read from the store, and the one transaction it becomes. */
import { pick, unitFields } from '../../fields.ts';
import { objectKeys } from '../../identity.ts';
import { flat } from '../../narrow.ts';
import type { Fields, JournalRow, Link, LinkId, Problem, RecordId, SharedRecord, Unit } from '../../model.ts';
import type { Mapping } from '../../../mappings/mapping.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { nowOf, type Engine } from '../engine.ts';
import { equalFields } from '../pictures.ts';
import { ResolveRefused } from './answer.ts';

export interface Loaded {
  readonly link: StoredLink;
  readonly record: SharedRecord;
  readonly mapping: Mapping;
}

export function mappingFor(engine: Engine, link: StoredLink): Mapping {
  const mapping = engine.hosts.get(link.host)?.mappings.get(link.entity);
  if (!mapping) throw new ResolveRefused('answer-unfit');
  return mapping;
}

export async function loadLink(engine: Engine, problem: Problem): Promise<StoredLink> {
  const link = await engine.store.read((t) => t.link(problem.link ?? 0));
  if (!link) throw new ResolveRefused('record-unknown');
  return link;
}

export async function load(engine: Engine, problem: Problem): Promise<Loaded> {
  const link = await loadLink(engine, problem);
  const record = link.record === null ? null : await engine.store.read((t) => t.record(link.record ?? ''));
  if (!record) throw new ResolveRefused('record-unknown');
  return { link, record, mapping: mappingFor(engine, link) };
}

/** Objects nobody knows yet that share a number with this one: what is asked about them is another question once this one is answered. */
export async function rivalsOf(engine: Engine, { id, host, entity, record, seen }: StoredLink): Promise<readonly LinkId[]> {
  const keys = record === null ? objectKeys(entity, flat(seen), 'strong') : [];
  const found = await engine.store.read((t) => t.unlinkedWith(host, entity, keys));
  return [...new Set([...found.values()].flat())].filter((rival) => rival !== id);
}

export function withUnit(engine: Engine, record: SharedRecord, value: Fields, by: string): SharedRecord {
  const fields = { ...record.fields, ...value };
  if (equalFields(fields, record.fields)) return record;
  return { ...record, rev: record.rev + 1, fields, changedAt: nowOf(engine), changedBy: by };
}

type Told = Pick<JournalRow, 'unit' | 'before' | 'after'>;

/** What an answer did, for the journal: what it overwrote can be undone. */
export function answerRow(
  link: Link,
  record: RecordId,
  what: Told,
  at: string,
  by: string,
  cause: 'person' | 'restore' = 'person',
): JournalRow {
  return { at, host: link.host, link: link.id, record, ...what, cause, plan: null, by };
}

/** All of it or nothing; refused when what it rests on has moved. */
export async function write(engine: Engine, by: string, work: (t: Writer) => void): Promise<void> {
  if ((await engine.store.write({ actor: by }, work)) === 'moved') throw new ResolveRefused('problem-moved');
}

export interface Saving {
  readonly record: SharedRecord;
  readonly next: SharedRecord;
  readonly link: StoredLink;
  readonly to: Link;
}

/** The link, the record if it changed, and a row of the journal; other hosts hear of it in their next run. */
export function saveIn(t: Writer, s: Saving, what: Told, at: string, by: string): void {
  t.setLink(s.to, s.link.tick);
  if (s.next !== s.record) {
    t.setRecord(s.next, s.record.rev, s.link.id);
    t.touchLinks(s.record.id, s.link.id);
  }
  t.journal(answerRow(s.link, s.record.id, what, at, by));
}

export async function save(
  engine: Engine,
  problem: Problem,
  by: string,
  word: string,
  s: Saving,
  unit: Unit | null,
  more: readonly string[] = [],
): Promise<void> {
  const at = nowOf(engine);
  const names = unit === null ? Object.keys(s.next.fields) : [...unitFields(s.record.entity, unit), ...more];
  const what = { unit, before: pick(s.record.fields, names), after: pick(s.next.fields, names) };
  await write(engine, by, (t) => {
    saveIn(t, s, what, at, by);
    t.answerProblem(problem.id, word, by, at);
  });
}
