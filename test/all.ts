/**
 * npm test: types, lint, format, and every test, in lanes side by side that take about as long as each other on two cores: random
 * lives; what is killed, and the big base; the browser, which mostly waits, and then what is read rather than run; scenarios and laws;
 * everything else.
 * What the other lanes print comes after the last, so that each can be read.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Young objects get room: tests make many that die young, and collecting them took a sixth of the time. */
const ROOM = '--max-semi-space-size=64';

interface Ended {
  readonly code: number;
  readonly printed: string;
}

/** `quiet`: what it prints is kept for the end. */
function run(program: string, args: readonly string[], quiet: boolean): Promise<Ended> {
  const child = spawn(process.execPath, [ROOM, `node_modules/${program}`, ...args], {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
  });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code: code ?? 1, printed })));
}

/** One after another, all of them, whatever the first ones say. */
async function inTurn(jobs: readonly (() => Promise<Ended>)[]): Promise<Ended> {
  const ended: Ended[] = [];
  for (const job of jobs) ended.push(await job());
  return { code: Math.max(...ended.map(({ code }) => code)), printed: ended.map(({ printed }) => printed).join('') };
}

const LONG = 'test/properties/**/*.test.ts';
const HEAVY = ['test/properties/kill.test.ts', 'test/properties/bulk.test.ts'];
const BROWSER = 'test/browser/**/*.test.ts';
const WHOLE = ['test/scenarios/**/*.test.ts', 'test/laws/**/*.test.ts'];
const without = [LONG, BROWSER, ...WHOLE].flatMap((spec) => ['--ignore', spec]);
const FLAGS = ['--node-option', 'import=tsx', '--node-option', ROOM.slice(2)];
// A server that a failed hook left open must not keep what failed from being told.
const mocha = (args: readonly string[], quiet: boolean): Promise<Ended> =>
  run('mocha/bin/mocha.js', [...FLAGS, '--exit', ...args], quiet);
const only = (...specs: string[]): Promise<Ended> => mocha(['--no-config', '--timeout', '120000', ...specs], true);
const READ: readonly (readonly [string, ...string[]])[] = [
  ['typescript/bin/tsc', '--noEmit'],
  ['typescript/bin/tsc', '--noEmit', '-p', 'widgets/tsconfig.json'],
  ['oxlint/bin/oxlint'],
  ['oxfmt/bin/oxfmt', '--check'],
];
const read = READ.map(
  ([program, ...args]) =>
    () =>
      run(program, args, true),
);

const started = performance.now();
const times: string[] = [];

/** How long a lane took is what to look at before moving work from one to another. */
async function timed(name: string, lane: Promise<Ended>): Promise<Ended> {
  const ended = await lane;
  times.push(`${name} ${String(Math.round((performance.now() - started) / 1000))} s`);
  return ended;
}

const lanes = await Promise.all([
  timed('everything else', mocha(without, false)),
  timed('lives', only(LONG, ...HEAVY.flatMap((spec) => ['--ignore', spec]))),
  timed('killed, and big', only(...HEAVY)),
  timed('browser, and what is read', inTurn([() => only(BROWSER), ...read])),
  timed('scenarios and laws', only(...WHOLE)),
]);
for (const { printed } of lanes) process.stdout.write(printed);
process.stdout.write(`\nLanes: ${times.join(', ')}.\n`);
const worst = Math.max(...lanes.map(({ code }) => code));
if (worst > 0) process.stdout.write('\nNot everything holds: look for "failing", "error" and "warn" above.\n');
process.exitCode = worst;
