/**
 * Both sides already hold the same counterparties: each object is matched with a record of ours by ИНН and КПП, and linked.
 * Timed from the end of observing to the end of matching, store included. URL, FILE, FOLDER.
 */
import { readFileSync } from 'node:fs';
import type { Fields } from '../../connector/model.ts';
import { filesOf, PARTIES } from './base.ts';
import { open, synced } from './open.ts';
import { tell } from './process.ts';

const [url = '', file = '', folder = ''] = process.argv.slice(2);
let [observed, matched, count] = [0, 0, 0];
const sidebook = open(
  url,
  file,
  {},
  {
    report: (event) => {
      if (event.type === 'feed') observed = performance.now();
      if (event.type !== 'phase' || event.phase !== 'match') return;
      matched = performance.now();
      count += event.count;
    },
  },
);
await sidebook.begin();
await fill();
await synced(sidebook);
await sidebook.close();
tell({ seconds: (matched - observed) / 1000, count });

/** The counterparties of the base, typed here as well. */
async function fill(): Promise<void> {
  const rows = JSON.parse(`[${readFileSync(filesOf(folder, PARTIES).rows, 'utf8')}]`) as Record<string, string>[];
  for (let i = 0; i < rows.length; i += 1000)
    await sidebook.store.write({ actor: 'bench' }, (t) => {
      for (const row of rows.slice(i, i + 1000))
        t.setRecord({ id: sidebook.world.uuid(), entity: 'counterparty', rev: 1, stage: 'live', fields: fieldsOf(row), changedAt: '2026-02-24T12:00:00Z', changedBy: 'bench' }, null); // prettier-ignore
    });
}

function fieldsOf(row: Record<string, string>): Fields {
  const { Description = '', НаименованиеПолное: legalName = '', ИНН: taxId = '', КПП: branchCode = '' } = row;
  return { name: Description, legalName, kind: 'company', country: 'RU', taxId, branchCode, active: true, deletionMark: false };
}
