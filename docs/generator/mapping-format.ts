/** docs/reference/mapping-format.md and mappings/schema.json: what a mapping file may say, and the fields it may name. */
import { ENTITY_LABELS, FIELDS, type FieldSpec } from '../../connector/fields.ts';
import type { Entity } from '../../connector/model.ts';
import { mappingFile } from '../../mappings/file.ts';
import { code, NOTE, table } from './markdown.ts';
import { defaultOf, jsonSchema, typeOf, type Schema } from './json-schema.ts';

export const mappingSchema = (): Schema => jsonSchema(mappingFile, 'Sidebook mapping');

export function mappingPage(): string {
  const schema = mappingSchema();
  const props = schema.properties ?? {};
  const types = fieldTypes(props['fields']);
  const common = Object.keys(types[0]?.properties ?? {}).filter((k) => types.every((s) => s.properties && k in s.properties));
  return [
    NOTE, INTRO, '## The file', keys(schema, () => true),
    '## Scope: `scope.in` and `scope.out`', keys(props['scope']?.properties?.['in'] ?? {}, () => true),
    '## Small tables: `lookups.NAME`', keys(valueOf(props['lookups']), () => true),
    '## Facts that stand elsewhere: `joins`', keys((props['joins']?.items ?? {}) as Schema, () => true),
    '## Operations of a web service: `soap`', SOAP, keys(props['soap'] ?? {}, () => true), keys(props['soap']?.properties?.['list'] ?? {}, () => true),
    '## Fields', FIELD, keys(types[0] ?? {}, (k) => common.includes(k) && k !== 'type'),
    ...types.map((s) => oneType(s, common)),
    '## Canonical fields', CANONICAL, ...Object.keys(FIELDS).map((e) => entity(e as Entity)),
  ].join('\n\n'); // prettier-ignore
}

const valueOf = (s: Schema | undefined): Schema => (typeof s?.additionalProperties === 'object' ? s.additionalProperties : {});
const fieldTypes = (s: Schema | undefined): readonly Schema[] => {
  const item = (s?.items ?? {}) as Schema;
  return item.oneOf ?? item.anyOf ?? [];
};

function keys(schema: Schema, shown: (key: string) => boolean): string {
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => shown(name))
    .map(([name, s]) => [code(name), short(s), defaultOf(s, schema.required?.includes(name) ?? false), s.description ?? '']);
  return rows.length === 0 ? '' : table(['Key', 'Value', 'When left out', 'Meaning'], rows);
}

/** Long shapes have a section of their own. */
const short = (s: Schema): string => (typeOf(s).length > 90 ? 'see below' : typeOf(s));

function oneType(s: Schema, common: readonly string[]): string {
  const type = s.properties?.['type'];
  const names = [type?.const, ...(type?.enum ?? [])].filter((n) => n !== undefined).map(String);
  const what = names.map((n) => TYPES[n]).filter(Boolean).join(' '); // prettier-ignore
  return [`### ${names.map(code).join(', ')}`, what, keys(s, (k) => !common.includes(k))].filter(Boolean).join('\n\n');
}

const entity = (e: Entity): string =>
  [
    `### ${ENTITY_LABELS[e].en} (${ENTITY_LABELS[e].ru}): \`${e}\``,
    table(
      ['Field', 'По-русски', 'English', 'Type', 'Unit'],
      Object.entries(FIELDS[e]).map(([name, f]) => row(name, f)),
    ),
  ].join('\n\n');

const row = (name: string, f: FieldSpec): string[] => [
  code(name),
  f.ru,
  f.en,
  f.ref ? `ref to ${f.ref}` : f.values ? f.values.join(', ') : f.max ? `${f.type} ${String(f.max)}` : f.type,
  `${f.unit === name ? '' : f.unit}${f.frozen ? `${f.unit === name ? '' : ', '}frozen when posted` : ''}`,
];

/** What no schema says: how a value travels. Laws of each type: test/laws. */
const TYPES: Readonly<Record<string, string>> = {
  text: 'Text, trimmed at the ends. `same: "folded"` takes texts that differ in case or inner white space for equal.',
  money: 'A sum: decimal text here, a number there; never a floating-point number in between.',
  decimal: 'A quantity or another number with a fixed scale.',
  date: 'A day.',
  dateTime: 'Wall clock of the organisation, without a zone.',
  flag: 'True or false.',
  choice:
    'One of our words for a value of the host, or for several properties together. A value without a row is asked, never guessed; `null` in a row matches anything and is not written.',
  ref: 'A reference to another record. An object waits until its required references are known.',
  lookup: 'A word found in one of the small tables by reference, e.g. the two letters of a country.',
  action: 'Something the host does rather than stores: posting.',
  partyKind: 'Company, sole trader, person or foreign: told together by the legal form, the sole-trader flag and the country.',
  rate: 'A currency rate and its multiplicity.',
  vatTotal: 'The VAT of an invoice as the sum of its lines, where the host has no field for it. Read only.',
  lookupFlag:
    'Yes or no, as a small table of the base says of what a reference leads to: VAT inside by the type of price. Read only.',
  lastDate: 'The last date of a part: the due date of an invoice paid in stages. Read only.',
  contacts: 'Phone, e-mail and addresses as rows of one part; rows we do not know stay as they are.',
  lines: 'A tabular part. It merges as a whole; rows are recognised by `identity`, columns we do not map stay.',
};

const INTRO = `# Mapping format

A mapping says how one kind of record looks in one kind of host. It is data, one JSON file a kind; files that belong to one configuration of 1C form a pack:
\`mappings/onec-bp30\` (Бухгалтерия 3.0) and \`mappings/onec-ut11\` (УТ 11.5, КА 2.5, ERP 2.5). Each names [mappings/schema.json](../../mappings/schema.json) as its \`$schema\`, so editors complete and check it.
Before anything is written, every name is compared with the live \`$metadata\` of the base; what is missing stops its kind, not the rest (\`npx sidebook mappings check\`).
To change something for one installation, leave the pack alone and say it in the configuration: [change a mapping](../guides/change-a-mapping.md).`;

const SOAP = `How a web service is asked for one kind ([guide](../guides/onec-soap.md)). Each operation has the keys of the second table; only \`list\` knows \`total\` and \`end\`.`;

const FIELD = `\`host\` names a property; \`"A | B"\` takes the first the base has, \`"A?"\` may be missing. These keys fit every type:`;

const CANONICAL = `The names of our side, whatever the host. Fields with the same unit merge as a whole: two people changing a price and a quantity of one invoice is a question, not a mixture.`;
