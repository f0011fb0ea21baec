/** sidebook audit and subject, and what every other command leaves in the audit. */
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAudit } from '../../connector/audit/sqlite/audit.ts';
import type { Row } from '../../connector/audit/audit.ts';
import { customer } from '../scenarios/making.ts';
import { desks, type Desk } from '../cli/desk.ts';

const auditFile = (desk: Desk): string => join(desk.folder, 'data', 'audit.db');

async function rowsOf(desk: Desk): Promise<readonly Row[]> {
  const audit = openAudit({ file: auditFile(desk), world: desk.clock });
  const rows = await audit.rows({});
  await audit.close();
  return rows;
}

describe('what a command leaves in the audit', () => {
  const open = desks();

  it('switches, clients, keys and users: who, what, with which words', async () => {
    const desk = await open();
    await desk.on();
    await desk.say('pause buh');
    await desk.say('client add ut11 --title УТ');
    await desk.say('user add ut11 5f0c --name Анна --role lead');
    const key = (await desk.say('key add ut11')).out;
    const rows = await rowsOf(desk);
    expect(rows.map((r) => [r.actor, r.what, r.subject])).to.deep.equal([
      ['cli:anna', 'switch:write', null], ['cli:anna', 'switch:write', null], ['cli:anna', 'switch:pause', 'pause/buh'],
      ['cli:anna', 'access:client.add', 'client/ut11'], ['cli:anna', 'access:user.add', null], ['cli:anna', 'access:key.add', 'key/ut11'],
    ]); // prettier-ignore
    expect(rows[1]?.value).to.deep.equal({ args: ['on', 'buh'], options: { by: 'Анна' } });
    const secret = /secret\s+(\S+)/.exec(key)?.[1] ?? '-';
    expect(readFileSync(auditFile(desk), 'latin1').includes(secret)).to.equal(false);
  });

  it('reads by the hour, writes and mappings one by one', async () => {
    const desk = await open();
    await desk.say('sync --once');
    for (let i = 0; i < 3; i++) await desk.say('counterparty list');
    await desk.say(['counterparty', 'add', 'name=ООО Ромашка']);
    desk.clock.pass(60);
    const all = (await desk.say('audit list --limit 100')).out;
    expect(all)
      .to.match(/cli:anna\s+read:cli\s+\{"count":3,"hour":"[^"]+"\}/)
      .and.to.match(/write:counterparty\.add.+ООО Ромашка/);
    const kinds = (await rowsOf(desk)).map((r) => r.what);
    expect(kinds.filter((k) => k === 'mapping:changed').length).to.be.greaterThan(5);
    await desk.say('sync --once');
    expect((await rowsOf(desk)).filter((r) => r.what === 'mapping:changed').length).to.equal(kinds.filter((k) => k === 'mapping:changed').length); // prettier-ignore
  });

  it('what was refused, with why, after what was asked', async () => {
    const desk = await open();
    expect((await desk.say('problems resolve 77 ours')).code).to.equal(1);
    expect((await rowsOf(desk)).map((r) => [r.what, r.subject, r.value])).to.deep.equal([
      ['decision:problems.answer', 'problems/77', { args: ['77', 'ours', []], options: {} }],
      ['refused:problems.answer', null, { code: 'problem-unknown' }],
    ]);
  });

  it('nothing where nothing is asked of anybody', async () => {
    const desk = await open();
    for (const command of ['doctor', 'help', 'service print --for systemd', 'mappings check']) await desk.say(command);
    expect(await rowsOf(desk)).to.deep.equal([]);
  });
});

describe('sidebook audit', () => {
  const open = desks();
  const headOf = async (desk: Desk): Promise<string> => (await desk.say('audit head')).out.trim();
  const change = (desk: Desk, sql: string): void => {
    const audit = openAudit({ file: auditFile(desk), world: desk.clock });
    audit.database.exec(sql);
    void audit.close();
  };

  it('verify says that every row holds, or which does not, and ends with 1', async () => {
    const desk = await open();
    await desk.on();
    expect(await desk.say('audit verify')).to.include({ code: 0, out: 'Every row holds: 2.\n' });
    change(desk, "update audit set actor = 'cli:ivan' where n = 2");
    expect(await desk.say('audit verify')).to.include({
      code: 1,
      out: '! row 2: it is not as it was written, or it was moved\n',
    });
    expect((await desk.say('audit verify', 'ru')).out).to.include('строка 2: она не такая');
  });

  it('head is a line to keep; a cut tail does not stand against it', async () => {
    const desk = await open();
    await desk.on();
    const kept = await headOf(desk);
    expect(kept).to.match(/^2:[0-9a-f]{64}$/);
    await desk.say('pause buh');
    expect((await desk.say(`audit verify --kept ${kept}`)).code).to.equal(0);
    change(desk, 'delete from audit where n > 1; delete from audit_values where n > 1;');
    expect((await desk.say('audit verify')).code).to.equal(0);
    expect(await desk.say(`audit verify --kept ${kept}`)).to.include({ code: 1, out: '! row 1: the chain ends here, before the end that was kept\n' }); // prettier-ignore
    expect((await desk.say('audit verify --kept nonsense')).err).to.include('is not the head of an audit');
  });

  it('list by day and kind, on the screen and as a table for Excel', async () => {
    const desk = await open();
    await desk.say(['counterparty', 'add', 'name==cmd|calc']);
    desk.clock.pass(24 * 60);
    await desk.on();
    expect((await desk.say('audit list --from 2026-02-25 --kind switch')).lines.length).to.equal(3);
    expect((await desk.say('audit list --to 2026-02-24')).out)
      .to.include('write:counterparty.add')
      .and.not.to.include('switch');
    expect((await desk.say('audit list --from 2026-02-25 --to 2026-02-24')).err).to.include(
      '2026-02-25 is later than 2026-02-24',
    );
    const [before, , last] = (await desk.say('audit list --limit 1')).lines;
    const { n = 0, what = '' } = (await rowsOf(desk)).at(-1) ?? {};
    expect([before?.startsWith(`Earlier ones: ${String(n - 1)}.`), last?.includes(what), last]).to.deep.equal([true, true, last]);
    expect((await desk.say('audit list --from yesterday')).err).to.include('"yesterday" is not a day');
    const file = join(desk.folder, 'audit.csv');
    await desk.say(['audit', 'list', '--csv', file]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect([lines[0], lines.length]).to.deep.equal(['\ufeffn;at;actor;what;subject;value;digest', 5]);
    expect((await rowsOf(desk)).slice(-2).map((r) => [r.what, (r.value as { rows?: number }).rows])).to.deep.equal([['export:audit', undefined], ['export:rows', 4]]); // prettier-ignore
  });

  it('lets no more rows leave in a file than a day allows, and writes none of them', async () => {
    const desk = await open();
    const config = join(desk.folder, 'sidebook.config.jsonc');
    writeFileSync(
      config,
      JSON.stringify({ ...(JSON.parse(readFileSync(config, 'utf8')) as object), rights: { exports: { admin: 6 } } }),
    );
    for (const name of ['А', 'Б', 'В']) await desk.say(['counterparty', 'add', `name=${name}`]);
    const files = ['a.csv', 'b.csv'].map((name) => join(desk.folder, name));
    const said = [];
    for (const file of files) said.push(await desk.say(['audit', 'list', '--csv', file], 'ru'));
    expect([said.map((s) => s.code), files.map((file) => existsSync(file))]).to.deep.equal([
      [0, 1],
      [true, false],
    ]);
    expect(said[1]?.err).to.include('больше, чем разрешено: 6');
    expect((await rowsOf(desk)).map((r) => r.what)).to.include('refused:export');
  });
});

describe('sidebook subject', () => {
  const open = desks();

  it('names where it was found by words of the reader', async () => {
    const desk = await open();
    await desk.say(['counterparty', 'add', 'name=ИП Сёмин Пётр', 'phone=+7 912 000-11-22']);
    await desk.say(['notes', 'add', 'Сёмин звонил', '--kind', 'call']);
    const { out } = await desk.say(['subject', 'find', 'семин'], 'ru');
    expect(out).to.match(/запись +\S+ +контрагент ИП/).and.to.match(/журнал .*правка/).and.to.match(/заметка +\S+ +24\.02\.2026.* звонок/).and.to.match(/строка аудита/); // prettier-ignore
  });

  it('finds a person in records, history and audit', async () => {
    const desk = await open();
    await desk.say(['counterparty', 'add', 'name=ИП Сёмин Пётр', 'phone=+7 912 000-11-22']);
    const { out } = await desk.say(['subject', 'find', 'семин']);
    expect(out).to.match(/record\s+\S+\s+counterparty ИП Сёмин Пётр/).and.to.match(/journal\s/).and.to.match(/audit\s+1\s.+write:counterparty\.add/); // prettier-ignore
    expect(out)
      .to.match(/journal\s+\S+\s+24\/02\/2026, 12:00:00 /)
      .and.not.match(/T\d\d:\d\d:/);
    expect((await desk.say(['subject', 'find', 'семин'], 'ru')).out).to.match(/журнал\s+\S+\s+24\.02\.2026, 12:00:00 /);
    expect((await desk.say(['subject', 'find', '9120001122'])).out).to.include('counterparty ИП Сёмин Пётр');
    expect((await desk.say(['subject', 'find', 'аб'])).err).to.include('too short');
  });

  it('exports everything that mentions them, as JSON', async () => {
    const desk = await open();
    await desk.say(['counterparty', 'add', 'name=ИП Сёмин Пётр']);
    const all = JSON.parse((await desk.say(['subject', 'export', 'Сёмин'])).out) as Record<
      string,
      { kind: string; value: unknown }[]
    >;
    expect(all['Shared with the books']?.find((m) => m.kind === 'record')?.value).to.deep.include({ fields: { name: 'ИП Сёмин Пётр' } }); // prettier-ignore
    expect(all['Audit']?.[0]?.value).to.deep.equal({ args: [['name=ИП Сёмин Пётр']], options: {} });
  });

  it('exports of a stored plan only the steps that mention them, nobody else', async () => {
    const desk = await open();
    customer(desk.fake, { Description: 'Сёмин Пётр ИП' });
    customer(desk.fake, { Description: 'Чужой ООО' });
    await desk.say('plan');
    const { out } = await desk.say(['subject', 'export', 'Сёмин']);
    expect(out).to.include('"kind": "plan"').and.to.include('Сёмин Пётр ИП').and.not.to.include('Чужой');
  });

  it('erases from the audit, tells what the books own, and leaves no word behind', async () => {
    const desk = await open();
    await desk.say(['counterparty', 'add', 'name=ИП Сёмин Пётр']);
    const kept = (await desk.say('audit head')).out.trim();
    const looked = await desk.say(['subject', 'erase', 'Сёмин']);
    expect(looked.out).to.include('Nothing was erased').and.to.include('write:counterparty.add');
    const { out } = await desk.say(['subject', 'erase', 'Сёмин', '--yes']);
    expect(out).to.include('The books own these').and.to.include('erased: audit 1').and.to.include('make a new one and delete the old ones'); // prettier-ignore
    expect((await desk.say(`audit verify --kept ${kept}`)).code).to.equal(0);
    expect((await desk.say('counterparty list Сёмин')).out).to.include('ИП Сёмин Пётр');
    const files = readdirSync(join(desk.folder, 'data')).filter((f) => f.startsWith('audit.db'));
    const bytes = files.map((f) => readFileSync(join(desk.folder, 'data', f), 'utf8'));
    expect([files.includes('audit.db'), bytes.some((b) => b.includes('Сёмин'))]).to.deep.equal([true, false]);
  });
});
