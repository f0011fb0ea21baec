/** Cycles a minute apart with an exchange plan while nothing happens: the most requests one of them makes. URL, FILE. */
import { ahead } from './clock.ts';
import { open, synced } from './open.ts';
import { tell } from './process.ts';

const [url = '', file = ''] = process.argv.slice(2);
const CYCLES = 10;
const world = ahead(2);
let requests = 0;
const sidebook = open(
  url,
  file,
  { exchangePlan: { plan: 'ExchangePlan_Sidebook', node: 'SB' } },
  { world, onRequest: () => (requests += 1) },
);
await sidebook.begin();
await synced(sidebook, { everything: false });
const made: number[] = [];
for (let i = 0; i < CYCLES; i++) {
  requests = 0;
  world.pass(1);
  await synced(sidebook);
  made.push(requests);
}
await sidebook.close();
tell({ most: Math.max(...made), mean: made.reduce((a, b) => a + b, 0) / made.length });
