/** sidebook store: copies that can be put back, a check that finds what is wrong, and what is kept how long. */
import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mirror } from '../../connector/hosts/enterprisedata/mirror.ts';
import type { Tree } from '../../connector/hosts/enterprisedata/tree.ts';
import { copyInto, sealInto, unsealInto } from '../../connector/backup/backup.ts';
import { openDatabase } from '../../connector/store/sqlite/driver.ts';
import { SentVersions } from '../../connector/translations/organisation/versions.ts';
import { Kept } from '../../connector/translations/own/kept.ts';
import { desks, type Desk } from '../cli/desk.ts';

const PASSPHRASE = 'correct horse battery';
const data = (desk: Desk, name: string): string => join(desk.folder, 'data', name);
const sql = (file: string, text: string) => {
  const db = openDatabase(file);
  try {
    return db.prepare(text).all();
  } finally {
    db.close();
  }
};
/** A base with parties and invoices, read once. */
const FILLED = { data: { counterparties: 40, invoices: 60 } };
const change = (desk: Desk, ...texts: readonly string[]): void => {
  const db = openDatabase(data(desk, 'sidebook.db'));
  for (const text of texts) db.exec(text);
  db.close();
};

describe('sidebook store backup', () => {
  const open = desks();
  const filled = async (): Promise<Desk> => {
    const desk = await open(FILLED);
    await desk.say('sync --once');
    writeFileSync(join(desk.folder, 'passphrase'), `${PASSPHRASE}\n`);
    return desk;
  };
  /** Puts a copy in the place of the store, as the guide says. */
  const putBack = async (desk: Desk): Promise<void> => {
    for (const name of readdirSync(join(desk.folder, 'data'))) if (/\.db/.test(name)) rmSync(data(desk, name));
    for (const name of readdirSync(join(desk.folder, 'back'))) {
      const to = name === 'store.db' ? 'sidebook.db' : name;
      if (name.endsWith('.db')) writeFileSync(data(desk, to), readFileSync(join(desk.folder, 'back', name)));
    }
  };

  it('makes a folder of snapshots, which restore checks and unpacks', async () => {
    const desk = await filled();
    const before = (await desk.say('counterparty list --limit 1000')).out;
    const made = await desk.say('store backup copy');
    expect([made.code, made.out.includes('It is not encrypted')]).to.deep.equal([0, true]);
    expect(readdirSync(join(desk.folder, 'copy')).sort()).to.deep.equal(['audit.db', 'backup.json', 'store.db']);
    expect((await desk.say('store restore copy back')).out).to.match(
      /Whole, of 24\/02\/2026, 12:00:00: back\nThe audit ended with \d+:[0-9a-f]{64}/,
    );
    await putBack(desk);
    expect((await desk.say('counterparty list --limit 1000')).out).to.equal(before);
    expect((await desk.say('store check')).code).to.equal(0);
  });

  it('seals everything into one file that only the passphrase opens', async () => {
    const desk = await filled();
    const before = (await desk.say('counterparty list --limit 1000')).out;
    const kept = (await desk.say('audit head')).out.trim();
    expect(await desk.say('store backup copy.sealed --encrypt passphrase')).to.include({ code: 0 });
    expect(readdirSync(desk.folder).filter((f) => f.startsWith('copy')).sort()).to.deep.equal(['copy.sealed']); // prettier-ignore
    const bytes = readFileSync(join(desk.folder, 'copy.sealed'));
    expect(bytes.includes(Buffer.from('SQLite format 3'))).to.equal(false);
    expect((await desk.say('store restore copy.sealed back --passphrase passphrase')).code).to.equal(0);
    await putBack(desk);
    expect((await desk.say('counterparty list --limit 1000')).out).to.equal(before);
    expect((await desk.say(`audit verify --kept ${kept}`)).code).to.equal(0);
    writeFileSync(join(desk.folder, 'wrong'), 'incorrect horse battery');
    const wrong = await desk.say('store restore copy.sealed other --passphrase wrong');
    expect([wrong.code, wrong.err.includes('cannot be opened'), existsSync(join(desk.folder, 'other'))]).to.deep.equal([1, true, false]); // prettier-ignore
  }).timeout(20_000);

  it('never lays a plain copy where the sealed one goes, and clears what an ended process left', async () => {
    const desk = await filled();
    const [share, ended] = [join(desk.folder, 'share'), spawnSync(process.execPath, ['-e', '0']).pid];
    mkdirSync(share);
    mkdirSync(data(desk, `sidebook.db.copy-${String(ended)}-abcdef`));
    writeFileSync(data(desk, `sidebook.db.copy-${String(ended)}-abcdef/store.db`), 'plain');
    const [others, mine] = [`sidebook.db.copy-${String(process.pid)}-abcdef`, `sidebook.db.copy-${String(ended)}-before`];
    mkdirSync(data(desk, others));
    const theirs = [mine, `${mine}-update`, `sidebook.db.copy-${String(ended)}`];
    for (const name of theirs) writeFileSync(data(desk, name), 'what somebody put there by hand');
    mkdirSync(data(desk, 'sidebook.db.copy-2026-11-01'));
    writeFileSync(join(share, 'copy.sealed.part'), 'half of what an ended process sealed');
    const seen = new Set<string | null>();
    const looking = watch(share);
    const whole = new Promise<void>((done) => looking.on('change', (_, name) => void (seen.add(String(name)), name === 'copy.sealed' && done()))); // prettier-ignore
    expect((await desk.say('store backup share/copy.sealed --encrypt passphrase')).err).to.equal('');
    await whole;
    looking.close();
    expect([...seen].filter((name) => !/^copy\.sealed(\.\w+\.part)?$/.test(name ?? ''))).to.deep.equal([]);
    expect(readdirSync(join(desk.folder, 'data')).filter((f) => f.includes('.copy-'))).to.have.members([others, ...theirs, 'sidebook.db.copy-2026-11-01']); // prettier-ignore
  });

  it('lays the plain copy beside the private file, where that has a disk of its own', async () => {
    const desk = await filled();
    const [config, vault] = [join(desk.folder, 'sidebook.config.jsonc'), join(desk.folder, 'vault')];
    writeFileSync(config, readFileSync(config, 'utf8').replace('{', '{"private": {"file": "./vault/private.db"},'));
    mkdirSync(vault);
    const own = openDatabase(join(vault, 'private.db'));
    own.exec('create table notes (text text)');
    own.close();
    const left = data(desk, `sidebook.db.copy-${String(spawnSync(process.execPath, ['-e', '0']).pid)}-abcdef`);
    mkdirSync(left);
    const seen: string[] = [];
    const looking = [vault, join(desk.folder, 'data')].map((folder) => watch(folder, (_, name) => void seen.push(join(folder, name ?? '')))); // prettier-ignore
    expect((await desk.say('store backup copy.sealed --encrypt passphrase')).err).to.equal('');
    await new Promise((resolve) => setImmediate(resolve));
    for (const one of looking) one.close();
    const copies = seen.filter((name) => name.includes('.copy-'));
    expect(copies.length).to.be.greaterThan(0);
    expect(copies.filter((name) => !name.startsWith(join(vault, 'private.db.copy-')) && name !== left)).to.deep.equal([]);
    expect(existsSync(left), 'what was left beside the store before there was a private file').to.equal(false);
  });

  /** Adds a base that exchanges messages, with one object of it that is mapped and one that is not. */
  const told = (desk: Desk): void => {
    const file = join(desk.folder, 'sidebook.config.jsonc');
    const config = JSON.parse(readFileSync(file, 'utf8')) as { hosts: Record<string, unknown> };
    const host = { kind: 'enterprisedata', url: 'https://books.example/ws/', user: 'Sidebook', password: { env: 'PASSWORD' }, peerCode: 'СБ' }; // prettier-ignore
    writeFileSync(file, JSON.stringify({ ...config, hosts: { ...config.hosts, 'ed-2': host } }));
    const mirror = new Mirror(openDatabase(data(desk, 'ed-2.enterprisedata.db')), () => 'copy-1');
    const tree = (kind: string, name: string): Tree => [kind, [['КлючевыеСвойства', [['Наименование', name]]]]];
    mirror.put('Справочник.Контрагенты', 'k-1', tree('Справочник.Контрагенты', 'ИП Сёмин'));
    mirror.keepUnknown('Справочник.ФизическиеЛица', 'f-1', tree('Справочник.ФизическиеЛица', 'Сёмин Пётр'));
    mirror.close();
  };
  const kept = (file: string): unknown[] => sql(file, 'select id from object order by id').map((row) => row['id']);

  it('has what bases told in messages in it, after the store', async () => {
    const desk = await filled();
    told(desk);
    expect((await desk.say('store backup copy.sealed --encrypt passphrase')).err).to.equal('');
    expect((await desk.say('store restore copy.sealed back --passphrase passphrase')).code).to.equal(0);
    const { files } = JSON.parse(readFileSync(join(desk.folder, 'back', 'backup.json'), 'utf8')) as { files: { name: string }[] };
    expect(files.map((f) => f.name)).to.deep.equal(['store.db', 'ed-2.enterprisedata.db', 'audit.db']);
    expect(kept(join(desk.folder, 'back', 'ed-2.enterprisedata.db'))).to.deep.equal(['f-1', 'k-1']);
    expect((await desk.say('store check')).out).to.include('✓ ed-2.enterprisedata.db');
  });

  it('tells what messages say of a person, and erases of it what nobody maps', async () => {
    const desk = await filled();
    told(desk);
    expect((await desk.say(['subject', 'find', 'сёмин'])).out).to.match(/Told in messages of ed-2\n.*Контрагенты +k-1 +ИП Сёмин\n.*ФизическиеЛица +f-1/); // prettier-ignore
    const { out } = await desk.say(['subject', 'erase', 'сёмин', '--yes']);
    expect(out).to.match(/erased: message 1\n +kept: 1\..*the next message replaces them here/);
    expect(kept(data(desk, 'ed-2.enterprisedata.db'))).to.deep.equal(['k-1']);
    expect(readFileSync(data(desk, 'ed-2.enterprisedata.db')).includes('Сёмин Пётр')).to.equal(false);
  });

  it('says how a sealed copy is opened when its passphrase was not named', async () => {
    const desk = await filled();
    await desk.say('store backup copy.sealed --encrypt passphrase');
    const said = await desk.say('store restore copy.sealed back', 'ru');
    expect([said.code, said.err.includes('store restore copy.sealed ПАПКА --passphrase ФАЙЛ')]).to.deep.equal([1, true]);
  });

  it('ends in words where a folder can never be made', async () => {
    const desk = await filled();
    const never = process.platform === 'linux' ? '/proc/x' : 'passphrase/x'; // Linux has folders that say "not there" to whoever makes one
    const said = await desk.say(['store', 'backup', `${never}/copy`], 'ru');
    expect([said.code, said.err.includes(never), said.err.includes('не записан')]).to.deep.equal([1, true, true]);
  });

  it('writes over nothing, takes no short passphrase, and says which copy is broken', async () => {
    const desk = await filled();
    await desk.say('store backup copy');
    expect((await desk.say('store backup copy')).err).to.include('is there already');
    writeFileSync(join(desk.folder, 'short'), 'secret\n');
    expect((await desk.say('store backup sealed --encrypt short')).err).to.include('fewer than 12 characters');
    expect((await desk.say('store backup sealed --encrypt nowhere')).err).to.include('nowhere is not there');
    expect((await desk.say('store restore copy copy')).err).to.include('is there already');
    const file = join(desk.folder, 'copy', 'audit.db');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect((await desk.say('store restore copy back')).err).to.include('audit.db differs from what was written');
    expect((await desk.say('store restore nothing back')).err).to.include('nothing is not there');
  });

  it('breaks off without a trace, and begins anew where an ended process left some', async () => {
    const desk = await filled();
    await desk.say('store backup copy');
    const sources = ['store.db', 'translations/000001.json'].map((name) => ({ name, file: join(desk.folder, 'copy', name) }));
    const failed = await copyInto(join(desk.folder, 'back'), sources, {
      at: '2026-02-24T09:00:00.000Z',
      version: '1.0.0',
      auditHead: null,
    }).catch(String);
    expect(failed).to.include('ENOENT');
    expect(existsSync(join(desk.folder, 'back'))).to.equal(false);
    const left = join(desk.folder, 'back', '.part-999999999-abcdef');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'store.db'), 'half of it');
    expect((await desk.say('store restore copy back')).err).to.equal('');
    expect(readdirSync(join(desk.folder, 'back')).sort()).to.deep.equal(readdirSync(join(desk.folder, 'copy')).sort()); // prettier-ignore
  });

  /** Two imports of labels and the id of the installation. */
  const translated = (desk: Desk): Kept => {
    const kept = new Kept(data(desk, 'translations'));
    kept.organizationId(() => '5b0c1f0e-7d2a-4c55-9a35-0d5a8f6f1a01');
    for (const text of ['Ещё раз', 'Снова'])
      kept.apply(kept.latest(), { ru: { 'widget/runtime.retry': text } }, 'ru.zip', { by: 'cli:anna', at: '2026-02-24T09:00:00Z' });
    return kept;
  }; // prettier-ignore

  for (const [how, backup, restore] of [
    ['a folder', 'store backup copy', 'store restore copy back'],
    ['a sealed file', 'store backup copy --encrypt passphrase', 'store restore copy back --passphrase passphrase'],
  ] as const)
    it(`has the imported labels and what undo needs in it: ${how}`, async () => {
      const desk = await filled();
      translated(desk);
      writeFileSync(data(desk, 'translations/000003.json.7.draft'), 'half');
      expect((await desk.say(backup)).out).to.match(/translations\/ \(3\)/);
      expect((await desk.say(restore)).code).to.equal(0);
      expect(readdirSync(join(desk.folder, 'back', 'translations')).sort()).to.deep.equal(['000001.json', '000002.json', 'installation']); // prettier-ignore
      rmSync(data(desk, 'translations'), { recursive: true });
      cpSync(join(desk.folder, 'back', 'translations'), data(desk, 'translations'), { recursive: true });
      const back = new Kept(data(desk, 'translations'));
      expect(back.latest().texts).to.deep.equal({ ru: { 'widget/runtime.retry': 'Снова' } });
      expect(back.organizationId(() => 'another')).to.equal('5b0c1f0e-7d2a-4c55-9a35-0d5a8f6f1a01');
      expect((await desk.say('store check')).code).to.equal(0);
      expect((await desk.say('translations undo')).code).to.equal(0);
      expect(back.latest().texts).to.deep.equal({ ru: { 'widget/runtime.retry': 'Ещё раз' } });
    });

  it('has what was sent to an organisation in it, so that undo for Dynamics is there after a restore', async () => {
    const desk = await filled();
    const key = { sheet: 'Localized Labels' as const, entity: 'account', id: '5b0c1f0e-7d2a-4c55-9a35-0d5a8f6f1a01', column: 'DisplayName' };
    const changes = [{ key, lcid: 1031, base: 'Account', before: null, after: 'Firma' }];
    const sent = new SentVersions(data(desk, 'sidebook.db'), 'crm-1');
    sent.begin({ number: 1, solution: 'Sales', by: 'cli:anna', at: '2026-02-24T09:00:00Z', from: 'de.zip', job: 'job-1', changes }, Buffer.from('PK export'));
    writeFileSync(data(desk, 'translations/organisation/crm-1/000002.zip.job-2.draft'), 'half');
    expect((await desk.say('store backup copy --encrypt passphrase')).out).to.match(/translations\/ \(2\)/);
    expect((await desk.say('store restore copy back --passphrase passphrase')).code).to.equal(0);
    const back = join(desk.folder, 'back', 'translations');
    expect(readdirSync(join(back, 'organisation/crm-1')).sort()).to.deep.equal(['000001.json', '000001.zip']);
    expect(readFileSync(join(back, 'organisation/crm-1/000001.zip'), 'utf8')).to.equal('PK export');
    expect(new SentVersions(join(desk.folder, 'back', 'store.db'), 'crm-1').lastTaken('Sales')?.changes).to.deep.equal(changes);
    writeFileSync(data(desk, 'translations/organisation/crm-1/000001.json'), '{');
    expect((await desk.say('store check')).out).to.match(/✗ translations: [^]*organisation\/crm-1\/000001\.json/);
  }); // prettier-ignore

  it('compares the labels with what was written as well', async () => {
    const desk = await filled();
    translated(desk);
    await desk.say('store backup copy');
    writeFileSync(join(desk.folder, 'copy', 'translations', '000001.json'), '{}');
    const said = await desk.say('store restore copy back', 'ru');
    expect([said.code, said.err.includes('000001.json')]).to.deep.equal([1, true]);
  });

  it('opens again with hundreds of versions of labels in it', async () => {
    const desk = await open();
    const text = join(desk.folder, 'text');
    writeFileSync(text, '{}');
    const sources = Array.from({ length: 500 }, (_, i) => ({ name: `translations/${String(i + 1).padStart(6, '0')}.json`, file: text })); // prettier-ignore
    const [copy, sealed, back] = ['copy', 'sealed', 'back'].map((name) => join(desk.folder, name)) as [string, string, string];
    await copyInto(copy, sources, { at: '2026-02-24T09:00:00.000Z', version: '1.0.0', auditHead: null });
    expect(await sealInto(sealed, copy, PASSPHRASE, { cost: 10 })).to.equal(true);
    // A second one that was begun before the first was there: nothing is written over.
    expect(await sealInto(sealed, copy, 'another passphrase', { cost: 10 })).to.equal(false);
    expect(readdirSync(join(sealed, '..')).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
    expect((await unsealInto(back, sealed, PASSPHRASE)).files).to.have.length(500);
    expect(readFileSync(join(back, 'translations', '000500.json'), 'utf8')).to.equal('{}');
  });

  it('holds nothing a person was erased from', async () => {
    const desk = await filled();
    await desk.say(['user', 'add', 'nobody', 'Сёмин']);
    await desk.say(['subject', 'erase', 'Сёмин', '--yes']);
    await desk.say('store backup copy');
    expect(readFileSync(join(desk.folder, 'copy', 'audit.db')).includes(Buffer.from('Сёмин'))).to.equal(false);
  });
});

describe('sidebook store check', () => {
  const open = desks();

  it('finds nothing wrong with a store that was filled', async () => {
    const desk = await open(FILLED);
    await desk.say('sync --once');
    expect(Number(sql(data(desk, 'sidebook.db'), 'select count(*) as n from invoice_lines')[0]?.['n'])).to.be.greaterThan(60);
    const said = await desk.say('store check');
    expect(said.code, said.out).to.equal(0);
    expect(said.lines.length).to.equal(3);
  });

  /** What is wrong, how it came, what is said of it. */
  const WRONG: readonly [string, string, RegExp][] = [
    ['a projection that says something else', `update counterparties set tax_id = '0' where record_id = (select record_id from counterparties limit 1)`, /counterparty: the table does not say what the record says \(1\)/], // prettier-ignore
    [
      'a projection without its record',
      `insert into balances (record_id) values ('nobody')`,
      /balances: rows without what they belong to \(1\): nobody/,
    ],
    [
      'a record without its projection',
      `delete from invoices where n = (select max(n) from invoices)`,
      /invoice: the table does not say/,
    ],
    ['a line that was changed', `update invoice_lines set amount = amount + 1 where line = 1 and invoice = (select max(invoice) from invoice_lines)`, /invoice: the table does not say/], // prettier-ignore
    ['a sum paid that is not that of the payments', `update invoices set paid = paid + 1 where n = (select max(n) from invoices)`, /invoices: paid is not the sum of the payments \(1\)/], // prettier-ignore
    [
      'a match key that is gone',
      `delete from record_keys where record = (select max(record) from record_keys)`,
      /record_keys: match keys are not those/,
    ],
    ['a match key too many', `insert into record_keys select 12345, max(record) from record_keys`, /record_keys: match keys are not those of the records \(1\)/], // prettier-ignore
    ['a link to a record that is not there', `update links set record_id = 'nobody' where id = (select max(id) from links where record_id is not null)`, /links: rows without/], // prettier-ignore
    ['a key without its client', `pragma foreign_keys = off; insert into client_keys values ('k', 'nobody', '2026-01-01', null)`, /store: rows name what is not there/], // prettier-ignore
  ];
  it('finds each thing that is wrong, and says where', async () => {
    const desk = await open(FILLED);
    await desk.say('sync --once');
    const whole = readFileSync(data(desk, 'sidebook.db'));
    for (const [title, broken, told] of WRONG) {
      for (const end of ['-wal', '-shm']) rmSync(data(desk, `sidebook.db${end}`), { force: true });
      writeFileSync(data(desk, 'sidebook.db'), whole);
      change(desk, broken);
      const said = await desk.say('store check');
      expect([said.code, told.test(said.out)], `${title}: ${said.out}`).to.deep.equal([1, true]);
    }
  });

  it('finds labels that cannot be read, and a version undo could not go back to', async () => {
    const desk = await open();
    const kept = new Kept(data(desk, 'translations'));
    const author = { by: 'cli:anna', at: '2026-02-24T09:00:00Z' };
    for (const text of ['a', 'b', 'c']) kept.apply(kept.latest(), { ru: { 'widget/runtime.retry': text } }, 'ru.zip', author);
    expect((await desk.say('store check')).out).to.match(/✓ translations: /);
    rmSync(data(desk, 'translations/000001.json'));
    writeFileSync(data(desk, 'translations/000003.json'), '{"number":3');
    const said = await desk.say('store check', 'ru');
    expect([said.code, /✗ translations: [^]*файл повреждён[^]*\(2\): 000001\.json, 000003\.json/.test(said.out)], said.out).to.deep.equal([1, true]); // prettier-ignore
  });

  it('finds a key whose secret is gone, and an audit that does not hold', async () => {
    const desk = await open();
    await desk.say('client add ut11');
    await desk.say('key add ut11');
    rmSync(join(desk.folder, 'data', 'keys'), { recursive: true });
    const db = openDatabase(data(desk, 'audit.db'));
    db.exec("update audit set actor = 'x' where n = 1");
    db.close();
    const { code, out } = await desk.say('store check');
    expect([code, /client_keys: rows without.+ut11\//.test(out), out.includes('row 1: it is not as it was written')]).to.deep.equal([1, true, true]); // prettier-ignore
  });
});

describe('sidebook store clean', () => {
  const open = desks();
  const counts = (desk: Desk): number[] =>
    ['journal', 'problems', 'revoked_tokens', 'idempotency'].map((t) => Number(sql(data(desk, 'sidebook.db'), `select count(*) as n from ${t}`)[0]?.['n'])); // prettier-ignore
  const filled = async (): Promise<Desk> => {
    const desk = await open();
    await desk.say('client add ut11');
    await desk.say(['client', 'revoke', 'ut11', '--token', 'jti-1']);
    change(
      desk,
      `insert into problems (host, kind, detail, since, resolved_at, answer) values ('buh', 'conflict', '{}', '2026-01-01', '2026-01-02', 'ours'), ('buh', 'refused', '{}', '2026-01-01', null, null)`,
      `insert into idempotency values ('ut11:anna', 'k1', 'r', 200, '', '2026-02-01')`,
    );
    desk.clock.pass(40 * 24 * 60);
    await desk.say('pause buh');
    return desk;
  };
  const configure = (desk: Desk, retention: object): void => {
    const file = join(desk.folder, 'sidebook.config.jsonc');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), retention }));
  };

  it('deletes only answers and tokens unless the configuration says more', async () => {
    const desk = await filled();
    const before = counts(desk);
    const said = await desk.say('store clean');
    expect(said.out)
      .to.match(/journal\s+0\s+kept for ever/)
      .and.to.match(/revoked tokens\s+1\s+after 30 days/);
    expect(counts(desk)).to.deep.equal([before[0], before[1], 0, 0]);
  });

  it('counts and deletes nothing with --dry-run, then exactly that', async () => {
    const desk = await filled();
    configure(desk, { journalDays: 30, problemDays: 30, auditValueDays: 30 });
    const before = counts(desk);
    const dry = await desk.say('store clean --dry-run');
    expect(dry.out).to.include('Nothing was deleted');
    expect(counts(desk)).to.deep.equal(before);
    const done = await desk.say('store clean');
    expect(done.lines.slice(0, 6)).to.deep.equal(dry.lines.slice(0, 6));
    expect(counts(desk)).to.deep.equal([1, 1, 0, 0]);
    expect((await desk.say('audit verify')).code).to.equal(0);
    expect((await desk.say('audit list')).out)
      .to.include('(erased)')
      .and.to.include('clean:store');
    expect((await desk.say('store check')).code).to.equal(0);
  });

  it('deletes what left for hosts only where the configuration says how long that is kept', async () => {
    const desk = await filled();
    const left = (): number => Number(sql(data(desk, 'sidebook.db'), 'select count(*) as n from egress')[0]?.['n']);
    change(
      desk,
      `insert into egress values ('2026-01-01', 'buh', 'counterparty', null, 'name', 1, 'x'), ('2026-04-01', 'buh', 'counterparty', null, 'name', 1, 'y')`,
    );
    expect([(await desk.say('store clean')).out.match(/left for hosts\s+0\s+kept for ever/) !== null, left()]).to.deep.equal([
      true,
      2,
    ]);
    configure(desk, { egressDays: 30 });
    expect([(await desk.say('store clean --dry-run', 'ru')).out.match(/уходило в базы\s+1\s/) !== null, left()]).to.deep.equal([
      true,
      2,
    ]);
    await desk.say('store clean');
    expect(left()).to.equal(1);
  });

  it('never gives an id twice: the newest row stays', async () => {
    const desk = await filled();
    configure(desk, { journalDays: 30 });
    const newest = () => sql(data(desk, 'sidebook.db'), 'select max(id) as id from journal')[0]?.['id'];
    const before = newest();
    desk.clock.pass(400 * 24 * 60);
    await desk.say('store clean');
    expect(newest()).to.equal(before);
  });
});
