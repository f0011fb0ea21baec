/** One message of a big base as an archive on disk: counterparties, then invoices of four lines, written piece by piece. */
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { xmlOf } from '../../connector/hosts/enterprisedata/write.ts';
import { zipped } from '../../connector/zipped.ts';
import { Base } from '../hosts/enterprisedata/base.ts';
import { counterparty, invoice, type Party } from '../hosts/enterprisedata/objects.ts';
import type { Size } from './base.ts';

const id = (kind: string, n: number): string => `${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const party = (n: number): Party => ({ id: id('c0000000', n), name: `Контрагент ${String(n)} ООО`, inn: String(7_700_000_000 + n), kpp: '770101001', phone: `+7 495 ${String(n)}` }); // prettier-ignore

function* pieces({ parties, invoices }: Size): Generator<Uint8Array> {
  const base = new Base();
  const [start = '', end = ''] = base.envelope(base.header(1), '\u0001').split('\u0001');
  yield Buffer.from(start);
  for (let n = 1; n <= parties; n++) yield Buffer.from(xmlOf(counterparty(party(n))));
  for (let n = 1; n <= invoices; n++)
    yield Buffer.from(xmlOf(invoice({ id: id('d0000000', n), number: `0000-${String(n).padStart(6, '0')}`, date: `2026-01-${String(1 + (n % 28)).padStart(2, '0')}T${String(n % 24).padStart(2, '0')}:00:00`, party: party(1 + (n % parties)), goods: 3 }))); // prettier-ignore
  yield Buffer.from(end);
}

/** Made once a size. */
export async function messageFile(size: Size): Promise<string> {
  const file = join(tmpdir(), `sidebook-bench-message-${String(size.parties)}-${String(size.invoices)}.zip`);
  if (!existsSync(file)) writeFileSync(file, await zipped([['data.xml', pieces(size)]]));
  return file;
}
