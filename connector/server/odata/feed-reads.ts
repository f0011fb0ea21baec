/** What a key of the feed reads is counted in the audit before it goes, and ends where the day's measure of its role is full. */
import type { Audit } from '../../audit/audit.ts';
import type { ExportRights } from '../../config/rights.ts';
import { FeedRefused } from './refused.ts';
import type { OnRead } from './rows.ts';

export const feedReads =
  (audit: Audit, exports: ExportRights): OnRead =>
  async ({ key, set, told, rows }) => {
    const [actor, most] = [`feed:${key.id}`, exports[key.role ?? 'feed'] ?? null];
    if (rows > 0 && most !== null && !(await audit.take(actor, rows, most))) {
      await audit.count(actor, 'refused:export');
      throw new FeedRefused(429, 'export-limit', { most, count: rows });
    }
    await audit.count(actor, `read:odata.${set}`, told);
  };
