/** Appending prices through the private store, a thousand a call, into a store of items and rivals as prices-bare.ts leaves it: FILE, COUNT. */
import { unscaled } from '../../connector/decimal.ts';
import type { PriceFact } from '../../connector/private/model.ts';
import { seeded } from '../random.ts';
import { NOW, openPrivate, SALES } from './private-store.ts';
import { tell } from './process.ts';

const [file = '', asked = ''] = process.argv.slice(2);
const count = Number(asked);
const store = openPrivate(file);
const view = store.as(SALES);
const competitors = (await view.competitors(null, { limit: 1000 })).rows.map((c) => c.id);
const items = Number(store.database.prepare('select count(*) as n from items').get()?.['n']);
const random = seeded(5);

function facts(many: number): PriceFact[] {
  return Array.from({ length: many }, () => {
    const of = random.int(items) + 1;
    return {
      item: `i${String(of)}`, competitor: competitors[(of + random.int(15)) % competitors.length] ?? '', price: unscaled(BigInt(10_000_000 + random.int(90_000_000)), 6), currency: 'RUB', vatIncluded: true,
      vatRate: '20', unit: 'шт', packFactor: '1', minQuantity: null, terms: 'предоплата', region: random.chance(0.3) ? 'Урал' : null,
      observedAt: new Date(NOW - random.int(700) * 86_400_000).toISOString(), source: 'price-list', evidence: 'https://rival.example/price-list.xlsx', confidence: 'sure',
    };
  }); // prettier-ignore
}
let seconds = 0;
for (let done = 0; done < count; done += 1000) {
  const made = facts(Math.min(1000, count - done));
  const started = performance.now();
  await view.addPrices(made);
  seconds += (performance.now() - started) / 1000;
}
await store.close();
tell({ seconds, count });
