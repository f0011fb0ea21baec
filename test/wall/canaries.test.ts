/**
 * I7. Canaries in every private column, random lives, every byte that went out and every word that was logged: none, ever. The same lives
 * with a wall that knows nothing let them out, so the search would find them. WALL_SEEDS=N for more.
 */
import { expect } from 'chai';
import { namedIn } from '../../mappings/named.ts';
import { mappingFile } from '../../mappings/file.ts';
import { readPack } from '../../connector/packs.ts';
import { LeakyLife } from './life.ts';
import { foundIn, type Recorded } from './recorder.ts';

const SEEDS = Number(process.env['WALL_SEEDS'] ?? 6);
const STEPS = 14;

async function lived(seed: number, guarded: boolean): Promise<LeakyLife> {
  const life = new LeakyLife(seed);
  await life.begin(guarded);
  await life.run(STEPS);
  return life;
}

/** Top-level properties of every body that no mapping of the pack names. */
const MAPPED = new Set(readPack('onec-bp30').flatMap((f) => namedIn(mappingFile.parse(f)).flatMap((n) => [n.property, n.part])));
function strange({ body }: Recorded): string[] {
  return body.length === 0 ? [] : Object.keys(JSON.parse(body.toString('utf8')) as object).filter((p) => !MAPPED.has(p));
}

describe('canaries in every private column', () => {
  let life: LeakyLife | null = null;
  afterEach(async () => {
    await life?.end();
    life = null;
  });

  for (let seed = 1; seed <= SEEDS; seed++)
    it(`are never seen outside, seed ${String(seed)}`, async () => {
      life = await lived(seed, true);
      expect(life.pasted).to.be.greaterThan(0);
      expect(life.recorder.requests.filter((r) => r.body.length > 0)).not.to.deep.equal([]);
      expect(await life.leaks()).to.be.greaterThan(0);
      expect(foundIn(life.recorder.blobs(), life.secrets)).to.deep.equal([]);
      expect(
        foundIn(
          life.told.map((t) => Buffer.from(t)),
          life.secrets,
        ),
      ).to.deep.equal([]);
      expect(new Set(life.recorder.requests.map((r) => r.method))).to.not.include('DELETE');
      expect(life.recorder.requests.flatMap(strange)).to.deep.equal([]);
      expect(life.recorder.requests.filter((r) => !r.url.startsWith('/buh/odata/standard.odata/'))).to.deep.equal([]);
    }).timeout(60_000);

  it('are seen at once where the wall knows nothing of them', async () => {
    const seen: number[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      life = await lived(seed, false);
      seen.push(foundIn(life.recorder.blobs(), life.secrets).length);
      await life.end();
    }
    life = null;
    expect(Math.min(...seen)).to.be.greaterThan(0);
  }).timeout(120_000);
});

describe('the search for canaries', () => {
  const secret = 'канарейка бвгджзклмнпрстфхцчшщбвгд';
  for (const [form, blob] of [
    ['plain', Buffer.from(`x ${secret} y`)],
    ['percent-encoded', Buffer.from(encodeURIComponent(secret))],
    ['in base64', Buffer.from(`Basic ${Buffer.from(`u:${secret}`).toString('base64')}`)],
    ['XML-escaped', Buffer.from([...secret].map((c) => `&#x${c.charCodeAt(0).toString(16)};`).join(''))],
    [
      '\\u-escaped',
      Buffer.from(`{"a":"${[...secret].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`),
    ],
  ] as const)
    it(`finds one ${form}, zipped or not`, async () => {
      const { gzipSync } = await import('node:zlib');
      expect(foundIn([blob], [secret])).to.deep.equal([secret]);
      expect(foundIn([gzipSync(blob)], [secret])).to.deep.equal([secret]);
      expect(foundIn([blob], ['канарейка щшчцхфтсрпнмлкзждгвбщшчц'])).to.deep.equal([]);
    });
});
