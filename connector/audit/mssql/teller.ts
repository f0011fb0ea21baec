/** Tells the audit of changes of private data, by ids alone: committed with them or not at all. */
import { randomBytes } from 'node:crypto';
import type { Json } from '../../canonical.ts';
import type { Tsql } from '../../store/mssql/tsql.ts';
import { Appender } from './append.ts';

interface Told {
  readonly actor: string;
  readonly what: string;
  readonly id: string | null;
  readonly count: number;
  readonly whole?: Json;
}

export const auditTeller =
  (now: () => Date) =>
  async (t: Tsql, { actor, what, id, count, whole }: Told): Promise<void> => {
    const rows = await Appender.turn(t, { now, random: randomBytes });
    const kind = whole === undefined ? 'write' : 'change';
    await rows.append([{ actor, what: `${kind}:${what}`, subject: id, value: whole ?? { count } }]);
  };
