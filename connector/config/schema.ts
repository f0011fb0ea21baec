/** What may stand in sidebook.config.jsonc. Messages are words of CONFIG_PROBLEMS (errors.ts), told in the reader's language. */
import { z } from 'zod';
import { compareSection } from './compare.ts';
import { auditSection, retentionSection } from './own.ts';
import { escalationSection } from './escalation.ts';
import { rightsSection } from './rights.ts';
import { isBare, serverSection } from './server.ts';
import { FIELDS } from '../fields.ts';
import { choiceValues, scopeFile } from '../../mappings/file.ts';

/** A password in an address ends up in logs. */
const hasNoUser = (url: string): boolean => !/^[^/]*\/\/[^/]*@/.test(url);

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const entity = z.enum(Object.keys(FIELDS) as [keyof typeof FIELDS, ...(keyof typeof FIELDS)[]]);
const secret = z
  .union([z.object({ env: z.string().min(1) }).strict(), z.object({ file: z.string().min(1) }).strict()], {
    error: 'secret',
  })
  .describe('Where the password comes from');
const days = z.number().int().min(1).max(3650);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'hours');

const fieldOverride = z
  .object({
    policy: z.enum(['ask', 'ours', 'theirs']).optional().describe('Who wins when both sides changed it'),
    direction: z.enum(['both', 'from-host', 'to-host', 'create-only']).optional().describe('Which way the field travels'),
    host: z.string().optional().describe('Another property of the host, e.g. of an extension'),
    values: choiceValues.optional().describe('Of a choice: rows [our word, value of the host], e.g. of an option set'),
    omit: z.literal(true).optional().describe('Leave the field alone on both sides'),
  })
  .strict();

const mappingOverride = z
  .object({
    off: z.literal(true).optional().describe('Do not sync this kind with this host'),
    create: z.boolean().optional().describe('May objects of this kind be created in the host'),
    first: z.enum(['theirs', 'ask']).optional().describe('Both sides filled, different and never agreed: who holds'),
    onMark: z.enum(['ask', 'deactivate', 'ignore']).optional().describe('What a deletion mark over there leads to'),
    marker: z.string().optional().describe('A host property that may carry our id; nothing technical is written without it'),
    scope: z
      .object({ in: scopeFile.optional(), out: scopeFile.optional() })
      .strict()
      .optional()
      .describe('What is taken over (in) and what may be sent (out); the rest is left alone'),
    fields: z.record(z.string(), fieldOverride).optional().describe('Canonical field -> what is different here'),
  })
  .strict();
export type MappingOverride = z.infer<typeof mappingOverride>;

/** What every kind of host has. */
const common = {
  books: z.boolean().describe('Its posting counts: a posted invoice is frozen for everyone else'),
  timeZone: z
    .string()
    .refine(isZone, 'time-zone')
    .optional()
    .describe('Zone of its wall clock, e.g. Europe/Moscow; default: of this machine'),
  follows: z
    .object({
      home: z.string().describe('Name of the base it receives them from'),
      entities: z.array(entity).default(['counterparty', 'partner', 'invoice']).describe('What it receives'),
    })
    .strict()
    .optional()
    .describe('It receives these from another attached base by their own exchange: read, never written'),
  pageSize: z.number().int().min(1).max(5000).describe('Objects in one answer'),
  timeoutSeconds: z.number().int().min(1).max(900).default(120).describe('A cold base takes a minute for its first answer'),
  quietHours: z.array(time).default([]).describe('Nothing is asked of the host in these hours, by its own clock'),
  mappings: z.partialRecord(entity, mappingOverride).default({}).describe('Kind -> what this installation does differently'),
};
const address = z
  .url({ protocol: /^https?$/, error: 'url' })
  .refine(hasNoUser, 'url-user')
  .refine(isBare, 'public-url');

const onec = z
  .object({
    kind: z.literal('onec').describe('1C:Enterprise over its OData interface'),
    profile: z.enum(['bp30', 'ut11']).describe('bp30: Бухгалтерия 3.0; ut11: УТ 11.5, КА 2.5, ERP 2.5'),
    url: address.describe('…/odata/standard.odata/'),
    user: z.string().min(1).describe('User of the infobase'),
    password: secret,
    ...common,
    books: common.books.default(true),
    exchangePlan: z
      .object({
        plan: z.string().describe('Set of the plan, e.g. ExchangePlan_Sidebook'),
        node: z.string().optional().describe('Code of our node; needed where the plan has several'),
        entities: z
          .array(entity)
          .default(['counterparty', 'partner', 'contract', 'product', 'invoice', 'payment'])
          .describe('What the plan registers; the rest is swept'),
      })
      .strict()
      .optional()
      .describe('An exchange plan of our own: changes arrive with the next cycle. Without it versions are compared'),
    postAfterCreate: z.boolean().default(false).describe('Post every invoice that is created there'),
    allowedOnly: z.boolean().default(false).describe('Ask only for rows the user may see; absence is then never a deletion'),
    recentDays: z
      .number()
      .int()
      .min(1)
      .max(400)
      .default(60)
      .describe('Documents of the last so many days are looked at every two minutes'),
    pageSize: common.pageSize.default(200),
  })
  .strict();
export type OnecConfig = z.infer<typeof onec>;

const onecSoap = z
  .object({
    kind: z.literal('onec-soap').describe('1C:Enterprise over a web service (SOAP) of its own'),
    profile: z.literal('soap').default('soap'),
    url: address.describe('…/ws/NAME.1cws'),
    user: z.string().min(1).describe('User of the infobase'),
    password: secret,
    wsdl: z
      .object({ file: z.string().min(1) })
      .strict()
      .optional()
      .describe('A saved WSDL, from the folder of the configuration; without it the service is asked for its own'),
    soapVersion: z.enum(['1.1', '1.2']).default('1.1').describe('Version of the envelopes'),
    pack: z
      .string()
      .min(1)
      .optional()
      .describe('Folder with mappings of your own service, from the folder of the configuration; without it that of the guide'),
    ...common,
    books: common.books.default(true),
    postAfterCreate: z.boolean().default(false).describe('Post every invoice that is created there'),
    recentDays: z
      .number()
      .int()
      .min(1)
      .max(400)
      .default(60)
      .describe('Documents of the last so many days are looked at every two minutes'),
    pageSize: common.pageSize.default(500),
  })
  .strict();
export type OnecSoapConfig = z.infer<typeof onecSoap>;

/** Where Entra ID signs applications in. */
const AUTHORITY = 'https://login.microsoftonline.com/';

/** Signing in as an application of Entra ID. */
const entra = {
  tenant: z
    .string()
    .regex(/^[\w.-]+$/, 'tenant')
    .describe('Directory (tenant) of Entra ID: its id or its domain'),
  clientId: z.string().min(1).describe('Application (client) id of the app registration'),
  secret: secret.describe('Where the client secret comes from'),
  authority: address.default(AUTHORITY).describe('Where Entra ID signs in; another one for national clouds'),
};

const dataverse = z
  .object({
    kind: z.literal('dataverse').describe('Dynamics 365 on Dataverse over its Web API'),
    profile: z.literal('dataverse').default('dataverse'),
    url: address.describe('https://ORG.crm4.dynamics.com/api/data/v9.2/'),
    ...entra,
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9]{1,7}$/, 'prefix')
      .default('new')
      .describe("Publisher's prefix of the columns made for Sidebook: new_inn, new_kpp, …"),
    labels: z
      .object({
        clientId: z.string().min(1).describe('Application of an administrator, another one than that of the sync'),
        secret: secret.describe('Where its client secret comes from; read only when labels are exported or imported'),
        solution: z
          .string()
          .regex(/^\w{1,65}$/, 'solution')
          .optional()
          .describe('Unique name of the unmanaged solution whose labels these are; --solution names another'),
      })
      .strict()
      .optional()
      .describe('Export and import of the labels of Dynamics itself: translations with --organisation, and the panel'),
    ...common,
    books: common.books.default(false),
    pageSize: common.pageSize.default(1000),
  })
  .strict();
export type DataverseConfig = z.infer<typeof dataverse>;

const bc = z
  .object({
    kind: z.literal('business-central').describe('Dynamics 365 Business Central over its API v2.0'),
    profile: z.literal('business-central').default('business-central'),
    url: address.describe('https://api.businesscentral.dynamics.com/v2.0/TENANT/ENVIRONMENT/api/v2.0/'),
    ...entra,
    company: z.string().min(1).describe('Company that is synchronised: its name, its display name or its id'),
    ...common,
    books: common.books
      .default(true)
      .describe('It keeps the books: numbers, payment states and debts come from it; false where another attached base does'),
    postAfterCreate: z.boolean().default(false).describe('Post every invoice that is created there'),
    pricesIncludeTax: z
      .boolean()
      .default(false)
      .describe('Prices of its customers include VAT; invoices of the other way are not written, their amounts would change'),
    lineAccount: z.string().min(1).max(20).optional().describe('Number of the G/L account of invoice lines without an item'),
    taxCodes: z
      .record(z.string().regex(/^\d{1,2}$/, 'percent'), z.string().min(1).max(20))
      .default({})
      .describe('Percent of VAT -> tax code there, written with a line; a percent not named is left to the item or the account'),
    pageSize: common.pageSize.default(1000),
  })
  .strict();
export type BcConfig = z.infer<typeof bc>;

/** A password in clear leaves this machine over https alone. */
const isSafe = (url: string): boolean => /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url);

const organization = z
  .object({
    kind: z.literal('organization').describe('Dynamics CRM on the premises over its Organization Service (SOAP)'),
    profile: z.literal('dynamics-ce').default('dynamics-ce'),
    url: address
      .refine((url) => url.endsWith('/Organization.svc/web'), 'organization-url')
      .describe('https://SERVER/ORG/XRMServices/2011/Organization.svc/web'),
    signIn: z
      .enum(['ntlm', 'basic', 'adfs'])
      .default('ntlm')
      .describe('ntlm: Windows authentication; basic: only over https; adfs: a server that faces the Internet (IFD)'),
    user: z.string().min(1).describe('DOMAIN\\user; for adfs user@domain'),
    password: secret,
    authority: address.optional().describe('adfs: https://ADFS/adfs/'),
    clientId: z.string().min(1).optional().describe('adfs: id of the client registered there'),
    prefix: z
      .string()
      .regex(/^[a-z][a-z0-9]{1,7}$/, 'prefix')
      .default('new')
      .describe("Publisher's prefix of the columns made for Sidebook: new_inn, new_kpp, …"),
    ...common,
    books: common.books.default(false),
    pageSize: common.pageSize.default(1000),
  })
  .strict()
  .refine((o) => o.signIn !== 'basic' || isSafe(o.url), { error: 'not-encrypted', path: ['url'] })
  .refine((o) => o.signIn !== 'adfs' || (o.authority !== undefined && o.clientId !== undefined), {
    error: 'adfs-incomplete',
    path: ['signIn'],
  });
export type OrganizationConfig = z.infer<typeof organization>;

const enterprisedata = z
  .object({
    kind: z.literal('enterprisedata').describe('1C:Enterprise over its stock exchange of EnterpriseData messages'),
    profile: z.literal('enterprisedata').default('enterprisedata'),
    url: address.transform((url) => (url.endsWith('/') ? url : `${url}/`)).describe('Folder of the web services: …/ws/'),
    user: z.string().min(1).describe('User of the infobase, with the right to synchronise data'),
    password: secret,
    exchangePlan: z
      .string()
      .min(1)
      .default('СинхронизацияДанныхЧерезУниверсальныйФормат')
      .describe('Exchange plan of the universal format'),
    peerCode: z.string().min(1).describe('Our code in that plan, as the settings of the synchronisation in 1C show it'),
    prefix: z.string().max(2).default('СБ').describe('Prefix of numbers of objects made here, as 1C asks for it'),
    partKb: z.number().int().min(1).max(20_000).default(2048).describe('Size of a part of a file, in KB'),
    operationMinutes: z.number().int().min(1).max(1440).default(30).describe('How long 1C may prepare or load one message'),
    soap: z.enum(['1.1', '1.2']).default('1.1').describe('Version of the envelopes'),
    ...common,
    books: common.books.default(true),
    pageSize: common.pageSize.default(500),
  })
  .strict();
export type EnterpriseDataConfig = z.infer<typeof enterprisedata>;

const host = z.discriminatedUnion('kind', [onec, onecSoap, dataverse, bc, organization, enterprisedata]);
export type HostConfig = z.infer<typeof host>;

export const configFile = z
  .object({
    $schema: z.string().optional().describe('For editors: docs/reference/sidebook.config.schema.json'),
    language: z.enum(['ru', 'en']).optional().describe('Of messages; without it that of the system. --lang goes before it'),
    store: z
      .object({
        file: z.string().default('./data/sidebook.db').describe('SQLite file, from the folder of the configuration; keys, marks and accounts of this installation lie beside it'),
        url: secret.optional().describe('Where the address of a SQL Server comes from: mssql://USER:PASSWORD@SERVER/DATABASE; the store then is there'),
      })
      .strict()
      .default({ file: './data/sidebook.db' }), // prettier-ignore
    private: z
      .object({
        file: z
          .string()
          .min(1)
          .optional()
          .describe(
            'SQLite file of what never leaves: rivals, their prices, offers and stock, notes; without it private.db beside the store',
          ),
        url: secret
          .optional()
          .describe(
            'Where the address of a SQL Server comes from, with a login of its own; what never leaves and the audit then are there, in the schema sidebook_private',
          ),
        stamp: z
          .object({
            holder: z.string().min(1).max(300).describe('Whose secret it is, in full: «ООО Ромашка»'),
            address: z.string().min(1).max(500).describe('Where the holder has its seat'),
          })
          .strict()
          .optional()
          .describe('Stands under «Коммерческая тайна» on what is printed of rivals'),
      })
      .strict()
      .prefault({}),
    fresh: z
      .object({
        price: days.default(30).describe('Days a price somebody saw counts; then it is shown as stale and does not count'),
        stock: days.default(14).describe('The same of what a rival has in stock'),
        offer: days.default(90).describe('The same of an open offer of a rival'),
      })
      .strict()
      .prefault({})
      .describe('How long facts about rivals stay fresh'),
    hosts: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'host-name'), host)
      .refine((h) => Object.keys(h).length > 0, 'no-host')
      .describe('Short name -> an attached base; the name stands in commands, messages and ids'),
    issueIn: z
      .record(z.string(), z.string())
      .default({})
      .describe('ИНН of an organisation (or *) -> the host where its invoices are created'),
    cycleSeconds: z.number().int().min(1).max(3600).default(60).describe('Pause between two cycles'),
    silentMinutes: z
      .number()
      .int()
      .min(5)
      .default(60)
      .describe('Alarm when a flow had no success for so long although the host changed'),
    compare: compareSection.describe('Our price against those of rivals'),
    rights: rightsSection.describe('Who sees whose rows'),
    audit: auditSection.describe('Who read, wrote, decided and switched what'),
    retention: retentionSection.describe('How long what is kept; "sidebook store clean" carries it out'),
    escalation: escalationSection.describe('What waits too long is raised to the lead'),
    server: serverSection.describe('The server of widgets and API'),
  })
  .strict();
export type ConfigFile = z.infer<typeof configFile>;
