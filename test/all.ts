/**
 * npm run test:all: every test, in three processes side by side, for the two cores most machines have: the long random lives,
 * the browser (which waits as much as it works), and everything else. The first two print after the third, so that each can be read.
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
const BROWSER = 'test/browser/**/*.test.ts';
const alone = ['--no-config', '--import=tsx', '--timeout', '60000'];
const [long, browser, rest] = await Promise.all([
  run([...alone, LONG], true),
  run([...alone, BROWSER], true),
  run(['--ignore', LONG, '--ignore', BROWSER], false),
]);
process.stdout.write(long.printed + browser.printed);
process.exitCode = Math.max(long.code, browser.code, rest.code);
