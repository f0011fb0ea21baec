import { expect } from 'chai';
import { parse } from 'jsonc-parser';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { generated, GENERATED, pathOf } from '../../docs/generate.ts';
import { SILENT } from '../../docs/generator/commands.ts';
import { program } from '../../connector/cli/main.ts';
import { configText, schemaAddress } from '../../connector/cli/init.ts';
import { parseConfig } from '../../connector/config.ts';

const read = (file: string): string => readFileSync(pathOf(file), 'utf8').replaceAll('\r\n', '\n');
const accepts = (file: string): z.ZodType => z.fromJSONSchema(JSON.parse(read(file)) as z.core.JSONSchema.JSONSchema);
const packs = readdirSync(pathOf('mappings'), { withFileTypes: true }).filter(
  (d) => d.isDirectory() && d.name.startsWith('onec-'),
);

describe('the documentation made from the code', () => {
  for (const file of GENERATED)
    it(`is current: ${file}`, async () => {
      expect(read(file) === (await generated(file)), `${file} is out of date: run "npm run docs" and commit what it writes`).to.equal(true); // prettier-ignore
    });
});

/** What people read, as written by people. */
const PAGES = ['README.md', ...['guides', 'decisions', 'reference'].flatMap((f) => readdirSync(pathOf(`docs/${f}`)).map((n) => `docs/${f}/${n}`))].filter((f) => f.endsWith('.md')); // prettier-ignore

describe('what people read', () => {
  for (const page of PAGES)
    it(`leads nowhere that is not there: ${page}`, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((m) => m[1] ?? '');
      expect(links.filter((l) => !existsSync(join(dirname(pathOf(page)), l)))).to.deep.equal([]);
    });

  it('names only commands there are', () => {
    const known = new Set(commandLines(program(SILENT)));
    const said = PAGES.flatMap((page) =>
      [...read(page).matchAll(/npx sidebook ((?:--\S+ \S+ )?[a-z]+)/g)].map((m) => m[1] ?? ''),
    );
    expect(said.length).to.be.greaterThan(30);
    expect(said.map((s) => s.replace(/^--\S+ \S+ /, '')).filter((s) => !known.has(s))).to.deep.equal([]);
  });

  it('is short enough to be read: one page a decision', () => {
    const long = PAGES.filter((p) => p.startsWith('docs/decisions/') && read(p).split('\n').length > 40);
    expect([long, read('README.md').split('\n').length <= 120]).to.deep.equal([[], true]);
  });
});

const commandLines = (command: ReturnType<typeof program>): string[] => ['help', ...command.commands.map((c) => c.name())];

describe('the JSON Schema of mappings', () => {
  const schema = accepts('mappings/schema.json');

  for (const { name } of packs)
    it(`accepts every file of ${name}`, () => {
      const files = readdirSync(pathOf(`mappings/${name}`)).map((f) => `mappings/${name}/${f}`);
      const refused = files.filter((f) => !schema.safeParse(JSON.parse(read(f))).success);
      expect([refused, files.length > 5]).to.deep.equal([[], true]);
    });

  it('refuses an unknown key and an unknown type', () => {
    const unit = JSON.parse(read('mappings/onec-bp30/unit.json')) as { fields: object[] };
    const wrong = [
      { ...unit, nonsense: 1 },
      { ...unit, fields: [{ ...unit.fields[0], type: 'nonsense' }] },
    ];
    expect(wrong.map((w) => schema.safeParse(w).success)).to.deep.equal([false, false]);
  });
});

describe('the configuration that init writes', () => {
  const answers = { host: 'buh', profile: 'bp30', url: 'http://1c.example/buh/odata/standard.odata/', user: 'Sidebook', passwordEnv: 'P' }; // prettier-ignore

  for (const lang of ['ru', 'en'] as const)
    it(`is accepted as it stands, by its schema too (${lang})`, () => {
      const text = configText({ lang }, answers, './docs/reference/sidebook.config.schema.json');
      expect(() => parseConfig(text, 'sidebook.config.jsonc', { P: 'secret' }, lang)).not.to.throw();
      expect(accepts('docs/reference/sidebook.config.schema.json').safeParse(parse(text)).error).to.equal(undefined);
    });

  it('names a schema that stands where it says, from any folder', () => {
    const folders = [pathOf('.'), pathOf('data/demo'), tmpdir()];
    const addresses = folders.map((folder) => resolve(folder, schemaAddress(join(folder, 'sidebook.config.jsonc')) ?? ''));
    expect(new Set(addresses)).to.deep.equal(new Set([pathOf('docs/reference/sidebook.config.schema.json')]));
  });
});
