/** sidebook plan: reads for real, writes nothing; short first; a page to sign; exit codes a script can rely on. */
import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { customer, invoice, line, party } from '../scenarios/making.ts';
import { configText, parties, writesIn } from '../scenarios/setting.ts';
import { desks, type Desk } from './desk.ts';

describe('sidebook plan', () => {
  const open = desks();

  async function linked(): Promise<{ desk: Desk; key: string }> {
    const desk = await open();
    const key = party(desk.fake, { Description: 'Василёк ООО' });
    await desk.say('sync --once');
    return { desk, key };
  }

  async function changed(): Promise<Desk> {
    const { desk } = await linked();
    await desk.on();
    await desk.say(['counterparty', 'set', 'Василёк ООО', 'comment=звонить <b>утром</b>']);
    return desk;
  }

  it('says that there is nothing to do and ends with 0', async () => {
    const { desk } = await linked();
    const said = await desk.say('plan');
    expect([said.code, said.out]).to.deep.equal([0, 'buh: nothing to do, both sides agree.\n']);
  });

  it('names the field as the form of 1C does and ends with 2', async () => {
    const desk = await changed();
    const said = await desk.say('plan', 'ru');
    expect(said.code).to.equal(2);
    expect(said.out).to.include('Комментарий').and.to.include('звонить').and.to.include('Василёк');
    expect(writesIn(desk.fake.log)).to.deep.equal([]);
  });

  it('ends with 1 and the cure when the base does not answer', async () => {
    const { desk } = await linked();
    await desk.fake.close();
    const said = await desk.say('plan');
    expect(said.code).to.equal(1);
    expect(said.out + said.err).to.match(/not reachable|unreachable|does not answer|no connection/i);
    expect(said.out + said.err).not.to.match(/at .*\.ts:\d+/);
  });

  it('is at most 25 lines first, however much there is to do', async () => {
    const desk = await open({ data: 'demo' });
    const first = await desk.say('plan');
    expect(first.out).to.include('ask a person').and.to.include('waits for an answer');
    expect(first.lines.length).to.be.at.most(25);
    await desk.say('sync --once');
    for (const row of desk.fake.list(parties).filter((r) => r['IsFolder'] !== true))
      desk.fake.edit(parties, String(row['Ref_Key']), { Комментарий: 'у всех' });
    desk.clock.pass(20);
    const many = await desk.say('plan');
    expect(many.lines.length).to.be.at.most(25);
    expect((await desk.say('plan --all')).lines.length).to.be.above(50);
  });

  it('tells what waits for a person, old questions too, and ends with 0', async () => {
    const desk = await open();
    for (const name of ['Василёк ООО', 'Василёк (дубль)'])
      invoice(desk.fake, { Контрагент_Key: customer(desk.fake, { Description: name }), Товары: [line(900)] });
    const first = await desk.say('plan --all');
    expect(first.code).to.equal(2);
    expect(first.lines.filter((l) => / (ask|waits for) /.test(l) && l.includes('·'))).to.have.length(2);
    expect((await desk.say('sync --once')).out).to.include('asked 1');
    const [later, page] = [await desk.say('plan --all', 'ru'), join(desk.folder, 'plan.html')];
    expect(later.code).to.equal(0);
    expect(later.out).to.match(/контрагент Василёк.*: спросить \(двойник\)/);
    expect(later.out).to.match(/счёт .*: ждёт ответа \(человека спросили о том, на что ссылается\) {2}900,00 RUB/);
    expect(later.out).to.include('problems').and.not.include('новые здесь');
    expect(later.out).to.match(/счёт [^:]+ от \d\d\.\d\d\.\d{4}: ждёт/);
    expect((await desk.say('problems', 'ru')).out).to.match(/ от \d\d\.\d\d\.\d{4} +Ждёт: Василёк/);
    await desk.say(['plan', '--html', page], 'ru');
    expect(readFileSync(page, 'utf8')).to.include('ждёт ответа').and.include('двойник');
  });

  it('is JSON a script can read', async () => {
    const desk = await changed();
    const [plan] = JSON.parse((await desk.say('plan --json')).out) as { steps: { does: string; changes: { field: string; after: unknown }[] }[] }[]; // prettier-ignore
    expect(plan?.steps.map((s) => [s.does, s.changes.map((c) => [c.field, c.after])])).to.deep.equal([
      ['change', [['comment', 'звонить <b>утром</b>']]],
    ]);
  });

  it('is a page that loads nothing and shows names as text', async () => {
    const desk = await changed();
    const file = join(desk.folder, 'plan.html');
    await desk.say(['plan', '--html', file], 'ru');
    const page = readFileSync(file, 'utf8');
    expect(page).to.include('&lt;b&gt;утром&lt;/b&gt;').and.to.include('Согласовано');
    expect(page).not.to.match(/<script|<link|https?:\/\/|src=/);
  });

  it('asked twice is the same and still writes nothing', async () => {
    const desk = await changed();
    const [first, second] = [await desk.say('plan --json'), await desk.say('plan --json')];
    const steps = (text: string): unknown => (JSON.parse(text) as { steps: unknown }[]).map((p) => p.steps);
    expect(steps(second.out)).to.deep.equal(steps(first.out));
    expect(writesIn(desk.fake.log)).to.deep.equal([]);
  });

  it('accepted is done once and only once', async () => {
    const desk = await changed();
    const [plan] = JSON.parse((await desk.say('plan --json')).out) as { id: string }[];
    await desk.say(['sync', '--once', '--accept', plan?.id ?? '']);
    expect(desk.fake.list(parties).map((r) => r['Комментарий'])).to.deep.equal(['звонить <b>утром</b>']);
    expect((await desk.say('plan')).code).to.equal(0);
  });

  /** So many counterparties changed here, more than the guard lets go at once; the plan it holds. */
  async function held(): Promise<{ desk: Desk; plan: string }> {
    const desk = await open();
    for (let i = 0; i < 52; i++) party(desk.fake, { Description: `Покупатель ${String(i)}`, ИНН: '', КПП: '' });
    await desk.say('sync --once');
    await desk.on();
    const store = openSqlite({ file: join(desk.folder, 'data', 'sidebook.db'), world: desk.clock });
    const records = await store.read((t) => t.recordsOf('counterparty', null, 100));
    await store.write({ actor: 'anna' }, (t) => {
      for (const r of records) t.setRecord({ ...r, rev: r.rev + 1, fields: { ...r.fields, comment: 'наше' } }, r.rev);
      for (const r of records) t.touchLinks(r.id, null);
    });
    await store.close();
    return { desk, plan: /--accept (\S+)/.exec((await desk.say('sync --once')).out)?.[1] ?? '' };
  }

  it('held for those who leave the scope says how many they are, now and when it is shown again', async () => {
    const desk = await open();
    for (let i = 0; i < 12; i++) party(desk.fake, { Description: `Покупатель ${String(i)}`, ИНН: '', КПП: '' });
    await desk.say('sync --once');
    const { url, user } = desk.fake;
    const host = { mappings: { counterparty: { scope: { in: { folder: ['Покупатели'] } } } } };
    const file = join(desk.folder, 'data', 'sidebook.db');
    writeFileSync(join(desk.folder, 'sidebook.config.jsonc'), configText({ url, user, file, host }));
    const first = await desk.say('plan');
    expect(first.out).to.include('12 objects would leave the scope at once.');
    const again = await desk.say(['plan', '--show', /--accept (\S+)/.exec(first.out)?.[1] ?? '']);
    expect(again.out).to.include('12 objects would leave the scope at once.');
  });

  it('held by the guard stands among the problems with what to do, and is accepted by one of two who try', async () => {
    const { desk, plan } = await held();
    const id = /^ +(\d+) .*52 objects/m.exec((await desk.say('problems')).out)?.[1] ?? '';
    const shown = (await desk.say(['problems', 'show', id])).out;
    expect([shown.includes(`sync --accept ${plan}`), shown.includes('Answers')]).to.deep.equal([true, false]);
    expect((await desk.say(['problems', 'resolve', id, 'retry'])).code).to.equal(1);
    const said = await Promise.all([1, 2].map(() => desk.say(['sync', '--once', '--accept', plan], 'ru')));
    expect(said.map((s) => s.code).sort()).to.deep.equal([0, 1]);
    expect(said.map((s) => s.err).join('')).to.include('Этот план уже не принять');
    const late = await desk.say(['sync', '--once', '--accept', plan]);
    expect([late.code, late.err.includes('not the one to accept any more')]).to.deep.equal([1, true]);
    expect(desk.fake.list(parties).filter((r) => r['Комментарий'] === 'наше').length).to.equal(52);
  });

  it('refuses to accept a plan nobody made', async () => {
    const desk = await changed();
    const said = await desk.say('sync --once --accept no-such-plan');
    expect([said.code, writesIn(desk.fake.log)]).to.deep.equal([1, []]);
    expect(said.err).to.include('no-such-plan');
  });
});
