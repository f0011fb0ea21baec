/**
 * The suites of the stores and the audit on node:sqlite. Where this Node has it, they run in this process; an older Node runs them in
 * Node 24, which `npm ci` puts into test/node24.
 */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../unit/source-files.ts';
import { loads } from './loads.ts';

const BINARY = join(ROOT, 'test/node24/node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');

/** Suites that run on every driver. */
const SUITES = ['store', 'private', 'private-imports', 'audit'].map((name) => `test/suites/${name}.test.ts`);

interface Outcome {
  readonly stats: { readonly passes: number };
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message?: string } }[];
}

async function suiteUnder(node: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-node24-'));
  const report = join(folder, 'report.json');
  const how = [
    '--no-config',
    '--import=tsx',
    '--timeout=60000',
    '--grep=on node:sqlite',
    '--reporter=json',
    `--reporter-option=output=${report}`,
  ];
  try {
    // Mocha ends with the number of failures; the report says which.
    await promisify(execFile)(node, [MOCHA, ...how, ...SUITES], { cwd: ROOT }).catch((error: unknown) => {
      if (!existsSync(report)) throw error;
    });
    return JSON.parse(readFileSync(report, 'utf8')) as Outcome;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the store on the SQLite that comes with Node', () => {
  if (loads('node:sqlite')) it('is tested by this very process', () => expect(loads('node:sqlite')).to.equal(true));
  else
    it('passes the suite under Node 24', async () => {
      expect(existsSync(BINARY), `no Node 24 at ${BINARY}; run: npm ci --prefix test/node24`).to.equal(true);
      const { stats, failures } = await suiteUnder(BINARY);
      expect(failures.map((f) => `${f.fullTitle}: ${f.err.message ?? ''}`)).to.deep.equal([]);
      expect(stats.passes).to.be.greaterThan(200);
    }).timeout(180_000);
});
