import { expect } from 'chai';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setsOf } from '../../connector/pack-of.ts';
import { entityProperties } from '../../connector/hosts/entity-metadata.ts';
import { SchemaIndex } from '../../connector/hosts/schema.ts';
import { readPack, type RawMapping } from '../../connector/packs.ts';
import { compileMapping, type MappingFinding } from '../../mappings/compile.ts';
import { mappingFile } from '../../mappings/file.ts';
import { namedIn, nameOf } from '../../mappings/named.ts';
import { isPrivateThere } from '../../mappings/private-words.ts';
import { metadataOf, tables } from '../hosts/dataverse/schema.ts';
import { ROOT } from '../unit/source-files.ts';

const recorded = join(ROOT, '../shared/corpus/dynamics/dataverse/metadata/crm-8x-en.metadata.xml');
const every = new Set([...setsOf(readPack('dataverse')), ...[...tables().values()].map((t) => t.set)]);
const read = (stream: AsyncIterable<Uint8Array>): Promise<SchemaIndex> => SchemaIndex.read(entityProperties(stream), every);
const findingsOf = (pack: readonly RawMapping[], schema: SchemaIndex): MappingFinding[] =>
  pack.flatMap((file) => compileMapping(file, schema).findings);

/** Dynamics has two doors and one kind of table: a server on the premises is mapped by the same names. */
for (const name of ['dataverse', 'dynamics-ce'])
  describe(`the pack ${name}`, () => {
    const pack = readPack(name);
    const findings = (schema: SchemaIndex): MappingFinding[] => findingsOf(pack, schema);

    it('finds everything it needs in the fake', async () => {
      const schema = await read(Readable.from([Buffer.from(metadataOf(tables()))]));
      expect(findings(schema).filter((f) => f.level === 'error')).to.deep.equal([]);
    });

    it('names nothing that is there for competitors', () => {
      const named = pack.flatMap((file) => namedIn(mappingFile.parse(file))).map(nameOf);
      expect(named.length).to.be.greaterThan(40);
      expect(named.filter(isPrivateThere)).to.deep.equal([]);
    });

    it('never writes what the host works out', () => {
      const sent = pack.flatMap((file) => compileMapping(file, null).mapping?.sends ?? []).map((s) => s.property);
      expect(sent.filter((p) => ['totalamount', 'totaltax', '_accountid_value', 'customerid'].includes(p))).to.deep.equal([]);
      expect(sent).to.include.members(['customerid_account@odata.bind', 'tax', 'productid@odata.bind']);
    });

    if (existsSync(recorded))
      describe('with the recorded metadata of an organisation', () => {
        let schema: SchemaIndex;
        before(async () => {
          schema = await read(createReadStream(recorded));
        });

        it('misses only the columns an administrator makes', () => {
          const missing = findings(schema).map((f) => f.property ?? f.set ?? '');
          expect(missing.filter((name) => !name.startsWith('new_'))).to.deep.equal([]);
          expect(missing).to.include.members(['new_inn', 'new_kpp', 'new_date']);
        });

        it('has every stock column of the fake, of the same type', () => {
          const stock = [...tables().values()].flatMap((t) => [...t.columns].map(([name, c]) => ({ set: t.set, name, type: `Edm.${c.type}` }))); // prettier-ignore
          const wrong = stock.filter(({ set, name, type }) => !name.startsWith('new_') && schema.type(set, name) !== type);
          expect(wrong.map(({ set, name }) => `${set}.${name} ${String(schema.type(set, name))}`)).to.deep.equal([]);
        });
      });
  });
