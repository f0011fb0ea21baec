/** A base that exchanges messages, with one big message ready to be fetched: served as bytes, so that serving costs next to nothing. FILE. */
import { readFileSync } from 'node:fs';
import { zipped } from '../../connector/zipped.ts';
import { startFakeEnterpriseData } from '../hosts/enterprisedata/fake.ts';

const [file = ''] = process.argv.slice(2);
const big = readFileSync(file);
const habits = {
  archive: async (xml: string): Promise<Uint8Array> =>
    fake.base.sentNo === 1 ? big : zipped([['data.xml', [Buffer.from(xml)]]]),
};
const fake = await startFakeEnterpriseData({ password: 'bench', habits });
process.stdout.write(`${new URL(fake.url).host}\n`);
process.once('disconnect', () => void fake.close().then(() => process.exit(0)));
