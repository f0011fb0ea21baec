/** One message larger than the memory that may be used for it: is it streamed? Texts that do not shrink make the archive as large as its name says. */
import { rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { xmlOf } from '../../connector/hosts/enterprisedata/write.ts';
import { zipped } from '../../connector/zipped.ts';
import { Base } from '../hosts/enterprisedata/base.ts';
import { counterparty } from '../hosts/enterprisedata/objects.ts';
import { createRandom } from '../hosts/kit/random.ts';
import { figure, type Figure } from './figures.ts';
import { measure, serveApi } from './process.ts';

const MB = 1024 * 1024;
/** Bytes of a comment before they are written as text. */
const COMMENT = 9 * 1024;

interface Made {
  unpacked: number;
}

function* pieces(mb: number, made: Made): Generator<Uint8Array> {
  const base = new Base();
  const random = createRandom(1);
  const noise = Buffer.alloc(COMMENT);
  const [start = '', end = ''] = base.envelope(base.header(1), '\u0001').split('\u0001');
  const told = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    made.unpacked += bytes.length;
    return bytes;
  };
  yield told(start);
  for (let n = 1; n * COMMENT < mb * MB; n++) {
    for (let at = 0; at < COMMENT; at += 4) noise.writeUInt32LE(random.whole(0, 0xffffffff), at);
    const id = `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    yield told(xmlOf(counterparty({ id, name: `Контрагент ${String(n)} ООО`, inn: String(7_700_000_000 + n), kpp: '770101001', comment: noise.toString('base64') }))); // prettier-ignore
  }
  yield told(end);
}

/** `folder`: for the archive and for what is kept of it. */
export async function bigMessage(folder: string, mb: number): Promise<Figure[]> {
  const [archive, store, made] = [join(folder, 'big.zip'), join(folder, 'big.db'), { unpacked: 0 }];
  await writeFile(archive, await zipped([['data.xml', pieces(mb, made)]]));
  const server = await serveApi(archive, 'messages-server.ts');
  try {
    const took = await measure('messages-take.ts', [`http://${server.port}/base/ws/`, store]);
    const what = `${(statSync(archive).size / MB).toFixed(0)} MB packed, ${(made.unpacked / MB).toFixed(0)} MB of XML, in ${(took['seconds'] ?? NaN).toFixed(0)} s`;
    return [figure('big-message-enterprisedata-peak-mb', took.peakMb, 'MB', '< 300', `peak RSS of taking one message: ${what}`)];
  } finally {
    await server.close();
    for (const file of [archive, store, `${store}-wal`, `${store}-shm`]) rmSync(file, { force: true });
  }
}
