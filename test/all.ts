/**
 * npm run test:all: every test, in two processes side by side, because two cores are what most machines have: the long random
 * lives in one, everything else in the other. What the first prints comes after the second, so that each can be read.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const mocha = fileURLToPath(new URL('../node_modules/mocha/bin/mocha.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly printed: string;
}

/** `quiet`: what it prints is kept for the end. */
function run(args: readonly string[], quiet: boolean): Promise<Ended> {
  const child = spawn(process.execPath, [mocha, ...args], {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
  });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code: code ?? 1, printed })));
}

const LONG = 'test/properties/**/*.test.ts';
const [long, rest] = await Promise.all([
  run(['--no-config', '--import=tsx', '--timeout', '60000', LONG], true),
  run(['--ignore', LONG], false),
]);
process.stdout.write(long.printed);
process.exitCode = Math.max(long.code, rest.code);
