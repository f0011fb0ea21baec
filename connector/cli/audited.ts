/**
 * What of a command goes into the audit, in one place for all of them: before it begins, as the person at this machine; a refusal
 * follows. A command that is not named here counts as a write, so that none can be forgotten.
 */
import type { Command } from 'commander';
import type { Audit, What } from '../audit/audit.ts';
import type { Json } from '../canonical.ts';
import { PRIVATE_URL } from '../config/secrets.ts';
import type { Config } from '../config.ts';
import { SidebookError } from '../errors.ts';
import { openAuditOf } from '../main.ts';
import { parseAddress } from '../store/mssql/address.ts';
import { isInUse } from '../store/sqlite/moved-to.ts';
import { actorOf, readConfig, type Io } from './io.ts';

type Options = Readonly<Record<string, unknown>>;
type Rule = What | null | ((args: readonly unknown[], options: Options) => What | null);

const READ: Rule = 'read:cli';
/** A table or a page that leaves. */
const withFile = (name: string, ...options: readonly string[]): Rule => (_args, given) => (options.some((o) => given[o] !== undefined) ? `export:${name}` : READ); // prettier-ignore

/** By the whole name. Null: nobody's data is shown or changed. */
const RULES: Readonly<Record<string, Rule>> = {
  start: null, serve: null, init: null, doctor: null, 'mappings check': null,
  'subject erase': null, // the audit says itself what it erased, without the text
  sync: (_args, o) => (o['accept'] === undefined ? null : 'decision:plan.accept'),
  pause: 'switch:pause', resume: 'switch:resume', write: 'switch:write',
  status: READ, plan: withFile('plan', 'html'), reconcile: withFile('reconcile', 'csv'), 'mappings preview': READ, 'audit verify': READ, 'audit head': READ,
  'audit list': withFile('audit', 'csv'), 'audit egress': withFile('egress', 'csv', 'html'), 'subject find': 'read:subject', 'subject export': 'export:subject',
  'problems resolve': 'decision:problems.answer', 'problems undo': 'decision:problems.answer', match: (args) => (args[1] === undefined ? READ : 'decision:match'),
  'prices compare': 'read:prices',
  'store backup': 'export:store', 'store move': 'export:store', 'store check': READ, 'store clean': (_args, o) => (o['dryRun'] === true ? READ : 'clean:store'),
}; // prettier-ignore
/** Groups of commands that only start something, or are not about anybody's data. */
const APART = new Set(['service', 'demo', 'fake', 'help']);
const ACCESS = new Set(['client', 'user', 'key']);
const LOOKS = new Set(['list', 'show', 'find', 'search', 'history', 'due', 'preview', 'review', 'check', 'clean-up']);

export function whatOf(name: string, args: readonly unknown[], options: Options): What | null {
  const [group = '', verb = ''] = name.split(' ');
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule !== undefined) return typeof rule === 'function' ? rule(args, options) : rule;
  if (APART.has(group)) return null;
  if (LOOKS.has(verb)) return 'read:cli';
  return `${ACCESS.has(group) ? 'access' : 'write'}:${name.replaceAll(' ', '.')}`;
}

/** Of a command that began: what a refusal has to be told of, and in which chain. */
const begun = new WeakMap<Io, { readonly what: What; readonly config: Config }>();

/** Once for the whole program. */
export function noteCommands(p: Command, io: Io): void {
  p.hook('preAction', (_p, action) => begin(io, action));
}

async function begin(io: Io, action: Command): Promise<void> {
  const { args, options } = { args: action.processedArgs as readonly unknown[], options: action.opts<Options>() };
  const what = whatOf(nameOf(action), args, options);
  const configured = what === null ? null : readable(io);
  if (what === null || configured === null) return;
  const config = nameOf(action) === 'store move' && options['private'] !== undefined ? beforeMove(configured) : configured;
  await withAudit(io, config, async (audit) => {
    if (what.startsWith('read:')) return audit.count(actorOf(io), what);
    begun.set(io, { what, config });
    await audit.append([{ actor: actorOf(io), what, subject: subjectOf(nameOf(action), args), value: valueOf(nameOf(action), args, options) }]); // prettier-ignore
  });
}

/** Called where the command failed; what did not begin is not told. */
export async function noteFailure(io: Io, error: unknown): Promise<void> {
  const began = begun.get(io);
  if (began === undefined) return;
  const { what, config } = began;
  const code = (error as { code?: unknown } | null)?.code;
  const named = what.slice(what.indexOf(':') + 1);
  const value = { code: typeof code === 'string' ? code : 'internal' };
  await withAudit(io, config, async (audit) => {
    await audit.append([{ actor: actorOf(io), what: `refused:${named}`, subject: null, value }]);
  });
}

/** What these are told must never leave, and an auditor may not read it: the audit has the ids from the private store itself. */
const OWN = new Set(['competitors', 'prices', 'offers', 'stock', 'notes', 'import']);

function valueOf(name: string, args: readonly unknown[], options: Options): Json {
  if (OWN.has(name.split(' ')[0] ?? '')) return { options: Object.keys(options) };
  if (name === 'store move') return Object.fromEntries(['to', 'private'].flatMap((where) => (options[where] === undefined ? [] : [[where, placeOf(options[where])]]))); // prettier-ignore
  return { args: jsonOf(args), options: jsonOf(options) };
}

/** Where to, never the password in it. */
function placeOf(to: unknown): string {
  if (typeof to !== 'string' || /^(?:env|file):/.test(to)) return String(to);
  try {
    return parseAddress(to).name;
  } catch {
    return '?';
  }
}

/** Of these the first argument is an id of ours, never a name. */
const BY_ID = new Set(['problems', 'pause', 'resume', 'match', 'client', 'key']);

function subjectOf(name: string, [id]: readonly unknown[]): string | null {
  const [group = ''] = name.split(' ');
  return BY_ID.has(group) && typeof id === 'string' && /^[\w.:-]{1,100}$/.test(id) ? `${group}/${id}` : null;
}

/** "problems resolve", without the program's own name. */
function nameOf(command: Command): string {
  const names: string[] = [];
  for (let c: Command | null = command; c?.parent; c = c.parent) names.unshift(c.name());
  return names.join(' ');
}

const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;

/** As the chain that moves has it: a row on a server that is configured already would stand in the way of the move, as somebody's data. */
const beforeMove = (config: Config): Config =>
  isInUse(config.private.file) ? { ...config, secrets: new Map([...config.secrets].filter(([name]) => name !== PRIVATE_URL)) } : config; // prettier-ignore

async function withAudit(io: Io, config: Config, work: (audit: Audit) => Promise<void>): Promise<void> {
  const audit = openAuditOf(config, io.world);
  try {
    await work(audit);
  } finally {
    await audit.close();
  }
}

/** Without a configuration that can be read there is no audit yet; the command says what is wrong with it. */
function readable(io: Io): Config | null {
  try {
    return readConfig(io);
  } catch (error) {
    if (error instanceof SidebookError) return null;
    throw error;
  }
}
