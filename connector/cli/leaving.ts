/** Rows that are about to leave in a file: written down, and no more of them in a day than the role may take (configuration, rights.exports). */
import { takeRows } from '../audit/exports.ts';
import { SidebookError } from '../errors.ts';
import { actorOf, type Io } from './io.ts';
import { withAudit } from './own-files.ts';

/** Before the file is written; whoever sits at this machine has role admin. */
export async function leaving(io: Io, rows: number): Promise<void> {
  await withAudit(io, async (audit, { rights }) => {
    const most = rights.exports.admin ?? null;
    const fits = await takeRows(audit, { actor: actorOf(io), rows, most });
    if (!fits) throw new SidebookError('export-limit', { most: most ?? 0, count: rows });
  });
}
