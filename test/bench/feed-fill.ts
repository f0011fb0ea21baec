/** A store with COUNT counterparties for the feed: FILE, COUNT. */
import { open } from './open.ts';
import { tell } from './process.ts';

const [file = '', count = '0'] = process.argv.slice(2);
const sidebook = open('http://127.0.0.1:9/buh/odata/standard.odata/', file);
const all = Number(count);
const id = (n: number): string => `0190aaaa-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
for (let from = 0; from < all; from += 5000)
  await sidebook.store.write({ actor: 'bench' }, (t) => {
    for (let n = from; n < Math.min(all, from + 5000); n++)
      t.setRecord({
        id: id(n), entity: 'counterparty', rev: 1, stage: 'live', changedAt: '2026-02-24T12:00:00Z', changedBy: 'bench',
        fields: { name: `Покупатель ${String(n)} ООО`, legalName: `Общество с ограниченной ответственностью «Покупатель ${String(n)}»`, kind: 'company', taxId: `77${String(n).padStart(8, '0')}`, branchCode: '773601001', country: 'RU', active: n % 9 > 0, deletionMark: false },
      }, null); // prettier-ignore
  });
await sidebook.close();
tell({ count: all });
