/** Steps of a write about the row of a host: single facts change, the others stay. */
import type { HostId } from '../../model.ts';
import { hostOf, NEW_HOST } from '../rows.ts';
import type { HostRow } from '../store.ts';
import type { Params } from './tsql.ts';
import type { Work } from './work.ts';

const SQL = {
  host: `SELECT * FROM sb.hosts WHERE id = @id`,
  drop: `DELETE FROM sb.hosts WHERE id = @id`,
  add: `INSERT INTO sb.hosts (id, kind, profile, books, [write], write_by, write_at, paused_by, state, traits, mapping_hashes, last_success_at, last_failure_at, last_failure, last_change_at, last_report)
    VALUES (@id, @kind, @profile, @books, @write, @writeBy, @writeAt, @pausedBy, @state, @traits, @hashes, @successAt, @failureAt, @failure, @changeAt, @report)`,
} as const;

export async function setHost(work: Work, host: HostId, change: Partial<Omit<HostRow, 'id'>>): Promise<void> {
  const [known] = await work.rows(SQL.host, { id: host });
  const h: HostRow = { ...(known ? hostOf(known) : NEW_HOST), ...change, id: host };
  await work.run(SQL.drop, { id: host });
  await work.run(SQL.add, paramsOf(h));
}

const paramsOf = (h: HostRow): Params => ({
  id: h.id, kind: h.kind, profile: h.profile, books: Number(h.books), write: Number(h.write), writeBy: h.writeBy, writeAt: h.writeAt, pausedBy: h.pausedBy, state: h.state,
  traits: JSON.stringify(h.traits), hashes: JSON.stringify(h.mappingHashes), successAt: h.lastSuccessAt, failureAt: h.lastFailureAt, failure: h.lastFailure, changeAt: h.lastChangeAt, report: h.lastReport,
}); // prettier-ignore
