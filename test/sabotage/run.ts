/**
 * npm run sabotage: breaks a copy of the engine in one line at a time and runs the test that has to notice. Each test is shown to be
 * green first. Exit code 1 when a break stays unnoticed, or its line is not there exactly once. Words as arguments pick breaks.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BREAKS, type Break } from './breaks.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SLOTS = 2;
const LONGEST_MS = 180_000;

type Verdict = 'green' | 'red' | 'did not run';

/** A copy of the tree that may be broken. */
function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-sabotage-'));
  const leftOut = new Set(['node_modules', '.git', 'data', 'dist']);
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !leftOut.has(basename(path)) || path.includes('/test/') });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

function verdictOf(report: string): Verdict {
  const start = report.indexOf('{\n  "stats"');
  if (start < 0) return 'did not run';
  const { stats } = JSON.parse(report.slice(start)) as { stats: { passes: number; failures: number } };
  if (stats.failures > 0) return 'red';
  return stats.passes > 0 ? 'green' : 'did not run';
}

function runTest(folder: string, { file, grep }: Break['test']): Promise<Verdict> {
  const mocha = join(folder, 'node_modules/mocha/bin/mocha.js');
  const options = [
    '--no-config',
    '--import=tsx',
    '--exit',
    '--bail',
    '--timeout',
    '60000',
    '--reporter',
    'json',
    '--fgrep',
    grep,
    file,
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [mocha, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      clearTimeout(late);
      resolve(verdictOf(Buffer.concat(chunks).toString('utf8')));
    });
  });
}

interface Outcome {
  readonly of: Break;
  readonly said: string;
  readonly good: boolean;
}

class Slot {
  readonly #folder = copyTree();
  readonly #green: Map<string, Promise<Verdict>>;

  constructor(green: Map<string, Promise<Verdict>>) {
    this.#green = green;
  }

  async take(of: Break): Promise<Outcome> {
    const path = join(this.#folder, of.file);
    const text = readFileSync(path, 'utf8');
    const count = text.split(of.from).length - 1;
    if (count !== 1) return { of, said: `its line is there ${String(count)} times`, good: false };
    const before = await this.#unbroken(of.test);
    if (before !== 'green') return { of, said: `unbroken: ${before}`, good: false };
    writeFileSync(
      path,
      text.replace(of.from, () => of.to),
    );
    const verdict = await runTest(this.#folder, of.test).finally(() => writeFileSync(path, text));
    return { of, said: verdict === 'green' ? 'STAYED GREEN' : verdict, good: verdict === 'red' };
  }

  /** Once for each test, whoever asks. */
  #unbroken(test: Break['test']): Promise<Verdict> {
    const key = `${test.file} ${test.grep}`;
    const known = this.#green.get(key) ?? runTest(this.#folder, test);
    this.#green.set(key, known);
    return known;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function tell({ of, said, good }: Outcome): void {
  process.stdout.write(`${good ? 'ok ' : '!! '} ${of.name.padEnd(58)} ${said.padEnd(12)} ${basename(of.test.file)}\n`);
}

async function all(breaks: readonly Break[]): Promise<Outcome[]> {
  const queue = breaks[Symbol.iterator]();
  const green = new Map<string, Promise<Verdict>>();
  const slots = Array.from({ length: SLOTS }, () => new Slot(green));
  const outcomes: Outcome[] = [];
  const work = async (slot: Slot): Promise<void> => {
    for (const of of queue) {
      const outcome = await slot.take(of);
      outcomes.push(outcome);
      tell(outcome);
    }
  };
  await Promise.all(slots.map(work)).finally(() => slots.forEach((s) => s.close()));
  return outcomes;
}

const words = process.argv.slice(2);
const chosen = BREAKS.filter((b) => words.length === 0 || words.some((w) => b.name.includes(w)));
const outcomes = await all(chosen);
const bad = outcomes.filter((o) => !o.good).length;
process.stdout.write(`${String(outcomes.length - bad)} of ${String(outcomes.length)} breaks were noticed\n`);
process.exitCode = bad > 0 ? 1 : 0;
