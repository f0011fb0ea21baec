/** Takes one message of a base that exchanges messages, apart from linking what it told. URL, FILE. */
import { collectSooner } from '../../connector/memory.ts';
import { MESSAGES } from '../../connector/hosts/enterprisedata/feeds.ts';
import { Base } from '../hosts/enterprisedata/base.ts';
import { HOST, open } from './open.ts';
import { tell } from './process.ts';

collectSooner();
const [url = '', file = ''] = process.argv.slice(2);
const sidebook = open(url, file, { kind: 'enterprisedata', profile: 'enterprisedata', user: 'Синхронизация', peerCode: new Base().peer }); // prettier-ignore
await sidebook.begin();
const { host } = await sidebook.attach(HOST);
const started = performance.now();
let taken = 0;
for await (const { next } of host.changes(MESSAGES, null)) taken = Number(next?.split(':')[1]); // how far the copy goes: it tells nothing yet
const seconds = (performance.now() - started) / 1000;
await sidebook.close();
if (!(taken > 0)) throw new Error('the message told nothing');
tell({ seconds });
