/** The API over a filled store, for somebody who may see everything: FILE. Prints its port when it listens; /sample names counterparties. */
import express from 'express';
import { apiRouter } from '../../connector/server/api/index.ts';
import { WIDGETS } from '../../connector/server/contract/embed.ts';
import type { Principal } from '../../connector/server/principal.ts';
import { listen } from '../hosts/kit/listen.ts';
import { HOST, open } from './open.ts';

const [file = ''] = process.argv.slice(2);
const sidebook = open('http://127.0.0.1:9/buh/odata/standard.odata/', file);
await sidebook.begin();
const who: Principal = {
  client: 'bench', actor: 'bench:1', name: 'Bench', roles: new Set(['admin']), scope: '*', widgets: new Set(WIDGETS), lang: 'ru', locale: 'ru', timeZone: 'Europe/Moscow',
  team: null, granted: false, owners: null,
}; // prettier-ignore
const app = express();
app.get('/sample', async (_req, res) => {
  const links = await sidebook.store.queries.hostIdsOf(HOST, 'counterparty', 0, 100_000);
  res.json(links.filter((_, i) => i % 50 === 0).map((l) => `${HOST}:counterparty:${l.hostId}`));
});
app.use((_req, res, next) => {
  res.locals['principal'] = who;
  next();
});
app.use('/api/v1', apiRouter({ sidebook, world: sidebook.world, config: sidebook.config }));
const { port } = await listen(0, app);
process.stdout.write(`${String(port)}\n`);
process.once('disconnect', () => process.exit(0));
