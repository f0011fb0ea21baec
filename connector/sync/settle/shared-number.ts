/**
 * A number that came to be that of another card: one of them was mistyped, or two cards stand for one company. Asked when the number
 * came, wherever it was typed, and once for both; over when they differ. Cards that had one number from the start were asked about when
 * they were met (A11).
 */
import { objectKeys, type Key } from '../../identity.ts';
import type { Fields, LinkId, Problem, SharedRecord } from '../../model.ts';
import type { StoredLink, Writer } from '../../store/store.ts';
import { nowOf } from '../engine.ts';
import { redirectOf } from '../merged.ts';
import { titleOf } from '../plan.ts';
import { openProblem } from '../problems.ts';
import { askedAbout, isOfSharedNumber, SHARED_NUMBER } from '../resolve/shared-number.ts';
import { agreedOf } from '../shown.ts';
import type { Round } from './round.ts';

type Change = (t: Writer) => void;

/** It gets a number it had not when both sides last agreed. */
export const isRenumbered = ({ s }: Round, next: SharedRecord): boolean =>
  next.entity === 'counterparty' && without(keysIn(next.fields), keysIn(agreedOf(s))).length > 0;

/** What a settled counterparty changes about that question; null: nothing. `next`: the record as it will be. */
export async function sharedNumber(round: Round, next: SharedRecord): Promise<Change | null> {
  if (next.entity !== 'counterparty') return null;
  const { run, s } = round;
  const [before, now] = [keysIn(agreedOf(s)), keysIn(next.fields)];
  const open = (await run.engine.store.read((t) => t.problems({ link: s.link.id, kind: 'duplicate' }))).find(isOfSharedNumber);
  const [came, left] = [without(now, before), without(before, now)];
  if (came.length + left.length === 0 && !open) return null;
  const parted = left.length === 0 ? [] : await askedAbout(run.engine, run.id, s.record.id);
  const [other, key] = (await othersWith(round, open ? now : came))[0] ?? [];
  const question = other && key && (open || !(await wasAsked(round, other))) ? ask(round, other, key) : null;
  const isOver = open !== undefined && question === null;
  return (t) => {
    question?.(t);
    if (isOver) t.closeProblems(s.link.id, ['duplicate'], null, 'engine', nowOf(run.engine));
    for (const link of parted) t.touchLink(link);
  };
}

interface Other {
  readonly record: SharedRecord;
  readonly link: StoredLink;
}

const keysIn = (fields: Fields): readonly Key[] => objectKeys('counterparty', fields, 'strong').filter((k) => k.exclusive);
const without = (keys: readonly Key[], others: readonly Key[]): Key[] =>
  keys.filter((k) => !others.some((o) => o.text === k.text));

/** Other cards of this base that stand for other records of ours with one of these numbers. */
async function othersWith({ run, s }: Round, keys: readonly Key[]): Promise<(readonly [Other, Key])[]> {
  if (keys.length === 0) return [];
  return run.engine.store.read(async (t) => {
    const found = await t.candidates(run.id, 'counterparty', keys);
    const links = new Map<LinkId, StoredLink>();
    for (const { linked } of [...found.values()].flat()) {
      const link = linked === null ? null : await t.link(linked);
      if (link && link.goneAt === null && redirectOf(link) === null) links.set(link.id, link);
    }
    return keys.flatMap((key) =>
      (found.get(key.text) ?? []).flatMap(({ record, linked }) => {
        const link = links.get(linked ?? 0);
        return link && record.id !== s.record.id ? [[{ record, link }, key] as const] : [];
      }),
    );
  });
}

/** At another base that holds both, or here before, and a person said that they are two. */
async function wasAsked({ run, s }: Round, { record }: Other): Promise<boolean> {
  const pair = new Set([s.record.id, record.id]);
  const isOfPair = (p: Problem): boolean => isOfSharedNumber(p) && pair.has(p.detail['record'] ?? '');
  const isSettled = (p: Problem): boolean => p.resolvedAt === null || p.answer === 'apart';
  const asked = await run.engine.store.read(async (t) => [
    ...(await t.problems({ record: s.record.id, kind: 'duplicate', open: false })),
    ...(await t.problems({ record: record.id, kind: 'duplicate', open: false })),
  ]);
  return asked.some((p) => isOfPair(p) && isSettled(p));
}

function ask({ run, s }: Round, { record, link }: Other, key: Key): Change {
  const name = titleOf('counterparty', record.fields);
  const detail = { code: SHARED_NUMBER, record: record.id, id: link.hostId ?? '', key: key.name, name };
  return openProblem(run, s.link, { kind: 'duplicate', detail });
}
