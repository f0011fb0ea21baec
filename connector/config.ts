/**
 * sidebook.config.jsonc: read once, every problem at once with its line, frozen, passed in. Nothing else reads the environment.
 * Passwords come from the environment or a file, never from the configuration itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findNodeAtLocation, parseTree, printParseErrorCode, visit, type Node, type ParseError } from 'jsonc-parser';
import { z } from 'zod';
import { FIELDS } from './fields.ts';
import { SidebookError, type Lang } from './errors.ts';
import { scopeFile } from '../mappings/file.ts';

const entity = z.enum(Object.keys(FIELDS) as [keyof typeof FIELDS, ...(keyof typeof FIELDS)[]]);
const secret = z
  .union([z.object({ env: z.string().min(1) }).strict(), z.object({ file: z.string().min(1) }).strict()], {
    error: 'a secret is {"env": "NAME"} or {"file": "PATH"}, never the text itself',
  })
  .describe('Where the password comes from');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM-HH:MM');

const fieldOverride = z
  .object({
    policy: z.enum(['ask', 'ours', 'theirs']).optional().describe('Who wins when both sides changed it'),
    direction: z.enum(['both', 'from-host', 'to-host', 'create-only']).optional().describe('Which way the field travels'),
    host: z.string().optional().describe('Another property of the host, e.g. of an extension'),
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

const onec = z
  .object({
    kind: z.literal('onec').describe('1C:Enterprise over its OData interface'),
    profile: z.enum(['bp30', 'ut11']).describe('bp30: Бухгалтерия 3.0; ut11: УТ 11.5, КА 2.5, ERP 2.5'),
    url: z.url().describe('…/odata/standard.odata/'),
    user: z.string().min(1).describe('User of the infobase'),
    password: secret,
    books: z.boolean().default(true).describe('Its posting counts: a posted invoice is frozen for everyone else'),
    timeZone: z.string().optional().describe('Zone of its wall clock, e.g. Europe/Moscow; default: of this machine'),
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
    follows: z
      .object({
        home: z.string().describe('Name of the base it receives them from'),
        entities: z.array(entity).default(['counterparty', 'partner', 'invoice']).describe('What it receives'),
      })
      .strict()
      .optional()
      .describe('It receives these from another attached base by their own exchange: read, never written'),
    postAfterCreate: z.boolean().default(false).describe('Post every invoice that is created there'),
    allowedOnly: z.boolean().default(false).describe('Ask only for rows the user may see; absence is then never a deletion'),
    recentDays: z
      .number()
      .int()
      .min(1)
      .max(400)
      .default(60)
      .describe('Documents of the last so many days are looked at every two minutes'),
    pageSize: z.number().int().min(1).max(5000).default(200).describe('Objects in one answer'),
    timeoutSeconds: z.number().int().min(1).max(900).default(120).describe('A cold base takes a minute for its first answer'),
    quietHours: z.array(time).default([]).describe('Nothing is asked of the host in these hours, by its own clock'),
    mappings: z.partialRecord(entity, mappingOverride).default({}).describe('Kind -> what this installation does differently'),
  })
  .strict();
export type HostConfig = z.infer<typeof onec>;

export const configFile = z
  .object({
    $schema: z.string().optional().describe('For editors: docs/reference/sidebook.config.schema.json'),
    language: z.enum(['ru', 'en']).optional().describe('Of messages; without it that of the system. --lang goes before it'),
    store: z
      .object({ file: z.string().default('./data/sidebook.db').describe('SQLite file, from the folder of the configuration') })
      .strict()
      .default({ file: './data/sidebook.db' }),
    hosts: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a short lower-case name'), onec)
      .refine((h) => Object.keys(h).length > 0, 'at least one host')
      .describe('Short name -> an infobase; the name stands in commands, messages and ids'),
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
  })
  .strict();
export type ConfigFile = z.infer<typeof configFile>;

export interface Config extends ConfigFile {
  readonly file: string;
  readonly folder: string;
  /** Host -> password. Never printed, never stored. */
  readonly secrets: ReadonlyMap<string, string>;
}

export interface ConfigProblem {
  readonly line: number;
  readonly path: string;
  readonly problem: string;
}

/** All problems of a configuration at once. */
export class ConfigInvalid extends SidebookError {
  readonly file: string;
  readonly problems: readonly ConfigProblem[];
  constructor(file: string, problems: readonly ConfigProblem[]) {
    const first = problems[0] ?? { line: 1, path: '', problem: '' };
    super('config-invalid', { file, ...first });
    this.file = file;
    this.problems = problems;
  }
}

export const CONFIG_NAME = 'sidebook.config.jsonc';

export function loadConfig(file: string, env: Readonly<Record<string, string | undefined>>, lang: Lang): Config {
  if (!existsSync(file)) throw new SidebookError('config-missing', { file });
  return parseConfig(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), file, env, lang);
}

export function parseConfig(text: string, file: string, env: Readonly<Record<string, string | undefined>>, lang: Lang): Config {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const problems: ConfigProblem[] = errors.map((e) => ({
    line: lineAt(text, e.offset),
    path: '',
    problem: printParseErrorCode(e.error),
  }));
  problems.push(...repeatedKeys(text));
  if (!tree || problems.length > 0)
    throw new ConfigInvalid(file, problems.length > 0 ? problems : [{ line: 1, path: '', problem: 'empty' }]);
  z.config(lang === 'ru' ? z.locales.ru() : z.locales.en());
  const parsed = configFile.safeParse(toValue(tree));
  if (!parsed.success) throw new ConfigInvalid(file, parsed.error.issues.map((i) => ({ line: lineOf(text, tree, i.path as (string | number)[]), path: i.path.join('.'), problem: i.message }))); // prettier-ignore
  const wrong = crossChecks(parsed.data, text, tree);
  if (wrong.length > 0) throw new ConfigInvalid(file, wrong);
  return freeze(parsed.data, file, env);
}

function toValue(node: Node): unknown {
  if (node.type === 'array') return node.children?.map(toValue) ?? [];
  if (node.type !== 'object') return node.value;
  // A null prototype: a key called __proto__ is a key like any other.
  const out = Object.create(null) as Record<string, unknown>;
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) out[String(key.value)] = toValue(value);
  }
  return { ...out };
}

/** The last of two equal keys would win in silence. */
function repeatedKeys(text: string): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const stack: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void stack.push(new Set()),
    onObjectEnd: () => void stack.pop(),
    onObjectProperty: (name, offset) => {
      const keys = stack.at(-1);
      if (keys?.has(name)) found.push({ line: lineAt(text, offset), path: name, problem: 'twice' });
      keys?.add(name);
    },
  });
  return found;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function lineOf(text: string, tree: Node, path: readonly (string | number)[]): number {
  for (let n = path.length; n >= 0; n--) {
    const node = findNodeAtLocation(tree, path.slice(0, n));
    if (node) return lineAt(text, node.offset);
  }
  return 1;
}

/** What one field cannot say: names that must exist, one owner for each fact. */
function crossChecks(config: ConfigFile, text: string, tree: Node): ConfigProblem[] {
  const names = Object.keys(config.hosts);
  const problem = (path: (string | number)[], what: string): ConfigProblem => ({
    line: lineOf(text, tree, path),
    path: path.join('.'),
    problem: what,
  });
  const problems: ConfigProblem[] = [];
  for (const [organisation, host] of Object.entries(config.issueIn))
    if (!names.includes(host)) problems.push(problem(['issueIn', organisation], `unknown host ${host}`));
  for (const [name, host] of Object.entries(config.hosts)) {
    const home = host.follows?.home;
    if (home !== undefined && (!names.includes(home) || home === name))
      problems.push(problem(['hosts', name, 'follows', 'home'], `unknown host ${home}`));
  }
  return problems;
}

function freeze(file: ConfigFile, path: string, env: Readonly<Record<string, string | undefined>>): Config {
  const folder = dirname(resolve(path));
  const secrets = new Map<string, string>();
  for (const [name, host] of Object.entries(file.hosts)) secrets.set(name, readSecret(name, host.password, folder, env));
  return Object.freeze({ ...file, store: { file: resolve(folder, file.store.file) }, file: path, folder, secrets });
}

function readSecret(
  host: string,
  from: HostConfig['password'],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if ('env' in from) {
    const value = env[from.env];
    if (value === undefined || value === '') throw new SidebookError('secret-missing', { host, where: from.env });
    return value;
  }
  const path = resolve(folder, from.file);
  if (!existsSync(path)) throw new SidebookError('secret-missing', { host, where: path });
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '').replace(/\r?\n$/, ''); // prettier-ignore
}
