import { expect } from 'chai';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setsOf } from '../../connector/pack-of.ts';
import { metaProperties } from '../../connector/hosts/metadata.ts';
import { SchemaIndex } from '../../connector/hosts/schema.ts';
import { readPack, type RawMapping } from '../../connector/packs.ts';
import { compileMapping, type HostSchema } from '../../mappings/compile.ts';
import { ROOT } from '../unit/source-files.ts';
import { mappingLaws } from './laws.ts';
import { sample } from './sample.ts';

const pack = readPack('onec-bp30');
const metadata = join(ROOT, '../shared/corpus/1c/odata/metadata/bp-3.0.198.19.derived.edmx');

describe('the pack for БП 3.0', () => {
  it('has a mapping for every entity it promises', () => {
    expect(pack.map((f) => f.entity)).to.include.members([
      'counterparty',
      'invoice',
      'payment',
      'balance',
      'contract',
      'currency',
    ]);
  });
});

for (const file of pack) mappingLaws(`${file.entity} without metadata`, () => sample(file));

/** The derived excerpt has not every small table that lookups read; the real base has. */
function withLookupSets(index: HostSchema, file: RawMapping): HostSchema {
  const sets = new Set(Object.values((file['lookups'] ?? {}) as Record<string, { set: string }>).map((l) => l.set));
  return {
    hasSet: (set) => index.hasSet(set) || sets.has(set),
    type: (set, ...at) => index.type(set, ...at) ?? (sets.has(set) && !index.hasSet(set) ? 'Edm.String' : null),
  };
}

if (existsSync(metadata))
  describe('with the metadata of 3.0.198.19', () => {
    let index: HostSchema;
    before(async () => {
      index = await SchemaIndex.read(metaProperties(createReadStream(metadata)), setsOf(pack));
    });

    for (const file of pack)
      it(`finds everything it needs for ${file.entity}`, () => {
        const { findings } = compileMapping(file, withLookupSets(index, file), { books: true });
        expect(findings.filter((f) => f.level === 'error')).to.deep.equal([]);
      });

    for (const file of pack) mappingLaws(file.entity, () => sample(file, withLookupSets(index, file)), 60);
  });
