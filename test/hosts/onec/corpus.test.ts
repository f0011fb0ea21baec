import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, rowsOf, type Json } from './ask.ts';
import { startFakeOnec } from './fake.ts';
import { loadProfile, type ProfileName } from './profiles/index.ts';
import { propertiesOf, standardFields } from './schema/properties.ts';
import { createSchema } from './schema/schema.ts';
import { sidesOf, type EntitySet } from './schema/entity-sets.ts';
import type { Definition, Field } from './schema/types.ts';
import { today } from './samples.ts';

const corpus = join(import.meta.dirname, '../../../../shared/corpus/1c');
const releases: readonly [ProfileName, string][] = [
  ['bp30', 'bp-3.0.151.27'],
  ['bp30-198', 'bp-3.0.198.19'],
  ['ut115', 'ut-11.5.27.56'],
];

interface Fact {
  name: string;
  length?: number;
  odata: Record<string, string>;
}
type Facts = Record<'attributes' | 'dimensions' | 'resources', Fact[] | undefined> & {
  standard?: Record<string, string>;
  tabular?: Record<string, Fact[]>;
};

const read = (path: string): unknown => JSON.parse(readFileSync(join(corpus, path), 'utf8'));

/** `Имя Type length`, one line per OData property. */
const factLines = (facts: readonly Fact[]): string[] =>
  facts.flatMap((fact) => Object.entries(fact.odata).map(([name, type]) => `${name} ${type} ${fact.length ?? 0}`));

const fieldLines = (fields: readonly Field[]): string[] =>
  fields.flatMap(sidesOf).flatMap((field) => propertiesOf(field).map((p) => `${p.name} ${p.type} ${field.length ?? 0}`));

// Tests of facts that not every copy of the project has; without them nothing is registered.
if (existsSync(corpus)) {
  describe('fake 1C against the corpus', () => {
    for (const [profile, file] of releases) {
      const loaded = loadProfile(profile);
      const definitions = new Map<string, Definition>(loaded.definitions.map((d) => [d.name, d]));
      const facts = read(`schema-facts/${file}.json`) as { objects: Record<string, Facts>; enums: Record<string, string[]> };

      it(`names, types and lengths of ${profile} agree with facts`, () => {
        for (const [name, fact] of Object.entries(facts.objects)) {
          const d = definitions.get(name);
          const isChart = name.startsWith('ChartOfAccounts');
          expect(fieldLines(d?.dimensions ?? []), name).to.deep.equal(factLines(fact.dimensions ?? []));
          expect(fieldLines(d?.resources ?? []), name).to.deep.equal(factLines(fact.resources ?? []));
          if (!isChart) expect(fieldLines(d?.attributes ?? []), name).to.deep.equal(factLines(fact.attributes ?? []));
          for (const [part, rows] of Object.entries(fact.tabular ?? {})) {
            expect(fieldLines(d?.parts.find((p) => p.name === part)?.fields ?? []), `${name}.${part}`).to.deep.equal(
              factLines(rows),
            );
          }
        }
      });

      it(`standard attributes of ${profile} agree with facts`, () => {
        const schema = createSchema(loaded.definitions, loaded.enums);
        for (const [name, { standard }] of Object.entries(facts.objects)) {
          const known = standardFields(definitions.get(name) ?? fail(name)).flatMap(propertiesOf);
          for (const [property, type] of Object.entries(standard ?? {})) {
            const set: EntitySet | undefined =
              schema.find(name.startsWith('Accum') || name.startsWith('Accounting') ? `${name}_RecordType` : name) ?? undefined;
            const found =
              known.find((p) => p.name === property) ??
              set?.byName.get(property) ??
              schema.find(`${name}_RecordType`)?.byName.get(property);
            expect(found?.type, `${name}.${property}`).to.equal(type);
          }
        }
      });

      it(`enumerations of ${profile} have the members of facts`, () => {
        for (const [name, members] of Object.entries(facts.enums))
          expect(loaded.enums[name]?.split(' '), name).to.deep.equal(members);
      });
    }

    for (const [profile, file] of releases.slice(1)) {
      it(`metadata of ${profile} agrees with the derived one`, async () => {
        const fake = await startFakeOnec({ profile, now: () => today });
        const mine = typesIn((await ask(fake, 'GET', '$metadata', { query: { $format: null } })).text);
        await fake.close();
        for (const [name, type] of typesIn(readFileSync(join(corpus, `odata/metadata/${file}.derived.edmx`), 'utf8'))) {
          expect(mine.get(name), name).to.deep.equal(type);
        }
      });
    }

    for (const set of ['Document_РеализацияТоваровУслуг', 'Catalog_ДоговорыКонтрагентов']) {
      it(`sends ${set} with the recorded order and types`, async () => {
        const fake = await startFakeOnec({ profile: 'bp30', data: { counterparties: 20, invoices: 60 }, now: () => today });
        const [recorded] = (read(`odata/recorded/bp30-${set}.collection.json`) as { value: Json[] }).value;
        const sent = (await rowsOf(fake, set)).find((row) => !Array.isArray(row['Товары']) || row['Товары'].length > 0) ?? {};
        await fake.close();
        expectSameShape(recorded ?? {}, sent, set);
      });
    }

    it('replays recorded answers byte for byte', async () => {
      const fake = await startFakeOnec({ now: () => today });
      const body = readFileSync(join(corpus, 'odata/recorded/custom-Catalog_Контрагенты.entry.atom.xml'), 'utf8');
      fake.reply({ path: 'Catalog_Контрагенты', body, contentType: 'application/atom+xml;type=entry;charset=utf-8' });
      expect((await ask(fake, 'GET', 'Catalog_Контрагенты')).text).to.equal(body);
      await fake.close();
    });
  });
}

const fail = (name: string): never => {
  throw new Error(`the profile lacks ${name}`);
};

/** The recorded base is older and has fewer fields; what it has must come in the same order and kind. */
function expectSameShape(recorded: Json, sent: Json, path: string): void {
  const names = Object.keys(recorded).filter((name) => !name.includes('@'));
  expect(
    Object.keys(sent).filter((name) => names.includes(name)),
    path,
  ).to.deep.equal(names);
  for (const name of names) {
    const [a, b] = [recorded[name], sent[name]];
    expect(typeof b, `${path}.${name}`).to.equal(typeof a);
    const [lineA, lineB] = [a, b].map((v) => (Array.isArray(v) ? (v as Json[])[0] : undefined));
    if (lineA && lineB) expectSameShape(lineA, lineB, `${path}.${name}`);
  }
}

/** Entity and complex types as text: openness, key and properties in order. */
function typesIn(xml: string): Map<string, unknown> {
  const types = new Map<string, unknown>();
  for (const [, , name = '', attributes = '', body = ''] of xml.matchAll(
    /<(EntityType|ComplexType) Name="([^"]+)"([^>]*)>([\s\S]*?)<\/\1>/g,
  )) {
    types.set(name, {
      open: attributes.includes('OpenType'),
      key: [...body.matchAll(/PropertyRef Name="([^"]+)"/g)].map((m) => m[1]),
      properties: [...body.matchAll(/<Property Name="([^"]+)" Type="([^"]+)" Nullable="([^"]+)"/g)].map((m) =>
        m.slice(1).join(' '),
      ),
    });
  }
  return types;
}
