/** Reads the whole audit and says what does not hold. Nothing is written, and a file that cannot be read is a finding, not a failure. */
import type { Finding, Head } from '../audit.ts';
import { digestOf, sealOf, START } from '../chain.ts';
import { Ranges } from '../ranges.ts';
import { SqliteError, sqliteError, type Database, type SqlRow } from '../../store/sqlite/driver.ts';

const ROWS = `select a.n, a.at, a.actor, a.what, a.subject, a.seal, a.digest, a.previous, v.salt, v.value
  from audit a left join audit_values v on v.n = a.n order by a.n`;
const ALONE = 'select n from audit_values where n not in (select n from audit) order by n';

export function verifyAudit(db: Database, kept: Head | undefined): Finding[] {
  const walk = new Walk(kept);
  try {
    for (const row of db.prepare(ROWS).iterate()) walk.row(row);
    for (const { n } of db.prepare(ALONE).all()) walk.found(Number(n), 'value-alone');
    if (!isWhole(db)) walk.found(null, 'unreadable');
  } catch (error) {
    if (!(sqliteError(error) instanceof SqliteError)) throw error;
    walk.found(null, 'unreadable');
  }
  return walk.end();
}

/** Bytes between the rows, and what an index says of them. */
const isWhole = (db: Database): boolean => db.prepare('pragma integrity_check').get()?.['integrity_check'] === 'ok';

class Walk {
  readonly #kept: Head | undefined;
  readonly #findings: Finding[] = [];
  readonly #erased = new Ranges();
  readonly #without: number[] = [];
  #last: Head = { n: 0, digest: START };

  constructor(kept: Head | undefined) {
    this.#kept = kept;
  }

  found(n: number | null, wrong: Finding['wrong']): void {
    this.#findings.push({ n, wrong });
  }

  row(row: SqlRow): void {
    const link = linkOf(row);
    const n = Number(row['n']);
    if (n !== this.#last.n + 1) this.found(n, 'missing');
    else if (link?.previous !== this.#last.digest || link.n !== n || digestOf(link) !== row['digest']) this.found(n, 'changed');
    this.#value(n, String(row['what']), row);
    this.#last = { n, digest: String(row['digest']) };
    if (this.#kept?.n === n && this.#kept.digest !== row['digest']) this.found(n, 'other-chain');
  }

  /** There and as it was, or said to be erased; what says it cannot be erased itself. */
  #value(n: number, what: string, { salt, value, seal }: SqlRow): void {
    const isErasure = what.startsWith('erase:');
    if (salt === null && value === null) {
      if (isErasure) this.found(n, 'value-missing');
      else this.#without.push(n);
    } else if (typeof salt !== 'string' || typeof value !== 'string' || sealOf(salt, value) !== seal)
      this.found(n, 'value-changed');
    else if (isErasure) this.#erased.add(String((JSON.parse(value) as { rows?: unknown }).rows));
  }

  end(): Finding[] {
    for (const n of this.#erased.without(this.#without)) this.found(n, 'value-missing');
    if (this.#kept && this.#kept.n > this.#last.n) this.found(this.#last.n, 'cut');
    return this.#findings;
  }
}

/** Null where a column is not what it was made as: a text read as a number or as bytes may look the same. */
function linkOf(row: SqlRow): Parameters<typeof digestOf>[0] | null {
  const { n, at, actor, what, subject, seal, previous } = row;
  const texts = [at, actor, what, seal, previous, row['digest'], subject];
  if (typeof n !== 'number' || !texts.every((t) => typeof t === 'string')) return null;
  return { n, at, actor, what, subject, seal, previous } as Parameters<typeof digestOf>[0];
}
