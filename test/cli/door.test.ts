/** The door as a person opens it: a process of its own, standing in a folder of theirs, on what the sources say now. */
import { expect } from 'chai';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { bundleProduct } from '../../connector/bundle.js';
import { basic } from '../hosts/onec/ask.ts';
import { startFakeOnec } from '../hosts/onec/fake.ts';
import { configText } from '../scenarios/setting.ts';
import { ROOT } from '../unit/source-files.ts';

const DOOR = join(ROOT, 'connector/cli/sidebook.js');

describe('the door', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-door-'));
  let demo: ChildProcessWithoutNullStreams | null = null;
  let own: ChildProcessWithoutNullStreams | null = null;
  after(() => {
    demo?.kill('SIGKILL');
    own?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  before(bundleProduct);

  const node = (...args: readonly string[]) =>
    spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 20_000 });

  it('says the version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(node(DOOR, '--version').stdout.trim()).to.equal(version);
  });

  it('tells an old Node what is needed, in both languages', () => {
    const old = join(folder, 'old.cjs');
    writeFileSync(old, "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.1' } });");
    const { status, stderr } = node('--require', old, DOOR, 'status');
    expect(status).to.equal(1);
    expect(stderr).to.contain('needs Node 20.19 or later, this is 20.18.1').and.contain('Нужен Node 20.19');
  });

  it('tells what to run where nothing is built', () => {
    const copy = join(folder, 'unbuilt');
    mkdirSync(join(copy, 'connector/cli'), { recursive: true });
    for (const file of ['package.json', 'connector/cli/sidebook.js']) cpSync(join(ROOT, file), join(copy, file));
    const { status, stderr } = node(join(copy, 'connector/cli/sidebook.js'), 'status');
    expect(status).to.equal(1);
    expect(stderr).to.contain('not built').and.contain('не собран').and.contain('npm run build');
  });

  it('tells a folder in place of the configuration as one, before anything is known of it', () => {
    const { status, stderr } = node(DOOR, '--lang', 'ru', '--config', folder, 'status');
    expect([status, stderr.split('\n')[0]]).to.deep.equal([1, `${folder} не записан и не прочитан: это папка.`]);
  });

  it('finds its packs from any folder', async () => {
    const fake = await startFakeOnec();
    const metadata = await fetch(`${fake.url}$metadata`, { headers: { authorization: basic(fake) } });
    writeFileSync(join(folder, 'metadata.xml'), await metadata.text());
    await fake.close();
    const check = node(DOOR, 'mappings', 'check', '--metadata', 'metadata.xml', '--profile', 'bp30', '--lang', 'en');
    expect(check.stderr).to.equal('');
    expect(check.stdout).to.contain('metadata.xml');
  });

  it('finds its schema of the configuration and its SQL', () => {
    const made = node(DOOR, 'init', '--url', 'http://127.0.0.1:9/buh/odata/standard.odata/', '--user', 'u', '--profile', 'bp30', '--host', 'buh', '--password-env', 'PATH', '--lang', 'en'); // prettier-ignore
    expect(made.stderr).to.equal('');
    const config = parse(readFileSync(join(folder, 'sidebook.config.jsonc'), 'utf8')) as { $schema: string };
    expect(config.$schema).to.contain('docs/reference/sidebook.config.schema.json');
    expect(node(DOOR, 'problems', '--lang', 'en').stderr).to.equal('');
  });

  it('starts no demo where the configuration that was named is not there', () => {
    const { status, stdout, stderr } = node(DOOR, 'start', '--config', 'moved.jsonc', '--lang', 'en');
    expect([status, stdout, stderr.includes('There is no moved.jsonc')]).to.deep.equal([1, '', true]);
  });

  it('starts sync and server of a configuration, and ends both when it is told to', async () => {
    const fake = await startFakeOnec();
    const cwd = join(folder, 'own');
    mkdirSync(cwd);
    const config = JSON.parse(configText({ url: fake.url, user: fake.user, file: './data/sidebook.db' })) as object;
    writeFileSync(join(cwd, 'sidebook.config.jsonc'), JSON.stringify({ ...config, server: { listen: { port: 0 } } }));
    own = spawn(process.execPath, [DOOR, 'start', '--lang', 'en'], { cwd, env: { ...process.env, PASSWORD: fake.password } });
    const { stdout, stderr } = own;
    let said = '';
    const heard = new Promise<string>((done) => {
      for (const stream of [stdout, stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          const url = /Widgets and API: (http:\S+)/.exec(said)?.[1];
          if (url !== undefined && fake.log.length > 0) done(url); // the sync is at work too
        });
    });
    const url = await Promise.race([heard, once(own, 'close').then(() => said)]);
    expect((await fetch(`${url}/health/ready`)).status).to.equal(200);
    expect((await fetch(`${url}/api/v1/sync`)).status).to.equal(401);
    own.kill('SIGTERM');
    const [code] = (await once(own, 'close')) as [number | null];
    await fake.close();
    expect([code, /\n\s+at /.test(said)]).to.deep.equal([0, false]);
    expect(said).to.contain('Stopped.').and.not.contain('demo');
    const data = join(cwd, 'data');
    const others = process.platform === 'win32' ? 0 : 0o007; // there rights are no bits of a file
    const open = [data, ...readdirSync(data).map((name) => join(data, name))].filter(
      (path) => (statSync(path).mode & others) !== 0,
    );
    expect(open, 'what others on the machine may read').to.deep.equal([]);
  });

  it('runs the demo: fake, sync, and how many were linked, which the table beneath adds up to', async () => {
    const cwd = join(folder, 'demo');
    mkdirSync(cwd);
    demo = spawn(process.execPath, [DOOR, 'start', '--lang', 'en'], { cwd });
    let said = '';
    for (const stream of [demo.stdout, demo.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Try next:')) demo?.kill('SIGINT');
      });
    await once(demo, 'close');
    expect(said)
      .to.contain('Try next:')
      .and.not.match(/\n\s+at /);
    const number = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
    const linked = [...said.matchAll(/^ {2}\S.*? {2,}[\d,]+ {2,}([\d,]+) {2,}(?:[\d,]+|·)$/gm)].map(([, n]) => number(n));
    expect([linked.length, number(/Linked: ([\d,]+) objects/.exec(said)?.[1])]).to.deep.equal([8, linked.reduce((a, b) => a + b, 0)]); // prettier-ignore
  });
});
