/** Rows of a list as it streams in: whatever it holds and wherever it is cut, they are those JSON.parse would give. */
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { HostError } from '../../connector/hosts/host.ts';
import { jsonRows } from '../../connector/hosts/onec/stream.ts';
import { seeded, type Random } from '../random.ts';

const SEEDS = 300;
const WORDS = ['ООО «Ромашка»', '},{', '"\\"}', '\\', ']}', 'Ключ\\\\', '🌼', '', ',', ' \n{', '{"value":[{'];

const word = (r: Random): string => WORDS[r.int(WORDS.length)] ?? '';
const scalar = (r: Random): unknown => r.pick<unknown>([word(r), 12.5, -1e-7, true, null, word(r) + word(r)]);
function row(r: Random, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = { Ref_Key: String(r.int(1000)), [word(r)]: scalar(r), Комментарий: scalar(r) };
  if (depth > 0 && r.chance(0.3)) made['Товары'] = Array.from({ length: r.int(3) }, () => row(r, depth - 1));
  if (depth > 0 && r.chance(0.1)) made['odata'] = { value: [row(r, 0)] };
  return made;
}

function pieces(bytes: Buffer, r: Random): Buffer[] {
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const to = at + 1 + r.int(r.chance(0.5) ? 8 : 400);
    out.push(bytes.subarray(at, to));
    at = to;
  }
  return out;
}

async function read(parts: readonly Buffer[]): Promise<unknown[]> {
  const asked = { host: 'buh', write: false, at: { set: 'Set' } };
  const rows: unknown[] = [];
  for await (const batch of jsonRows(Readable.from(parts), asked, 'application/json')) rows.push(...batch);
  return rows;
}

const outcome = (parts: readonly Buffer[]): Promise<unknown> => read(parts).catch((error: unknown) => error);

describe('rows of a list that streams in', () => {
  it('are those of the whole text, cut anywhere', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const r = seeded(seed);
      const value = Array.from({ length: r.int(12) }, () => row(r, r.int(3)));
      const space = r.pick(['', ' ', '\r\n  ']);
      const text = JSON.stringify({ 'odata.metadata': 'x{[', value, 'odata.count': '3' }, null, space === '' ? undefined : 2);
      expect(await read(pieces(Buffer.from(r.chance(0.2) ? `\uFEFF${text}` : text), r)), `seed ${String(seed)}`).to.deep.equal(
        value,
      );
    }
  });

  it('are never fewer without a word: an answer that stops is an error, wherever it stops', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const r = seeded(seed);
      const whole = Buffer.from(JSON.stringify({ value: Array.from({ length: 1 + r.int(6) }, () => row(r, 1)) }));
      const cut = await outcome(pieces(whole.subarray(0, r.int(whole.length)), r));
      expect(cut, `seed ${String(seed)}`).to.be.instanceOf(HostError);
    }
  });

  it('are refused in another encoding than UTF-8', async () => {
    const other = Buffer.concat([Buffer.from('{"value":[{"Имя":"'), Buffer.from([0xcf, 0xf0, 0xe8]), Buffer.from('"}]}')]);
    expect(await outcome([other])).to.be.instanceOf(HostError);
    expect(await outcome([other.subarray(0, 20), other.subarray(20)])).to.be.instanceOf(HostError);
  });
});
