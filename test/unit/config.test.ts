import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigInvalid, loadConfig, type ConfigProblem } from '../../connector/config.ts';
import { SidebookError } from '../../connector/errors.ts';
import { ENV, file, host, problems, read } from './config-samples.ts';

const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen));

describe('a configuration that is right', () => {
  it('is read with comments, trailing commas and defaults', () => {
    const config = read(`// ours\n{ "hosts": { "buh": ${host()}, /* main */ }, "issueIn": { "*": "buh", }, }\n`);
    expect(config.hosts['buh']).to.include({
      profile: 'bp30',
      books: true,
      postAfterCreate: false,
      pageSize: 200,
      timeoutSeconds: 120,
    });
    expect([config.cycleSeconds, config.silentMinutes, config.issueIn['*']]).to.deep.equal([60, 60, 'buh']);
  });

  it('keeps private data in a file of its own, and facts fresh for the days it says', () => {
    const usual = read(file(`{"buh": ${host()}}`));
    expect(usual.private.file.replaceAll('\\', '/')).to.match(/data\/data\/private\.db$/);
    const elsewhere = read(file(`{"buh": ${host()}}`, ', "store": {"file": "../big/sidebook.db"}'));
    expect(elsewhere.private.file.replaceAll('\\', '/')).to.match(/\/big\/private\.db$/);
    expect(usual.fresh).to.deep.equal({ price: 30, stock: 14, offer: 90 });
    const said = read(file(`{"buh": ${host()}}`, ', "private": {"file": "../secret/own.db"}, "fresh": {"price": 7}'));
    expect(said.private.file.replaceAll('\\', '/')).to.match(/\/secret\/own\.db$/);
    expect(said.fresh).to.deep.equal({ price: 7, stock: 14, offer: 90 });
  });

  it('never lets private data into the file of the store, nor a fact be fresh for ever', () => {
    const one = problems(file(`{"buh": ${host()}}`, ', "private": {"file": "./data/../data/sidebook.db"}'));
    expect(one.map((p) => [p.line, p.path])).to.deep.equal([[3, 'private.file']]);
    expect(problems(file(`{"buh": ${host()}}`, ', "fresh": {"stock": 0, "price": 1.5}')).map((p) => p.path)).to.have.members(['fresh.stock', 'fresh.price']);
  }); // prettier-ignore

  it('is frozen through and through', () => {
    const { hosts, issueIn, store } = read(file(`{"buh": ${host()}}`, ', "issueIn": {"*": "buh"}'));
    expect([hosts, issueIn, store].map(isDeeplyFrozen)).to.deep.equal([true, true, true]);
  });

  it('takes passwords from the environment and nowhere else', () => {
    const config = read(file(`{"buh": ${host()}, "ut": ${host('', '{"env":"UT"}')}}`));
    expect([...config.secrets]).to.deep.equal([['buh', 'тайна'], ['ut', 'other']]); // prettier-ignore
    expect(JSON.stringify(config)).to.not.contain('тайна');
  });

  it('refuses a password written into it or into an address', () => {
    const inside = host().replace('http://1c.example', 'http://anna:geheim@1c.example');
    for (const text of [file(`{"buh": ${host('', '"geheim"')}}`), file(`{"buh": ${inside}}`)]) {
      expect(problems(text).length).to.be.greaterThan(0);
      expect(JSON.stringify(problems(text))).to.not.contain('geheim');
    }
  });

  it('keeps a key called __proto__ a key like any other', () => {
    const lines = problems(file(`{"buh": ${host()}}`, ', "issueIn": {"__proto__": "nowhere"}'));
    expect(lines.map((p) => p.line)).to.deep.equal([3]);
    expect(({} as Record<string, unknown>)['nowhere']).to.equal(undefined);
  });

  it('sees a host called __proto__ and refuses its name', () => {
    expect(problems(file(`{"buh": ${host()}, "__proto__": ${host()}}`))).to.have.lengthOf(1);
  });
});

function wrongOf(work: () => unknown): readonly ConfigProblem[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
}

describe('a configuration file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-config-'));
  const path = join(folder, 'sidebook.config.jsonc');
  after(() => rmSync(folder, { recursive: true }));

  it('may begin with a byte order mark', () => {
    writeFileSync(path, `\uFEFF${file(`{"buh": ${host()}}`)}`);
    const config = loadConfig(path, ENV, 'ru');
    expect([config.folder, config.store.file]).to.deep.equal([folder, join(folder, 'data', 'sidebook.db')]);
  });

  it('that is no UTF-8 is told as that, whatever program saved it', () => {
    const text = file(`{"buh": ${host()}}`);
    for (const bytes of [
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text.replace('Синхронизация', '?'), 'latin1').map((b) => (b === 0x3f ? 0xd1 : b)),
    ]) {
      writeFileSync(path, bytes);
      const [first, ...more] = wrongOf(() => loadConfig(path, ENV, 'ru'));
      expect([first?.line, first?.problem.includes('UTF-8'), more]).to.deep.equal([1, true, []]);
    }
  });

  it('refuses a password file that is no UTF-8, rather than sign in with something else', () => {
    writeFileSync(join(folder, 'secret'), Buffer.from('\uFEFFпароль\r\n', 'utf16le'));
    writeFileSync(path, file(`{"buh": ${host('', '{"file":"secret"}')}}`));
    const wrong = wrongOf(() => loadConfig(path, {}, 'ru'));
    expect(wrong.map((w) => [w.path, w.problem.includes('UTF-8')])).to.deep.equal([['hosts.buh.password', true]]);
  });

  it('may name a password file beside it', () => {
    writeFileSync(join(folder, 'secret'), '\uFEFFпароль из файла \r\n');
    writeFileSync(path, file(`{"buh": ${host('', '{"file":"secret"}')}}`));
    expect(loadConfig(path, {}, 'ru').secrets.get('buh')).to.equal('пароль из файла ');
  });

  it('that is missing is told by its own code', () => {
    expect(() => loadConfig(join(folder, 'none.jsonc'), ENV, 'ru'))
      .to.throw(SidebookError)
      .with.property('code', 'config-missing');
  });
});
