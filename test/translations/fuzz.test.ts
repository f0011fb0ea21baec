/**
 * Real files, broken at random: bytes, tags, cells, members of the archive. Whatever comes out is a finding or labels; never a crash, never a hang,
 * never a label that was silently lost. The seed is printed and replays: FUZZ_SEED=… FUZZ_RUNS=….
 */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { loadLabels, finderOf } from '../../connector/translations/load.ts';
import { openBytes } from '../../connector/translations/open.ts';
import { FileRefused } from '../../connector/translations/finding.ts';
import { Reading } from '../../connector/translations/read/reading.ts';
import type { Row } from '../../connector/translations/read/rows.ts';
import { UPLOAD } from '../../connector/translations/read/archive.ts';
import { translationsZip } from '../../connector/translations/zip.ts';
import { xlsx } from '../../connector/translations/formats/write-xlsx.ts';
import { xliff } from '../../connector/translations/formats/write-xliff.ts';
import { seeded, type Random } from '../random.ts';
import { check, CORPUS, hasCorpus, label, display, setOf, sourceOf, xmlOf } from './sample.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const SLOW_MS = 5000;

const set = setOf([...Array.from({ length: 25 }, (_, i) => label(i, { 1033: `Name ${String(i)}`, 1049: `Имя ${String(i)}`, 1031: `Wort ${String(i)}` })), display('wait', { 1033: 'Wait {n}', 1049: 'Ждите {n}' })]); // prettier-ignore
const xml = xmlOf(set);

const PIECES = ['<', '>', '</Data>', '<Data>', '&', '&#0;', '&amp;', '"', "'", ' ss:Index="2"', ' ss:Index="999999999"', '<!DOCTYPE x>', '<![CDATA[', ']]>', '<!--', '-->', '\u0001', '\ufeff', '<Cell/>', '</Row>', '<Row>', ' ss:Type="Number"', ' ss:MergeAcross="3"', ' xmlns="q"']; // prettier-ignore

function mutated(bytes: Uint8Array, random: Random): Buffer {
  const whole = Buffer.from(bytes);
  const at = random.int(whole.length);
  const to = Math.min(whole.length, at + random.int(40));
  switch (random.int(6)) {
    case 0:
      whole[at] = random.int(256);
      return whole;
    case 1:
      return whole.subarray(0, at);
    case 2:
      return Buffer.concat([whole.subarray(0, at), whole.subarray(to)]);
    case 3:
      return Buffer.concat([whole.subarray(0, to), whole.subarray(at)]);
    default:
      return Buffer.concat([whole.subarray(0, at), Buffer.from(random.pick(PIECES)), whole.subarray(at)]);
  }
}

type Seen = Row | { readonly refused: unknown };

/** Rows as they come, and what stopped them; a piece of one letter is never a plain cell. */
function readIn(text: string, piece: number): Seen[] {
  const seen: Seen[] = [];
  const reading = new Reading({ row: (row) => seen.push(row) });
  try {
    for (let at = 0; at < text.length; at += piece) reading.write(text.slice(at, at + piece));
    reading.close();
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    seen.push({ refused: error.finding });
  }
  return seen;
}

describe(`files broken at random (FUZZ_SEED=${String(SEED)}, FUZZ_RUNS=${String(RUNS)})`, () => {
  const kinds: readonly (readonly [string, () => Promise<Uint8Array>])[] = [
    ['a.xml', async () => Promise.resolve(Buffer.from(xml))],
    ['a.zip', () => translationsZip([Buffer.from(xml)])],
    ['a.xlsx', () => xlsx(set)],
    ['a.xlf', async () => Promise.resolve(Buffer.from([...xliff(set, 1031)].join('')))],
    ...(hasCorpus ? [['real.xml', async () => Promise.resolve(readFileSync(`${CORPUS}dynamics/weather-excel-resaved.xml`))] as const] : []),
  ]; // prettier-ignore

  for (const [name, make] of kinds)
    it(`${name} gives labels or findings, within five seconds`, async () => {
      const whole = await make();
      for (let run = 0; run < RUNS; run++) {
        const random = seeded(SEED + run);
        const bytes = mutated(random.chance(0.3) ? mutated(whole, random) : whole, random);
        const began = performance.now();
        const { source, findings } = await openBytes(bytes, name, UPLOAD);
        if (source) for (const found of (await loadLabels(source)).findings.list) findings.take(found);
        expect(performance.now() - began, `run ${String(run)}`).to.be.lessThan(SLOW_MS);
      }
    });

  it('plain cells are read as the parser reads them: the same rows, places and faults, letter by letter or at once', () => {
    const spaced = xml.replace(/<Cell/g, '\r\n    <Cell').replaceAll('Wort 7', 'A &amp; B').replaceAll('Wort 9', '😀').replace('<Row ss:AutoFitHeight="0">', '<Row><!-- <Cell><Data ss:Type="String">no</Data></Cell> -->'); // prettier-ignore
    let whole = 0;
    for (let run = 0; run < RUNS; run++) {
      const random = seeded(SEED + 2000 + run);
      const text = (run === 0 ? Buffer.from(spaced) : mutated(Buffer.from(random.chance(0.5) ? xml : spaced), random)).toString('utf8');
      const [fast, slow] = [readIn(text, text.length), readIn(text, 1)];
      expect(fast, `run ${String(run)}`).to.deep.equal(slow);
      whole += fast.some((found) => 'refused' in found) ? 0 : 1;
    }
    expect(whole).to.be.within(1, RUNS - 1);
  }); // prettier-ignore

  it('no text changes without being told as a change or a finding', async () => {
    const find = finderOf(set);
    for (let run = 0; run < RUNS; run++) {
      const random = seeded(SEED + 1000 + run);
      const { changes, findings, tally } = await check(sourceOf(mutated(Buffer.from(xml), random)), { find });
      if (findings.outcome === 'error') continue;
      const seen = [...tally].filter(([lcid]) => lcid !== 1033).reduce((sum, [, n]) => sum + n.added + n.changed + n.unchanged + n.emptied + n.skipped, 0); // prettier-ignore
      const told = changes.length + findings.list.length;
      // Of 51 texts all are met again, or something is said.
      if (told === 0) expect(seen, `run ${String(run)}`).to.equal(51);
    }
  });
});
