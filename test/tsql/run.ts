/**
 * npm run test:mssql: every suite of the store, several processes at once, random lives and the kill test on the T-SQL server
 * SIDEBOOK_MSSQL_URL names (mssql://USER:PASSWORD@SERVER/DATABASE). Works in schemas of its own, named sidebook_test_*, which go again.
 * Without a server nothing is run, and that is no success.
 */
import { spawnSync } from 'node:child_process';
import { SERVER_URL } from './server.ts';

const SPECS = ['store', 'processes', 'lives', 'kill'].map((name) => `test/tsql/real/${name}.spec.ts`);
const NOT_RUN = 3;

if (SERVER_URL === '') {
  process.stdout.write('test:mssql: NOT RUN - set SIDEBOOK_MSSQL_URL to mssql://USER:PASSWORD@SERVER/DATABASE\n');
  process.exitCode = NOT_RUN;
} else {
  const wanted = process.argv.slice(2);
  const specs = wanted.length === 0 ? SPECS : SPECS.filter((spec) => wanted.some((word) => spec.includes(word)));
  const args = ['node_modules/mocha/bin/mocha.js', '--no-config', '--import=tsx', '--exit', '--timeout', '120000', ...specs];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
