/** Every file of the corpus gives the cells and the findings an independent reader found. */
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FileRefused, Findings } from '../../connector/translations/finding.ts';
import { finderOf, loadLabels } from '../../connector/translations/load.ts';
import { DISPLAY, keyText, LABELS, type Key } from '../../connector/translations/model.ts';
import { Archive, UPLOAD, workbookOf } from '../../connector/translations/read/archive.ts';
import { readCells } from '../../connector/translations/read/cells.ts';
import { bytesSource, fileSource } from '../../connector/translations/read/source.ts';
import { bytesOf, check, CORPUS, hasCorpus, placeEdits, putOnto } from './sample.ts';

const outcome = z.object({ outcome: z.string(), kind: z.string().optional(), sheet: z.string().nullish(), row: z.number().nullish(), column: z.string().nullish(), anyObject: z.boolean().optional(), rowCount: z.number().optional(), rows: z.array(z.object({ key: z.tuple([z.string(), z.string(), z.string()]), labels: z.record(z.string(), z.string().nullable()) })).optional() }); // prettier-ignore
const traps = z.object({ target: z.object({ organizationId: z.string(), solution: z.string(), baseLanguage: z.number(), enabledLanguages: z.array(z.number()), knownObjects: z.array(z.tuple([z.string(), z.string(), z.string()])) }), files: z.record(z.string(), outcome) }); // prettier-ignore
const hashes = z.object({ files: z.record(z.string(), z.object({ cells: z.number().optional(), sha256: z.string().optional(), error: z.string().optional() })) }); // prettier-ignore
const json = (file: string): unknown => JSON.parse(readFileSync(CORPUS + file, 'utf8'));

const register = hasCorpus ? describe : () => undefined;

register('the corpus of translations', () => {
  if (!hasCorpus) return;
  const { target, files } = traps.parse(json('traps/expected.json'));
  const known = new Set(target.knownObjects.map(([entity, id, column]) => keyText({ sheet: LABELS, entity, id, column })));

  for (const [name, wanted] of Object.entries(files))
    it(`trap ${name} is ${wanted.kind ?? 'read'}`, async () => {
      const find = (key: Key): null | undefined => (wanted.anyObject || key.sheet === DISPLAY || known.has(keyText(key)) ? undefined : null);
      const { organizationId, solution, baseLanguage, enabledLanguages: enabled } = target;
      const source = fileSource(`${CORPUS}traps/${name}`);
      const seen = await check(source, { organizationId, solution, baseLanguage, enabled, find });
      expect(seen.findings.outcome).to.equal(wanted.outcome);
      const place = [wanted.kind ?? '', wanted.sheet ?? '', `${wanted.column ?? ''}${String(wanted.row ?? '')}`].join(' ').trim();
      if (wanted.kind === undefined) expect(seen.told).to.deep.equal([]);
      else if (wanted.kind === 'number-cell') expect(seen.told[0]).to.equal(place);
      else expect(seen.told).to.deep.equal([place]);
      if (wanted.rowCount !== undefined) expect(seen.rows).to.equal(wanted.rowCount);
      const read = wanted.rows ? (await loadLabels(source, { enabled })).set.labels : new Map<string, never>();
      for (const { key, labels } of wanted.rows ?? []) {
        const found = read.get(keyText({ sheet: LABELS, entity: key[0], id: key[1], column: key[2] }));
        for (const [lcid, text] of Object.entries(labels)) {
          // A cleared base text is kept where it goes; the file itself has none.
          if (wanted.kind === 'base-text-empty' && lcid === '1033') continue;
          expect(found?.texts.get(Number(lcid)) ?? null, `${key.join(' ')} ${lcid}`).to.equal(text);
        }
      }
    }); // prettier-ignore

  for (const [name, wanted] of Object.entries(hashes.parse(json('cells.sha256.json')).files))
    it(`cells of ${name}`, async () => {
      const sum = createHash('sha256');
      let cells = 0;
      const reading = readCells(fileSource(CORPUS + name), {
        row: (row) => {
          for (const cell of row.cells.filter((c) => c.dataOpen >= 0)) {
            cells++;
            sum.update(`${row.sheet}\u0001${String(row.row)}\u0001${String(cell.column)}\u0001${cell.type}\u0001${cell.text}\n`);
          }
        },
      });
      if (wanted.error !== undefined) return expect(await reading.catch((e: unknown) => e)).to.be.instanceOf(FileRefused);
      await reading;
      expect([cells, sum.digest('hex')]).to.deep.equal([wanted.cells, wanted.sha256]);
    }); // prettier-ignore

  for (const [name, wanted] of Object.entries(z.record(z.string(), outcome).parse(json('zips/expected.json'))))
    it(`archive ${name} is ${wanted.kind ?? 'read'}`, async () => {
      const findings = new Findings();
      try {
        const archive = await Archive.open(readFileSync(`${CORPUS}zips/${name}`), UPLOAD);
        for (const found of (await check(workbookOf(archive, findings))).findings.list) findings.take(found);
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        findings.take(error.finding);
      }
      expect(findings.outcome).to.equal(wanted.outcome);
      if (wanted.kind !== undefined) expect(findings.list[0]?.kind).to.equal(wanted.kind);
    });

  it('the file Excel saved again changes nothing', async () => {
    const { set } = await loadLabels(fileSource(`${CORPUS}dynamics/weather-dynamics-export.xml`));
    const { changes, told } = await check(fileSource(`${CORPUS}dynamics/weather-excel-resaved.xml`), { find: finderOf(set) });
    expect([changes, told]).to.deep.equal([[], []]);
  });

  for (const name of ['dynamics/weather-dynamics-export.xml', 'dynamics/weather-excel-resaved.xml', 'libreoffice-written/weather-dynamics-export.xml'])
    it(`one text put into ${name} moves nothing else`, async () => {
      const source = fileSource(CORPUS + name);
      const before = readFileSync(CORPUS + name);
      expect(await bytesOf(putOnto(source, await placeEdits(source, [])))).to.deep.equal(before);
      const { set } = await loadLabels(source);
      const first = [...set.labels.values()][7];
      if (!first) throw new Error('no label');
      const was = first.texts.get(1031) ?? '';
      const made = await bytesOf(putOnto(source, await placeEdits(source, [{ key: first.key, lcid: 1031, after: 'Größe <&> 😀' }])));
      const after = (await loadLabels(bytesSource(made))).set;
      expect(after.labels.get(keyText(first.key))?.texts.get(1031)).to.equal('Größe <&> 😀');
      const back = await bytesOf(putOnto(bytesSource(made), await placeEdits(bytesSource(made), [{ key: first.key, lcid: 1031, after: was }])));
      expect((await check(bytesSource(back), { find: finderOf(set) })).changes).to.deep.equal([]);
      if (was !== '' && name.startsWith('dynamics')) expect(back).to.deep.equal(before);
    }); // prettier-ignore
});
