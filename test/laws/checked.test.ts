/** "mappings check": what a pack names, held against what a base shows. */
import { expect } from 'chai';
import { setsOf } from '../../connector/pack-of.ts';
import { metaProperties } from '../../connector/hosts/metadata.ts';
import { SchemaIndex } from '../../connector/hosts/schema.ts';
import { readPack, type RawMapping } from '../../connector/packs.ts';
import { compileMapping, type HostSchema, type MappingFinding } from '../../mappings/compile.ts';
import { mappingFile } from '../../mappings/file.ts';
import { namedIn, nameOf, type Named } from '../../mappings/named.ts';
import { ask } from '../hosts/onec/ask.ts';
import { withFake } from '../hosts/onec/samples.ts';
import { bigMetadata } from './big-metadata.ts';
import { hasCorpus, Proven } from './proven.ts';

const PACKS = { 'onec-bp30': 'bp', 'onec-ut11': 'ut' } as const;
const BASES = { bp30: 'onec-bp30', 'bp30-198': 'onec-bp30', ut115: 'onec-ut11' } as const;

/** What stays empty there, told as a note. */
const LACKS: Readonly<Record<keyof typeof BASES, readonly string[]>> = {
  bp30: ['Catalog_Контрагенты.Ответственный_Key'],
  'bp30-198': [],
  ut115: ['Document_РеализацияТоваровУслуг.Товары.Содержание'],
};

const named = (pack: readonly RawMapping[]): Named[] => {
  const all = pack.flatMap((file) => namedIn(mappingFile.parse(file)));
  return [...new Map(all.map((n) => [nameOf(n), n])).values()];
};
const unprovenIn = (pack: readonly RawMapping[]): string[] => [
  ...new Set(pack.flatMap((file) => mappingFile.parse(file).unproven)),
];
const findings = (pack: readonly RawMapping[], schema: HostSchema): readonly MappingFinding[] =>
  pack.flatMap((file) => compileMapping(file, schema).findings);

/** What is found besides, when this one is missing. */
function more(pack: readonly RawMapping[], base: HostSchema, hidden: Named): MappingFinding[] {
  const was = new Set(findings(pack, base).map((f) => JSON.stringify(f)));
  return findings(pack, without(base, hidden)).filter((f) => !was.has(JSON.stringify(f)));
}

/** What our objects take from this set, by the name it has with us. */
const fromJoin = (pack: readonly RawMapping[], set: string): ReadonlySet<string> => {
  const joins = pack.flatMap((file) => mappingFile.parse(file).joins).filter((j) => j.set === set);
  const columns = named(pack).filter((n) => n.set === set).map((n) => n.property ?? ''); // prettier-ignore
  return new Set(joins.length === 0 ? [] : [...joins.flatMap((j) => Object.values(j.take)), ...columns]);
};

/** Not needed to read: a register may have fewer dimensions, and rows that are only read need no numbers. */
const SPARED: ReadonlySet<string> = new Set([
  'Document_ЗаказКлиента.Товары.LineNumber',
  'Document_РеализацияТоваровУслуг.Товары.LineNumber',
  'InformationRegister_ЦеныНоменклатуры25_RecordType.ХарактеристикаЦО_Key',
  'InformationRegister_ЦеныНоменклатуры25_RecordType.СерияЦО_Key',
  'InformationRegister_ЦеныНоменклатуры25_RecordType.УпаковкаЦО_Key',
]);

/** The same base without one set, or without one property. */
const without = (schema: HostSchema, hidden: Named): HostSchema => ({
  hasSet: (set) => !(hidden.property === null && set === hidden.set) && schema.hasSet(set),
  type(set, property, part) {
    const gone =
      set === hidden.set && (hidden.property === null || (property === hidden.property && (part ?? null) === hidden.part));
    return gone ? null : schema.type(set, property, part);
  },
});

for (const [name, family] of Object.entries(PACKS))
  describe(`the names of the pack ${name}`, () => {
    const pack = readPack(name);

    it('are all known where they are said to be unproven', () => {
      const known = new Set(named(pack).map(nameOf));
      expect(unprovenIn(pack).filter((n) => !known.has(n))).to.deep.equal([]);
    });

    if (hasCorpus)
      it('are proven by a real base, or listed as unproven, never both', async () => {
        const proven = await Proven.of(family);
        const open = named(pack).filter((n) => !proven.has(n));
        expect(unprovenIn(pack)).to.have.members(open.map(nameOf));
      });
  });

for (const [profile, name] of Object.entries(BASES) as [keyof typeof BASES, string][])
  describe(`the pack ${name} against a base of ${profile}`, () => {
    const held = withFake({ profile });
    const pack = readPack(name);
    const read = async (): Promise<SchemaIndex> => {
      const { text } = await ask(held.fake, 'GET', '$metadata', { query: { $format: null } });
      return SchemaIndex.read(metaProperties(chunks(text)), setsOf(pack));
    };

    it('finds everything but what this release is known not to have', async () => {
      const told = findings(pack, await read()).map((f) => [f.level, nameOf({ set: f.set ?? '', part: f.detail || null, property: f.property })]); // prettier-ignore
      expect(told).to.deep.equal(LACKS[profile].map((name) => ['info', name]));
    });

    it('names every set that is missing, and nothing it has no part in', async () => {
      const base = await read();
      for (const set of setsOf(pack)) {
        const told = more(pack, base, { set, part: null, property: null });
        expect(
          told.filter((f) => f.property === null).map((f) => f.set),
          set,
        ).to.include(set);
        expect(told.filter((f) => f.set !== set && !fromJoin(pack, set).has(f.property ?? ''))).to.deep.equal([]);
      }
    });

    it('names every property that is missing, once, and no other', async () => {
      const base = await read();
      const there = named(pack).filter((n) => n.property !== null && base.type(n.set, n.property, n.part ?? undefined) !== null);
      for (const hidden of there.filter((n) => !SPARED.has(nameOf(n)))) {
        const told = new Set(more(pack, base, hidden).map((f) => f.property));
        expect(told.size, nameOf(hidden)).to.equal(1);
        const [property = ''] = told;
        expect(
          property?.includes(hidden.property ?? '') || fromJoin(pack, hidden.set).has(property ?? ''),
          nameOf(hidden),
        ).to.equal(true);
      }
    });
  });

describe('a $metadata of four thousand sets', () => {
  it('is checked as it streams, in bounded memory', async () => {
    const pack = readPack('onec-bp30');
    const before = process.memoryUsage().rss;
    let [size, peak] = [0, 0];
    const watched = (async function* () {
      for (const chunk of bigMetadata(4_000)) {
        size += Buffer.byteLength(chunk);
        peak = Math.max(peak, process.memoryUsage().rss - before);
        yield chunk;
      }
    })();
    const index = await SchemaIndex.read(metaProperties(watched), setsOf(pack));
    expect([index.sets.size, size > 17e6, index.hasSet('Catalog_Набор3999'), index.type('Catalog_Набор7', 'Имя1')]).to.deep.equal([4_000, true, true, null]); // prettier-ignore
    expect(peak).to.be.below(150e6);
  });
});

async function* chunks(text: string): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
}
