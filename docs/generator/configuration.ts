/** docs/reference/configuration.md: every key, from the schema that reads the file. */
import { configFile } from '../../connector/config.ts';
import { code, NOTE, table } from './markdown.ts';
import { defaultOf, jsonSchema, typeOf, type Schema } from './json-schema.ts';

export const configSchema = (): Schema => jsonSchema(configFile, 'sidebook.config.jsonc');

export function configurationPage(): string {
  const schema = configSchema();
  const [host = {}, onecSoap = {}, dataverse = {}, central = {}, organization = {}] =
    valueOf(schema.properties?.['hosts']).oneOf ?? [];
  const server = schema.properties?.['server'];
  const mapping = valueOf(host.properties?.['mappings']);
  const keysOf = (section: string): string => keys(schema.properties?.[section] ?? {});
  return [
    NOTE,
    INTRO,
    keys(schema),
    '## A 1C base: `hosts.NAME`',
    keys(host),
    '## A 1C base over a web service: `hosts.NAME`',
    ONEC_SOAP,
    keys(onecSoap),
    '## Dynamics 365 on Dataverse: `hosts.NAME`',
    DATAVERSE,
    keys(dataverse),
    '## Dynamics 365 Business Central: `hosts.NAME`',
    CENTRAL,
    keys(central),
    '## Dynamics CRM on the premises: `hosts.NAME`',
    ORGANIZATION,
    keys(organization),
    '## Parts of a host',
    part('Password: `password`, `secret`', SECRET, null),
    part('Exchange plan: `exchangePlan`', '', host.properties?.['exchangePlan']),
    part('Follower: `follows`', FOLLOWS, host.properties?.['follows']),
    part('Mapping: `mappings.KIND`', MAPPING, mapping),
    part('Scope: `mappings.KIND.scope.in` and `.out`', '', mapping.properties?.['scope']?.properties?.['in']),
    part('Field: `mappings.KIND.fields.NAME`', '', valueOf(mapping.properties?.['fields'])),
    '## The audit: `audit`',
    keysOf('audit'),
    '## Retention: `retention`',
    keysOf('retention'),
    '## Escalation: `escalation`',
    ESCALATION,
    keysOf('escalation'),
    part('Webhook: `escalation.webhook`', '', schema.properties?.['escalation']?.properties?.['webhook']),
    part('Mail: `escalation.mail`', '', schema.properties?.['escalation']?.properties?.['mail']),
    '## The server: `server`',
    server ? keys(server) : '',
    part('Listen: `server.listen`', '', server?.properties?.['listen']),
    part('HTTPS: `server.tls`', TLS, null),
  ].join('\n\n');
}

/** The value of a table whose keys are free. */
const valueOf = (s: Schema | undefined): Schema => (typeof s?.additionalProperties === 'object' ? s.additionalProperties : {});

const part = (title: string, text: string, schema: Schema | null | undefined): string =>
  [`### ${title}`, text, schema ? keys(schema) : ''].filter(Boolean).join('\n\n');

function keys(schema: Schema): string {
  const rows = Object.entries(schema.properties ?? {}).map(([name, s]) => [
    code(name),
    typeOf(s),
    defaultOf(s, schema.required?.includes(name) ?? false),
    s.description ?? '',
  ]);
  return table(['Key', 'Value', 'When left out', 'Meaning'], rows);
}

const INTRO = `# Configuration

Sidebook reads \`sidebook.config.jsonc\` in the folder it is started from, or the file named with \`--config\`. Comments and a comma after the last entry are welcome.
It is read once at start. Everything wrong with it is told at once, each with its line; an unknown key is an error, never ignored.
\`npx sidebook init\` writes one with comments. Its \`$schema\` leads editors to [sidebook.config.schema.json](sidebook.config.schema.json), so they complete and check it.

Whether Sidebook may write to a host is deliberately no key of this file: a named person switches it with \`sidebook write on\`, and the journal keeps who did.

## The file`;

const SECRET = `A password never stands in the file. It comes from an environment variable, \`{ "env": "SIDEBOOK_PASSWORD" }\`, or from a file beside the configuration, \`{ "file": "./password" }\`.`;

const CENTRAL = `The guide [connect Business Central](../guides/connect-business-central.md) makes the app registration and its permissions, and says what is read and written.`;

const ONEC_SOAP = `The guide [connect a 1C base over a web service](../guides/onec-soap.md) has a service to take as it is, and how to describe another one.`;

const DATAVERSE = `The guide [connect Dataverse](../guides/connect-dataverse.md) makes the app registration, the role and the columns.`;

const ORGANIZATION = `The guide [connect Dynamics CRM on the premises](../guides/connect-dynamics-crm.md) makes the user, the role and the columns, and says which way of signing in is right.`;

const FOLLOWS = `For bases that already exchange with each other (УТ feeds БП): name the base the objects come from. The follower is matched and read, never written.`;

const ESCALATION = `The guide [tell the lead what waits too long](../guides/escalation.md) has an example, and how a message is signed.`;

const TLS = `Either \`{ "cert": "./fullchain.pem", "key": "./privkey.pem" }\` or \`{ "pfx": "./sidebook.pfx", "passphrase": { "env": "PFX_PASSWORD" } }\`; read once at start. The guide [HTTPS](../guides/https.md) has both, and the way behind IIS or nginx.`;

const MAPPING = `Changes single points of the pack for this base; the kinds are those of [mapping-format.md](mapping-format.md). The guide [change a mapping](../guides/change-a-mapping.md) shows it at work.`;
