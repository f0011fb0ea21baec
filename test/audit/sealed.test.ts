/** The encrypted copy: any length comes back as it was; nothing that was changed, cut or put together anew does. */
import { expect } from 'chai';
import { seal, SealBroken, unseal } from '../../connector/backup/sealed.ts';
import { seeded } from '../random.ts';

const SEED = Number(process.env['SEED'] ?? 20260722);
const random = seeded(SEED);
/** A cheap key: what is tried here is not how hard it is to guess. */
const CHEAP = { cost: 4 };
const PIECE = 1024 * 1024;

const bytes = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, () => random.int(256)));

async function* inParts(whole: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < whole.length;) {
    const size = 1 + random.int(300_000);
    yield whole.subarray(at, at + size);
    at += size;
  }
}

async function gathered(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

const sealed = (plain: Buffer, passphrase = 'passphrase'): Promise<Buffer> => gathered(seal(inParts(plain), passphrase, CHEAP));
const opened = (whole: Buffer, passphrase = 'passphrase'): Promise<Buffer> => gathered(unseal(inParts(whole), passphrase));
const refused = (whole: Buffer, passphrase?: string): Promise<boolean> =>
  opened(whole, passphrase).then(() => false, (error: unknown) => error instanceof SealBroken); // prettier-ignore

describe('a sealed copy', () => {
  for (const length of [0, 1, 1000, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 77])
    it(`of ${String(length)} bytes comes back as it was`, async () => {
      const plain = bytes(length);
      expect((await opened(await sealed(plain))).equals(plain)).to.equal(true);
    });

  it('opens with its passphrase alone, however its letters are written', async () => {
    const whole = await sealed(bytes(100), 'пароль-ёй');
    expect(await refused(whole, 'пароль-ей')).to.equal(true);
    expect((await opened(whole, 'пароль-ёй'.normalize('NFD'))).length).to.equal(100);
  });

  it('is another one each time, though the same is in it', async () => {
    const plain = bytes(100);
    expect((await sealed(plain)).equals(await sealed(plain))).to.equal(false);
  });

  it(`is refused when any byte is changed (seed ${String(SEED)})`, async () => {
    const whole = await sealed(bytes(500));
    const missed: number[] = [];
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = ((changed[at] ?? 0) + 1 + random.int(255)) % 256;
      // A cost that only grew would take minutes to try, and is refused all the same: the head is part of every seal.
      if (at === 18 && (changed[at] ?? 0) > 14 && (changed[at] ?? 0) <= 20) continue;
      if (!(await refused(changed))) missed.push(at);
    }
    expect(missed).to.deep.equal([]);
  });

  it('is refused when it was cut, at a piece or inside it, or when pieces changed places', async () => {
    const whole = await sealed(bytes(3 * PIECE));
    const head = whole.length - 3 * (PIECE + 16);
    const piece = (n: number): Buffer => whole.subarray(head + n * (PIECE + 16), head + (n + 1) * (PIECE + 16));
    const start = whole.subarray(0, head);
    expect(await refused(Buffer.concat([start, piece(0), piece(1)]))).to.equal(true);
    expect(await refused(whole.subarray(0, whole.length - 1))).to.equal(true);
    expect(await refused(Buffer.concat([start, piece(1), piece(0), piece(2)]))).to.equal(true);
    expect(await refused(Buffer.concat([start, piece(0), piece(1), piece(1), piece(2)]))).to.equal(true);
    expect(await refused(Buffer.concat([whole, Buffer.from([0])]))).to.equal(true);
    expect(await refused(start)).to.equal(true);
    expect(await refused(Buffer.alloc(0))).to.equal(true);
  });
});
