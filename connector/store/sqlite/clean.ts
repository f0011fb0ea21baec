/**
 * What is older than it is kept: answers of a day ago, revoked tokens, questions that are over, the journal. In short transactions,
 * so that a running sync waits for none of them. The newest row of each table stays: ids are never given twice.
 */
import type { Cleaned, Until } from '../upkeep.ts';
import type { Database, Param } from './driver.ts';

const OLD: Readonly<Record<keyof Until, string>> = {
  answers: `from idempotency where at < ?`,
  tokens: `from revoked_tokens where revoked_at < ?`,
  problems: `from problems where resolved_at < ? and id < (select max(id) from problems)`,
  journal: `from journal where at < ? and id < (select max(id) from journal)`,
  egress: `from egress where at < ?`,
};
/** Rows that go at once, by what names them. */
const BATCH = 5000;
const NAMED: Readonly<Record<keyof Until, string>> = {
  answers: '(actor, key) in (select actor, key',
  tokens: 'jti in (select jti',
  problems: 'id in (select id',
  journal: 'id in (select id',
  egress: 'rowid in (select rowid',
};
const TABLE: Readonly<Record<keyof Until, string>> = { answers: 'idempotency', tokens: 'revoked_tokens', problems: 'problems', journal: 'journal', egress: 'egress' }; // prettier-ignore

/** `isTrial`: only counted. */
export function clean(db: Database, until: Until, isTrial: boolean): Cleaned {
  const one = (what: keyof Until): number => {
    const before = until[what];
    if (before === null) return 0;
    return isTrial ? counted(db, what, before) : deleted(db, what, before);
  };
  return { answers: one('answers'), tokens: one('tokens'), problems: one('problems'), journal: one('journal'), egress: one('egress') }; // prettier-ignore
}

const counted = (db: Database, what: keyof Until, before: Param): number =>
  Number(db.prepare(`select count(*) as n ${OLD[what]}`).get(before)?.['n']);

function deleted(db: Database, what: keyof Until, before: Param): number {
  const batch = db.prepare(`delete from ${TABLE[what]} where ${NAMED[what]} ${OLD[what]} limit ${String(BATCH)})`);
  let all = 0;
  for (let gone = BATCH; gone === BATCH; all += gone) gone = batch.run(before);
  return all;
}
