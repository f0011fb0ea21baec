/** client, user, key, service: what an administrator types before a panel works, with what it leads to. */
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import type { Io } from '../../connector/cli/io.ts';
import { serve } from '../../connector/cli/serve.ts';
import { parseConfig } from '../../connector/config.ts';
import { desks, type Desk } from '../cli/desk.ts';
import { worldAt } from '../scenarios/setting.ts';

const keyFolder = (desk: Desk, client = 'ut11'): string => join(desk.folder, 'data', 'keys', client);
const secretIn = (out: string): string => /^secret\s+(\S+)$/m.exec(out)?.[1] ?? '';
const kidIn = (out: string): string => /^key \(kid\)\s+(\S+)$/m.exec(out)?.[1] ?? '';

describe('sidebook client', () => {
  const open = desks();

  it('add, list, revoke', async () => {
    const desk = await open();
    expect((await desk.say('client list')).out).to.include('No clients yet');
    const added = await desk.say(['client', 'add', 'ut11', '--title', 'УТ', '--origin', 'https://crm.example', '--origin', 'http://localhost:3000', '--role', 'Менеджер по продажам=sales', '--auto-users']); // prettier-ignore
    expect([added.code, added.out.includes('https://crm.example http://localhost:3000'), added.out.includes('sidebook key add ut11')]).to.deep.equal([0, true, true]); // prettier-ignore
    const [client] = JSON.parse((await desk.say('client list --json')).out) as Record<string, unknown>[];
    expect(client).to.include({ id: 'ut11', title: 'УТ', allowNullOrigin: false, allowAll: false, autoCreateUsers: true, revokedAt: null }); // prettier-ignore
    expect(client?.['hostRoles']).to.deep.equal({ 'Менеджер по продажам': 'sales' });
    expect((await desk.say('client revoke ut11', 'ru')).out).to.include('отозван');
    expect((await desk.say('client list')).out).to.include('revoked');
    expect((await desk.say('client revoke ut11')).err).to.include('There is no client ut11');
  });

  it('changes what is said and nothing else', async () => {
    const desk = await open();
    await desk.say('client add ut11 --origin https://crm.example --all');
    await desk.say('client add ut11 --null-origin --no-all');
    const [client] = JSON.parse((await desk.say('client list --json')).out) as Record<string, unknown>[];
    expect([client?.['origins'], client?.['allowNullOrigin'], client?.['allowAll']]).to.deep.equal([['https://crm.example'], true, false]); // prettier-ignore
    expect(client?.['hostRoles']).to.have.property('accountant').and.not.to.equal(undefined);
    expect(client?.['hostRoles']).not.to.have.property('admin');
  });

  it('refuses what would not work, and says how it is written', async () => {
    const desk = await open();
    const wrong: readonly [string[], string][] = [
      [['UT 11'], 'cannot be the name'], [['ut11', '--origin', 'https://crm.example/path'], 'is not an origin'], [['ut11', '--origin', 'http://crm.example'], 'is not an origin'],
      [['ut11', '--origin', '*'], 'is not an origin'], [['ut11', '--origin', 'null'], 'is not an origin'], [['ut11', '--role', 'Кто-то=boss'], 'none of our roles'], [['ut11', '--role', '=sales'], 'none of our roles'],
      [['ut11', '--role', 'sales'], 'HOST ROLE=ours'],
    ]; // prettier-ignore
    for (const [args, text] of wrong) {
      const said = await desk.say(['client', 'add', ...args]);
      expect([said.code, said.err.includes(text)], args.join(' ')).to.deep.equal([1, true]);
    }
    expect((await desk.say('client list')).out).to.include('No clients yet');
  });
});

describe('sidebook key', () => {
  const open = desks();

  it('shows the secret once, and keeps it where only we read it', async () => {
    const desk = await open();
    await desk.say('client add ut11');
    const { out } = await desk.say('key add ut11');
    const [kid, secret] = [kidIn(out), secretIn(out)];
    expect(Buffer.from(secret, 'base64url').length).to.equal(32);
    const file = join(keyFolder(desk), `${kid}.key`);
    expect(readFileSync(file, 'utf8').trim()).to.equal(secret);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).to.equal(0o600);
    desk.clock.pass(3 * 24 * 60);
    const listed = (await desk.say('key list')).out;
    expect(listed)
      .to.match(new RegExp(`ut11\\s+${kid}\\s+3\\s+active`))
      .and.not.to.include(secret);
    const stored = readdirSync(join(desk.folder, 'data')).filter((f) => f.startsWith('sidebook.db')).map((f) => readFileSync(join(desk.folder, 'data', f), 'latin1')).join(''); // prettier-ignore
    expect([stored.includes(kid), stored.includes(secret)]).to.deep.equal([true, false]);
  });

  it('are two at most; a revoked one is gone from the disk', async () => {
    const desk = await open();
    await desk.say('client add ut11');
    const kid = kidIn((await desk.say('key add ut11')).out);
    await desk.say('key add ut11');
    const full = await desk.say('key add ut11');
    expect([full.code, full.err.includes(`sidebook key revoke ut11 ${kid}`)]).to.deep.equal([1, true]);
    expect((await desk.say(`key revoke ut11 ${kid}`)).code).to.equal(0);
    expect(existsSync(join(keyFolder(desk), `${kid}.key`))).to.equal(false);
    expect((await desk.say(`key revoke ut11 ${kid}`)).err).to.include('no key');
    expect((await desk.say('key add ut11')).code).to.equal(0);
    await desk.say('client revoke ut11');
    expect(readdirSync(keyFolder(desk))).to.deep.equal([]);
  });
});

describe('sidebook user', () => {
  const open = desks();

  it('add, list, revoke', async () => {
    const desk = await open();
    await desk.say('client add ut11');
    await desk.say(['user', 'add', 'ut11', '5f0c', '--name', 'Иванова А.', '--role', 'lead', '--role', 'accountant']);
    await desk.say('user add ut11 77aa');
    const { out } = await desk.say('user list');
    expect(out).to.match(/ut11:5f0c\s+Иванова А\.\s+lead, accountant\s+active/).and.to.match(/ut11:77aa\s+77aa\s+as the host says\s+active/); // prettier-ignore
    expect((await desk.say('user revoke ut11 5f0c')).code).to.equal(0);
    expect((await desk.say('user list ut11')).out).to.match(/5f0c.*revoked/);
    expect((await desk.say('user revoke ut11 none')).err).to.include('has no user none');
    expect((await desk.say('user add dyn 1')).err).to.include('There is no client dyn');
  });

  it('says whose rows somebody sees: a team, a person of the books, a grant; what is not said stays', async () => {
    const desk = await open();
    desk.fake.create('Catalog_Пользователи', { Description: 'Петрова Б.' });
    await desk.say('sync --once');
    await desk.say('client add ut11');
    await desk.say(['user', 'add', 'ut11', '5f0c', '--team', 'Опт', '--person', 'Петрова Б.', '--private']);
    await desk.say('user add ut11 5f0c --role sales');
    expect((await desk.say('user list')).out).to.match(/5f0c\s+sales\s+Опт\s+Петрова Б\.\s+granted\s+active/);
    await desk.say('user add ut11 5f0c --no-team --no-person --no-private');
    expect((await desk.say('user list')).out).to.match(/5f0c\s+sales\s+active/);
    expect((await desk.say(['user', 'add', 'ut11', '5f0c', '--person', 'Никто'])).code).to.equal(1);
  });

  it('keeps the roles of one who is there, and says so', async () => {
    const desk = await open();
    await desk.say('client add ut11');
    await desk.say('user add ut11 5f0c --role lead --role accountant');
    const again = await desk.say(['user', 'add', 'ut11', '5f0c', '--name', 'Анна']);
    expect(again.out)
      .to.match(/Анна\s+lead, accountant/)
      .and.to.include('The roles stay as they were');
    await desk.say('user revoke ut11 5f0c');
    expect((await desk.say('user add ut11 5f0c', 'ru')).out)
      .to.match(/lead, accountant\s+действует/)
      .and.to.include('Роли остались прежними');
    expect((await desk.say('user add ut11 5f0c --role sales')).out).to.match(/ sales\s+active\n$/);
    expect((await desk.say('user add ut11 5f0c --no-role')).out).to.match(/as the host says\s+active\n$/);
  });
});

describe('sidebook serve', () => {
  const open = desks();

  it('serves what the commands set up, until it is stopped', async () => {
    const desk = await open();
    writeFileSync(join(desk.folder, 'sidebook.config.jsonc'), readFileSync(join(desk.folder, 'sidebook.config.jsonc'), 'utf8').replace('{', '{"server":{"listen":{"port":0}},')); // prettier-ignore
    await desk.say('client add ut11 --auto-users');
    const secret = secretIn((await desk.say('key add ut11')).out);
    const stop = new AbortController();
    let heard: (text: string) => void = () => undefined;
    const line = new Promise<string>((done) => (heard = done));
    const io: Io = {
      lang: 'en', called: 'sidebook', account: 'anna', env: { PASSWORD: desk.fake.password }, cwd: desk.folder, world: worldAt(desk.clock), isTty: true, isUnicode: true, width: 100, configFile: null,
      out: (text) => heard(text), err: () => undefined, fail: () => undefined,
    }; // prettier-ignore
    const ended = serve(io, stop.signal);
    const url = /http:\S+/.exec(await line)?.[0] ?? '';
    const body = JSON.stringify({ user: { id: '1', name: 'А', roles: ['sales'] }, scope: { entities: ['ut11:Catalog_Контрагенты:1'] }, widgets: ['counterparty'] }); // prettier-ignore
    const said = await request(`${url}/embed/v1/tokens`, { method: 'POST', body, headers: { authorization: `Basic ${btoa(`ut11:${secret}`)}`, 'content-type': 'application/json' } }); // prettier-ignore
    expect([said.statusCode, Object.keys((await said.body.json()) as object)]).to.deep.equal([201, ['token', 'expiresAt']]);
    stop.abort();
    await ended;
  });
});

describe('sidebook service', () => {
  const open = desks();

  it('prints a closed systemd unit, and writes nothing', async () => {
    const desk = await open();
    const { out, err, code } = await desk.say('service print --for systemd');
    expect(code).to.equal(0);
    for (const line of [
      '[Unit]',
      '[Service]',
      '[Install]',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'EnvironmentFile=-/etc/sidebook/environment',
      'AmbientCapabilities=CAP_NET_BIND_SERVICE',
      'User=anna',
      `ReadWritePaths="${join(desk.folder, 'data')}"`,
    ])
      // prettier-ignore
      expect(out.split('\n')).to.include(line);
    expect(out).to.match(/^ExecStart=".*" ".*sidebook\.js" "start" "--config" ".*sidebook\.config\.jsonc"$/m);
    expect(out).not.to.include('MemoryDenyWriteExecute');
    expect(err).to.include('sudo systemctl enable --now sidebook');
    expect(err).to.include('npx sidebook service print --for systemd | sudo tee /etc/systemd/system/sidebook.service');
    expect(err).to.include('Passwords (PASSWORD): NAME=value, one a line, in /etc/sidebook/environment');
    expect((await desk.say('service install --for systemd')).out).to.equal(out);
  });

  it('explains the unit in the language of the reader, and prints the same unit', async () => {
    const desk = await open();
    const [ru, en] = [await desk.say('service print --for systemd', 'ru'), await desk.say('service print --for systemd')];
    const said = (out: string): string[] => out.split('\n').filter((line) => /^#|^Description=/.test(line));
    expect(said(ru.out)).to.deep.equal([
      'Description=Sidebook: контрагенты и счета, в обе стороны',
      '# Пароли, по одному ИМЯ=значение в строке; читать файл могут только root и служба.',
    ]);
    const rest = (out: string): string[] => out.split('\n').filter((line) => !said(out).includes(line));
    expect(rest(ru.out)).to.deep.equal(rest(en.out));
  });

  it('needs none of the passwords: sudo brings no variables along', async () => {
    const desk = await open();
    const file = join(desk.folder, 'sidebook.config.jsonc');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"PASSWORD"', '"NOT_HERE"'));
    expect((await desk.say('status')).code).to.equal(1);
    const { out, err, code } = await desk.say('service print --for systemd');
    expect([code, out.includes('[Unit]'), err.includes('NOT_HERE')]).to.deep.equal([0, true, true]);
  });

  it('leaves out of a unit for one user what only root may ask for', async () => {
    const { out } = await (await open()).say('service print --for systemd --user');
    expect(out).to.include('WantedBy=default.target').and.to.include('%h/.config/sidebook/environment');
    expect(out).not.to.match(/^User=|ProtectSystem|Capabilit/m);
  });

  it('writes a task for Windows when told to, in the bytes the scheduler reads, and takes it away', async () => {
    const desk = await open();
    const said = await desk.say('service install --for windows --write', 'ru');
    const file = join(desk.folder, 'sidebook-task.xml');
    expect(said.out)
      .to.include('schtasks /Create /TN Sidebook /XML')
      .and.to.include(`icacls "${join(desk.folder, 'data')}" /grant "*S-1-5-19:(OI)(CI)M"`)
      .and.to.include('setx /M');
    const bytes = readFileSync(file);
    expect([bytes[0], bytes[1]]).to.deep.equal([0xff, 0xfe]);
    const text = bytes.toString('utf16le').slice(1);
    expect(text)
      .to.match(/^<\?xml version="1\.0" encoding="UTF-16"\?>\r\n/)
      .and.to.include('<BootTrigger>')
      .and.to.include('S-1-5-19');
    expect(text).to.include('&#34;start&#34; &#34;--config&#34;');
    await desk.say('service uninstall --for windows --write');
    expect(existsSync(file)).to.equal(false);
  });
});

describe('section server of the configuration', () => {
  const host = '{"buh":{"kind":"onec","profile":"bp30","url":"http://1c.example/o/","user":"u","password":{"env":"P"}}}';
  const read = (server: string): ReturnType<typeof parseConfig>['server'] =>
    parseConfig(`{"hosts":${host},"server":${server}}`, 'sidebook.config.jsonc', { P: 'x', PFX: 'y' }, 'en').server;

  it('may be left out', () => {
    const { server } = parseConfig(`{"hosts":${host}}`, 'sidebook.config.jsonc', { P: 'x' }, 'en');
    expect(server).to.deep.equal({ listen: { host: '127.0.0.1', port: 8017 }, trustProxy: false, staleMinutes: 15, metrics: 'local', telemetry: true }); // prettier-ignore
  });

  it('takes an address, proxies and a certificate', () => {
    const server = read('{"listen":{"port":443},"publicUrl":"https://x.example/sidebook/","trustProxy":["127.0.0.1"],"tls":{"pfx":"a.pfx","passphrase":{"env":"PFX"}}}'); // prettier-ignore
    expect([server.publicUrl, server.listen.host, server.trustProxy]).to.deep.equal(['https://x.example/sidebook', '127.0.0.1', ['127.0.0.1']]); // prettier-ignore
  });

  for (const [what, text] of [
    ['half a certificate', '{"tls":{"cert":"a.pem"}}'],
    ['a password in the file', '{"tls":{"pfx":"a","passphrase":"x"}}'],
    ['a password that is not there', '{"tls":{"pfx":"a","passphrase":{"env":"NONE"}}}'],
    ['a proxy that is no address', '{"trustProxy":["proxy.local"]}'],
    ['a proxy of an impossible net', '{"trustProxy":["10.0.0.0/64"]}'],
    ['an address with a query', '{"publicUrl":"https://x.example/?a"}'],
    ['a key there is none of', '{"post":1}'],
  ] as const)
    // prettier-ignore
    it(`is refused with ${what}`, () => {
      expect(() => read(text)).to.throw();
    });
});
