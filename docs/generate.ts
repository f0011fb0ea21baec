/** npm run docs: writes what can be derived from the code - settings, commands, messages, HTTP API, mapping format, JSON Schemas. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './generator/commands.ts';
import { configSchema, configurationPage } from './generator/configuration.ts';
import { errorsPage } from './generator/errors.ts';
import { httpApiPage } from './generator/http-api.ts';
import { mappingPage, mappingSchema } from './generator/mapping-format.ts';
import { formatted } from './generator/markdown.ts';

const MADE: Readonly<Record<string, () => string>> = {
  'docs/reference/configuration.md': configurationPage,
  'docs/reference/sidebook.config.schema.json': () => JSON.stringify(configSchema()),
  'docs/reference/commands.md': commandsPage,
  'docs/reference/errors.md': errorsPage,
  'docs/reference/http-api.md': httpApiPage,
  'docs/reference/mapping-format.md': mappingPage,
  'mappings/schema.json': () => JSON.stringify(mappingSchema()),
};

export const GENERATED: readonly string[] = Object.keys(MADE);

export const pathOf = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** What the file should hold now. */
export const generated = (file: string): Promise<string> => formatted(MADE[file]?.() ?? '', pathOf(file));

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const file of GENERATED) {
    writeFileSync(pathOf(file), await generated(file));
    console.log(file);
  }
