/** The counterparties of the base, typed here as well, in a store of its own. URL, FILE, FOLDER. */
import { readFileSync } from 'node:fs';
import type { Fields } from '../../connector/model.ts';
import { filesOf, PARTIES } from './base.ts';
import { open } from './open.ts';
import { tell } from './process.ts';

const [url = '', file = '', folder = ''] = process.argv.slice(2);
const sidebook = open(url, file);
await sidebook.begin();
const rows = JSON.parse(`[${readFileSync(filesOf(folder, PARTIES).rows, 'utf8')}]`) as Record<string, string>[];
for (let i = 0; i < rows.length; i += 1000)
  await sidebook.store.write({ actor: 'bench' }, (t) => {
    for (const row of rows.slice(i, i + 1000))
      t.setRecord({ id: sidebook.world.uuid(), entity: 'counterparty', rev: 1, stage: 'live', fields: fieldsOf(row), changedAt: '2026-02-24T12:00:00Z', changedBy: 'bench' }, null); // prettier-ignore
  });
await sidebook.close();
tell({ count: rows.length });

function fieldsOf(row: Record<string, string>): Fields {
  const { Description = '', НаименованиеПолное: legalName = '', ИНН: taxId = '', КПП: branchCode = '' } = row;
  return { name: Description, legalName, kind: 'company', country: 'RU', taxId, branchCode, active: true, deletionMark: false };
}
