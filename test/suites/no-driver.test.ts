/** Neither SQLite driver loads: a person reads what to do, and no stack trace. */
import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleProduct } from '../../connector/bundle.js';
import { file, host } from '../unit/config-samples.ts';
import { ROOT } from '../unit/source-files.ts';

const DOOR = join(ROOT, 'connector/cli/sidebook.js');

const WITHOUT = `const m = require('module'), load = m._load;
m._load = function (name, ...more) {
  if (name !== 'better-sqlite3' && name !== 'node:sqlite') return load.call(this, name, ...more);
  throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
};`;

describe('a Node without any SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-no-driver-'));
  after(() => rmSync(folder, { recursive: true }));
  before(bundleProduct);
  writeFileSync(join(folder, 'without.cjs'), WITHOUT);
  writeFileSync(join(folder, 'sidebook.config.jsonc'), file(`{"buh": ${host()}}`));

  const without = join(folder, 'without.cjs').replaceAll('\\', '/');
  const env = { ...process.env, BUH: 'secret', NODE_OPTIONS: `--require "${without}"` };
  const sidebook = (...args: readonly string[]) =>
    spawnSync(process.execPath, [DOOR, ...args], { cwd: folder, env, encoding: 'utf8' });

  it('is told by every command that needs the store, with its cure', () => {
    const [ru, en] = [sidebook('status', '--lang', 'ru'), sidebook('status', '--lang', 'en')];
    expect([ru.status, en.status]).to.deep.equal([1, 1]);
    for (const text of ['Драйвер SQLite не загружается', 'Node 22.16', 'npm ci', 'better-sqlite3'])
      expect(ru.stderr).to.contain(text);
    expect(en.stderr).to.contain('No SQLite driver loads here').and.contain('Node 22.16').and.contain('npm ci');
    expect(ru.stderr + en.stderr).to.not.match(/\n\s+at /);
  });

  it('is the first finding of doctor, before any host is asked', async () => {
    const doctor = spawn(process.execPath, [DOOR, 'doctor', '--lang', 'en'], { cwd: folder, env });
    let said = '';
    for await (const chunk of doctor.stdout) {
      said += String(chunk);
      if (said.includes('npm ci')) break;
    }
    doctor.kill();
    expect(said).to.contain('No SQLite driver loads here').and.contain('node:sqlite').and.contain('Node 22.16');
  });
});
