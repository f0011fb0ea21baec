/** What is older than it is kept, in short statements of their own, so that a running sync waits for none of them. */
import type { Cleaned, Until } from '../upkeep.ts';
import type { Tsql } from './tsql.ts';

/** The newest row of each table stays: those who watch have seen up to it. */
const OLD = {
  problems: `FROM sb.problems WHERE resolved_at < @before AND id < (SELECT MAX(m.id) FROM sb.problems AS m)`,
  journal: `FROM sb.journal WHERE at < @before AND id < (SELECT MAX(m.id) FROM sb.journal AS m)`,
  egress: `FROM sb.egress WHERE at < @before`,
} as const;
/** What names a row of each. */
const ID = { problems: 'id', journal: 'id', egress: 'n' } as const;
type There = Pick<Cleaned, keyof typeof OLD>;
/** Rows that go at once. */
const BATCH = 1000;

/** `isTrial`: only counted. */
export async function cleanServer(t: Tsql, until: Until, isTrial: boolean): Promise<There> {
  const one = async (what: keyof There): Promise<number> => {
    const before = until[what];
    if (before === null) return 0;
    return isTrial ? counted(t, what, before) : deleted(t, what, before);
  };
  return { problems: await one('problems'), journal: await one('journal'), egress: await one('egress') };
}

async function counted(t: Tsql, what: keyof There, before: string): Promise<number> {
  const [row] = await t.rows(`SELECT COUNT(*) AS n ${OLD[what]}`, { before });
  return Number(row?.['n'] ?? 0);
}

async function deleted(t: Tsql, what: keyof There, before: string): Promise<number> {
  const sql = `DELETE FROM sb.${what} WHERE ${ID[what]} IN (SELECT ${ID[what]} ${OLD[what]} ORDER BY ${ID[what]} OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY)`;
  let all = 0;
  for (let gone = BATCH; gone === BATCH; all += gone) gone = await t.run(sql, { before, limit: BATCH });
  return all;
}
