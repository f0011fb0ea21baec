/**
 * npm test: types, lint, format, and every test, as jobs that take turns: as many side by side as there are processors, because more of
 * them would only push each other out of the caches. The longest come first, so that the short ones fill what is left at the end.
 * What a job prints comes when it is over, so that each can be read.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Young objects get room: tests make many that die young, and collecting them took a sixth of the time. */
const ROOM = '--max-semi-space-size=64';

interface Ended {
  readonly code: number;
  readonly printed: string;
}

/** What a program says, on either of its two ways, in the order it says it. */
function run(program: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [ROOM, `node_modules/${program}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const said of [child.stdout, child.stderr]) said.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve) => {
    const over = (): void => resolve({ code: child.exitCode ?? 1, printed });
    child.once('close', over);
    // What it left running may keep its ways open for ever.
    child.once('exit', () => setTimeout(over, 2000));
  });
}

const FLAGS = ['--no-config', '--node-option', 'import=tsx', '--node-option', ROOM.slice(2), '--timeout', '120000'];
// A server that a failed hook left open must not keep what failed from being told.
const tests = (...args: readonly string[]) => ['mocha/bin/mocha.js', ...FLAGS, '--exit', ...args] as const;
const except = (specs: readonly string[]): string[] => specs.flatMap((spec) => ['--ignore', spec]);

const KILLED = 'test/properties/kill.test.ts';
const BULK = 'test/properties/bulk.test.ts';
const LIVES = 'test/properties/**/*.test.ts';
const BROWSER = 'test/browser/**/*.test.ts';
const SCENARIOS = 'test/scenarios/**/*.test.ts';
const SERVED = ['server', 'cli', 'audit', 'suites', 'tsql'].map((folder) => `test/${folder}/**/*.test.ts`);

/** What is run, the longest first. */
const JOBS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  browser: tests(BROWSER),
  scenarios: tests(SCENARIOS),
  'server, commands and stores': tests(...SERVED),
  lives: tests(LIVES, ...except([KILLED, BULK])),
  'everything else': tests('test/**/*.test.ts', ...except([LIVES, BROWSER, SCENARIOS, ...SERVED])),
  killed: tests(KILLED),
  bulk: tests(BULK),
  types: ['typescript/bin/tsc', '--noEmit'],
  'types of widgets': ['typescript/bin/tsc', '--noEmit', '-p', 'widgets/tsconfig.json'],
  lint: ['oxlint/bin/oxlint'],
  format: ['oxfmt/bin/oxfmt', '--check'],
};

const seconds = (from: number): string => `${String(Math.round((performance.now() - from) / 1000))} s`;
const started = performance.now();
const times: string[] = [];
const failed: string[] = [];

/** How long a job took is what to look at before moving work from one to another. */
async function done(name: string, [program, ...args]: readonly [string, ...string[]]): Promise<void> {
  const from = performance.now();
  process.stdout.write(`… ${name}\n`);
  const { code, printed } = await run(program, args);
  times.push(`${name} ${seconds(from)}`);
  if (code > 0) failed.push(name);
  process.stdout.write(`\n— ${name}, ${seconds(from)}, ${code > 0 ? 'NOT everything holds' : 'holds'}\n${printed}`);
}

const queue = Object.entries(JOBS)[Symbol.iterator]();
async function work(): Promise<void> {
  for (const [name, job] of queue) await done(name, job);
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));
process.stdout.write(`\n${times.join(', ')}: ${seconds(started)} in all.\n`);
if (failed.length > 0)
  process.stdout.write(`\nNot everything holds in: ${failed.join(', ')}. Look for "failing", "error" and "warn" above.\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
