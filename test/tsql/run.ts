/**
 * npm run test:mssql [-- store private processes lives kill]: every suite of the store, several processes at once, random lives and the kill test
 * on the T-SQL server SIDEBOOK_MSSQL_URL names. Works in schemas of its own, which go again, and touches nothing else. Without a server
 * nothing is run, and that is no success: 3. A server that cannot be reached: 2. A test that fails: 1.
 */
import { spawn } from 'node:child_process';
import { configProblem, message, SidebookError } from '../../connector/errors.ts';
import { AddressWrong, parseAddress } from '../../connector/store/mssql/address.ts';
import { openServer } from '../../connector/store/mssql/driver.ts';
import { reach } from './reach.ts';
import { dropped, PREFIX } from './server.ts';

const [NOT_RUN, NOT_REACHED] = [3, 2];
const MINUTE = 60_000;
interface Spec {
  readonly title: string;
  /** Then it is ended and counts as failed: a run has an end. */
  readonly most: number;
  readonly needsServer?: boolean;
}
const SPECS: Readonly<Record<string, Spec>> = {
  store: { title: 'every suite of the store', most: 40 * MINUTE },
  private: { title: 'every suite of the private store and the audit', most: 40 * MINUTE },
  processes: { title: 'several processes at once', most: 10 * MINUTE },
  lives: { title: 'random lives', most: 120 * MINUTE },
  kill: { title: 'killed again and again', most: 30 * MINUTE, needsServer: true },
};

const say = (text: string): boolean => process.stdout.write(`test:mssql: ${text}\n`);

/** In the words of the catalogue: what was tried, on what, and what to do. */
function told(error: unknown): string {
  if (error instanceof AddressWrong) return configProblem('mssql-address', { part: error.part }, 'en');
  if (!(error instanceof SidebookError)) return String(error instanceof Error ? error.stack : error);
  const { what, next } = message(error.code, error.detail, 'en');
  return `${what} ${next}`;
}

async function spec(name: string, { most }: Spec, env: NodeJS.ProcessEnv): Promise<boolean> {
  const args = ['node_modules/mocha/bin/mocha.js', '--no-config', '--import=tsx', '--exit', '--timeout', '120000', `test/tsql/real/${name}.spec.ts`]; // prettier-ignore
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  const timer = setTimeout(() => child.kill('SIGKILL'), most);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  return code === 0;
}

async function all(names: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const failed: string[] = [];
  for (const [i, name] of names.entries()) {
    const one = SPECS[name];
    if (!one) continue;
    const began = performance.now();
    say(`${String(i + 1)} of ${String(names.length)}, ${name}: ${one.title}`);
    const isGood = await spec(name, one, env);
    say(`${name} ${isGood ? 'holds' : 'FAILED'}, ${String(Math.round((performance.now() - began) / 1000))} s`);
    if (!isGood) failed.push(name);
  }
  return failed;
}

/** What a killed process left of this run. */
async function swept(url: string, run: string): Promise<number> {
  const address = parseAddress(url);
  const server = openServer(address);
  const rows = await server.rows(`SELECT name FROM sys.schemas WHERE SUBSTRING(name, 1, @length) = @start`, { length: `${PREFIX}${run}`.length, start: `${PREFIX}${run}` }); // prettier-ignore
  for (const { name } of rows) await dropped(openServer({ ...address, schema: String(name) }));
  await server.close();
  return rows.length;
}

async function main(): Promise<number> {
  const given = process.env['SIDEBOOK_MSSQL_URL'] ?? '';
  if (given === '') {
    say('NOT RUN - set SIDEBOOK_MSSQL_URL to mssql://USER:PASSWORD@SERVER:1433/DATABASE');
    return NOT_RUN;
  }
  const wanted = process.argv.slice(2);
  const names = Object.keys(SPECS).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (given === 'double') return onDouble(names);
  const { url, version, note } = await reach(given);
  const run = Date.now().toString(36);
  say(`${version}; schemas ${PREFIX}${run}_*${note === null ? '' : `; ${note}`}`);
  let failed: string[];
  try {
    failed = await all(names, { ...process.env, SIDEBOOK_MSSQL_URL: url, SIDEBOOK_TEST_RUN: run });
  } finally {
    say(`${String(await swept(url, run))} schemas were left over and are gone`);
  }
  say(failed.length === 0 ? `all ${String(names.length)} hold` : `FAILED: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

/** The tests themselves are tried; no server is, so that it never counts as run. */
async function onDouble(names: readonly string[]): Promise<number> {
  const failed = await all(names.filter((name) => SPECS[name]?.needsServer !== true), process.env); // prettier-ignore
  say(`${failed.length === 0 ? 'the tests hold' : `FAILED: ${failed.join(', ')}`} on the double; NOT RUN on a server`);
  return failed.length === 0 ? NOT_RUN : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  say(told(error));
  return NOT_REACHED;
});
