/** For one describe: an audit on a file of its own, and a clock that only the test moves. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audit, Entry, Finding, Head, What } from '../../../connector/audit/audit.ts';
import { openAudit, type AuditOptions, type SqliteAudit } from '../../../connector/audit/sqlite/audit.ts';
import type { Json } from '../../../connector/canonical.ts';
import type { SqlRow } from '../../../connector/store/rows.ts';
import type { DriverName } from '../../../connector/store/sqlite/driver.ts';
import { seeded } from '../../random.ts';

/** What a test asks of an audit, whatever it is kept in. */
export interface AuditDesk {
  readonly audit: Audit;
  /** Another process. */
  open(): Audit;
  later(minutes: number): void;
  /** n, digest, previous and seal of every row. */
  chain(): Promise<readonly SqlRow[]>;
  /** What verify finds after statements ran on it; then all is as it was. */
  after(sql: string, kept?: Head): Promise<readonly Finding[]>;
}

export class AuditBench implements AuditDesk {
  readonly driver: DriverName;
  #folder = '';
  #at = 0;
  #audit: SqliteAudit | null = null;
  #open: SqliteAudit[] = [];

  constructor(driver: DriverName) {
    this.driver = driver;
    beforeEach(() => {
      this.#folder = mkdtempSync(join(tmpdir(), 'sidebook-audit-'));
      this.#at = Date.parse('2026-07-22T10:00:00.000Z');
      this.#audit = this.open();
    });
    afterEach(async () => {
      for (const audit of this.#open.splice(0)) await audit.close();
      rmSync(this.#folder, { recursive: true });
    });
  }

  get audit(): SqliteAudit {
    if (!this.#audit) throw new Error('only inside a test');
    return this.#audit;
  }

  get file(): string {
    return join(this.#folder, 'audit.db');
  }

  get options(): AuditOptions {
    const random = seeded(7);
    return { file: this.file, driver: this.driver, world: { now: () => new Date(this.#at) }, random: (n) => Uint8Array.from({ length: n }, () => random.int(256)) }; // prettier-ignore
  }

  /** Another process. */
  open(more: Partial<AuditOptions> = {}): SqliteAudit {
    const audit = openAudit({ ...this.options, ...more });
    this.#open.push(audit);
    return audit;
  }

  later(minutes: number): void {
    this.#at += minutes * 60_000;
  }

  /** Everything is in the one file. */
  settleFile(): void {
    this.audit.database.prepare('pragma wal_checkpoint(truncate)').all();
  }

  /** As somebody takes it home: closed, whole, without a write-ahead file. */
  copy(name = 'copy.db'): string {
    this.settleFile();
    const copy = join(this.#folder, name);
    copyFileSync(this.file, copy);
    return copy;
  }

  /** A copy changed by SQL, as it looks to verify. */
  async after(sql: string, kept?: Head): Promise<readonly Finding[]> {
    const copy = this.open({ file: this.copy(`${String(this.#open.length)}.db`) });
    copy.database.exec(sql);
    return copy.verify(kept);
  }

  chain = async () => this.sql('select n, digest, previous, seal from audit order by n');
  sql = (text: string) => this.audit.database.prepare(text).all();
}

export const entry = (what: What, value?: Json, subject: string | null = null, actor = 'ut11:anna'): Entry => ({
  actor,
  what,
  subject,
  ...(value === undefined ? {} : { value }),
});
