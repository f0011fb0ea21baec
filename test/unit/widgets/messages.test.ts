/** Every text a widget asks for is there in both languages, and says the same with the same values. */
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogues, widgetNames } from '../../../widgets/build.js';

const WIDGETS = join(import.meta.dirname, '../../../widgets');
type Messages = Readonly<Record<string, Readonly<Record<string, string>>>>;
const sources = (folder: string): string[] =>
  readdirSync(join(WIDGETS, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(messages|story)\.ts$/.test(file))
    .map((file) => readFileSync(join(WIDGETS, folder, file), 'utf8'));
/** Names of values: `{name}`, `{n, plural, …}`; those of a form only inside. */
const values = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))].sort();

describe('catalogues of the widgets', () => {
  for (const folder of ['runtime', ...widgetNames()]) {
    it(`${folder}: Russian and English have the same keys with the same values in them`, async () => {
      const { messages } = (await import(`../../../widgets/${folder}/messages.ts`)) as { messages: Messages };
      const { ru = {}, en = {} } = messages;
      expect(Object.keys(ru).sort()).to.deep.equal(Object.keys(en).sort());
      for (const key of Object.keys(ru)) {
        expect(key).to.match(new RegExp(`^${folder}\\.`));
        // Patterns of dates differ by nature.
        if (key.startsWith('runtime.format.')) continue;
        expect(values(ru[key] ?? ''), key).to.deep.equal(values(en[key] ?? ''));
      }
    });

    it(`${folder}: every key its code names is in its own catalogue or that of the runtime: a page has no others`, async () => {
      const texts = (await catalogues())['en'] ?? {};
      const written = [...widgetNames(), 'runtime'].join('|');
      const keys = sources(folder).flatMap((code) =>
        [...code.matchAll(new RegExp(`'((?:${written})\\.[\\w.-]+)'`, 'g'))].map(([, key = '']) => key),
      );
      const own = new RegExp(`^(runtime|${folder})\\.`);
      expect(keys.filter((key) => !own.test(key) || (!(key in texts) && !key.endsWith('.')))).to.deep.equal([]);
    });
  }
});
