import { expect } from 'chai';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setsOf } from '../../connector/pack-of.ts';
import { bcPack } from '../../connector/hosts/bc/pack.ts';
import { entityProperties } from '../../connector/hosts/entity-metadata.ts';
import { SchemaIndex } from '../../connector/hosts/schema.ts';
import { readPack } from '../../connector/packs.ts';
import { compileMapping, type MappingFinding } from '../../mappings/compile.ts';
import { mappingFile } from '../../mappings/file.ts';
import { namedIn, nameOf } from '../../mappings/named.ts';
import { isPrivateThere } from '../../mappings/private-words.ts';
import { metadataOf, tables } from '../hosts/bc/schema.ts';
import { ROOT } from '../unit/source-files.ts';

const pack = readPack('business-central');
const recorded = join(ROOT, '../shared/corpus/dynamics/bc/metadata/api-v2.0.metadata.xml');
const every = new Set([...setsOf(pack), ...tables().keys()]);
const read = (stream: AsyncIterable<Uint8Array>): Promise<SchemaIndex> => SchemaIndex.read(entityProperties(stream), every);
const ways = [true, false].flatMap((books) => [true, false].map((posts) => ({ books, posts })));
const findings = (schema: SchemaIndex): MappingFinding[] =>
  ways.flatMap((way) => bcPack(pack, way)).flatMap((file) => compileMapping(file, schema).findings);

describe('the pack for Business Central', () => {
  it('finds everything it needs in the fake', async () => {
    expect(findings(await read(Readable.from([Buffer.from(metadataOf(tables()))])))).to.deep.equal([]);
  });

  it('names nothing that is there for competitors', () => {
    const named = pack.flatMap((file) => namedIn(mappingFile.parse(file))).map(nameOf);
    expect(named.length).to.be.greaterThan(40);
    expect(named.filter(isPrivateThere)).to.deep.equal([]);
  });

  it('never writes what is worked out there: sums, debts, payment states', () => {
    const sent = pack.flatMap((file) => compileMapping(file, null).mapping?.sends ?? []).map((s) => s.property);
    const made = ['totalAmountIncludingTax', 'totalTaxAmount', 'balanceDue', 'remainingAmount', 'status', '$paid', '$debt'];
    expect(sent.filter((p) => made.includes(p))).to.deep.equal([]);
    expect(sent).to.include.members(['customerId', 'unitPrice', 'externalDocumentNumber']);
  });

  it('takes its own numbers and payments where it keeps the books, and ours where another base does', () => {
    const at = (books: boolean) => bcPack(pack, { books, posts: false }).map((file) => compileMapping(file, null).mapping);
    const number = (books: boolean): unknown[] => {
      const invoice = at(books).find((m) => m?.entity === 'invoice');
      const unit = invoice?.units.find((u) => u.unit === 'number');
      return [invoice?.hostName('number'), unit?.direction, invoice?.source.marker ?? null];
    };
    expect(number(true)).to.deep.equal(['number', 'from-host', 'externalDocumentNumber']);
    expect(number(false)).to.deep.equal(['externalDocumentNumber', 'to-host', null]);
    expect(at(false).map((m) => m?.entity)).to.not.include.members(['payment', 'balance']);
  });

  it('posts only where that is switched on', () => {
    const action = (posts: boolean): unknown => {
      const [file] = bcPack(pack, { books: true, posts }).filter((f) => f.entity === 'invoice');
      return compileMapping(file, null).mapping?.units.find((u) => u.unit === 'posted')?.action;
    };
    expect([action(true), action(false)]).to.deep.equal([{ on: 'post', off: null }, null]);
  });

  if (existsSync(recorded))
    describe('with the recorded metadata of API v2.0', () => {
      let schema: SchemaIndex;
      before(async () => {
        schema = await read(createReadStream(recorded));
      });

      it('misses nothing', () => {
        expect(findings(schema)).to.deep.equal([]);
      });

      it('has every column of the fake, of the same type', () => {
        const all = [...tables().values()].flatMap((t) => [...t.columns].map(([name, c]) => ({ set: t.set, name, type: c.type.startsWith('.') ? `Microsoft.NAV${c.type}` : `Edm.${c.type}` }))); // prettier-ignore
        const wrong = all.filter(({ set, name, type }) => schema.type(set, name) !== type);
        expect(wrong.map(({ set, name }) => `${set}.${name} ${String(schema.type(set, name))}`)).to.deep.equal([]);
      });
    });
});
