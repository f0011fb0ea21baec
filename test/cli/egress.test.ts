/** sidebook audit egress: what left, for a person, a spreadsheet, a signature and a program; and what status says of a leak. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { feedWall } from '../../connector/wall/feed.ts';
import { wallKey } from '../../connector/wall/key.ts';
import { Keyed } from '../../connector/wall/keyed.ts';
import { customer } from '../scenarios/making.ts';
import { parties } from '../scenarios/setting.ts';
import { desks, type Desk } from './desk.ts';

const DAYS = '--from 2026-02-24 --to 2026-02-24';

describe('sidebook audit egress', () => {
  const open = desks();

  async function sent(): Promise<Desk> {
    const desk = await open();
    customer(desk.fake, { Description: 'Василёк ООО' });
    await desk.say('sync --once');
    await desk.on();
    await desk.say(['counterparty', 'set', 'Василёк ООО', 'comment==звонить', 'phone=+7 495 000-00-01']);
    await desk.say('sync --once');
    return desk;
  }

  it('lists base, kind, field, count and sample', async () => {
    const desk = await sent();
    const said = await desk.say(`audit egress ${DAYS}`, 'ru');
    expect(said.code).to.equal(0);
    expect(said.out).to.match(/buh\s+Контрагенты\s+Комментарий\s+1\s+1\s.*[0-9a-f]{16}/);
    expect(said.out).to.contain('Телефон').and.not.to.contain('звонить');
    expect((await desk.say('audit egress --from 2026-02-23 --to 2026-02-23')).out).to.contain('Nothing left');
    const reversed = await desk.say('audit egress --from 2026-02-25 --to 2026-02-24', 'ru');
    expect([reversed.code, reversed.out, reversed.err.includes('2026-02-25 позже, чем 2026-02-24')]).to.deep.equal([1, '', true]);
  });

  it('writes a table for Russian Excel that runs nothing', async () => {
    const desk = await sent();
    const file = join(desk.folder, 'egress.csv');
    await desk.say(`audit egress ${DAYS} --csv ${file}`, 'ru');
    const csv = readFileSync(file, 'utf8');
    expect(csv.startsWith('\uFEFFБаза;Вид;Поле;')).to.equal(true);
    expect(csv).to.contain('buh;Контрагенты;Комментарий;1;1;2026-02-24T').and.to.contain('\r\n');
  });

  it('writes one page that loads nothing, and JSON', async () => {
    const desk = await sent();
    const file = join(desk.folder, 'egress.html');
    await desk.say(`audit egress ${DAYS} --html ${file}`, 'ru');
    const page = readFileSync(file, 'utf8');
    expect(page)
      .to.contain('Комментарий')
      .and.to.contain('<!doctype html>')
      .and.not.to.match(/<script|src=|href=|url\(/);
    const rows = JSON.parse((await desk.say(`audit egress ${DAYS} --json`)).out) as { field: string }[];
    expect(rows.map((r) => r.field)).to.include.members(['comment', 'phone']);
  });

  it('says that a day is no day', async () => {
    const desk = await open();
    for (const day of ['2026-02-30', 'yesterday'])
      expect(await desk.say(`audit egress --from ${day} --to 2026-02-24`)).to.include({ code: 1 });
  });

  it('status tells at once of a leak that was stopped, in both languages', async () => {
    const desk = await sent();
    const file = join(desk.folder, 'data', 'sidebook.db');
    const stored = (await desk.say('status --json')).out;
    expect(JSON.parse(stored)).to.deep.include({ alarms: [] });
    const secret = 'Лотос уступает девять процентов за предоплату';
    const store = openSqlite({ file: file, world: { now: desk.clock.now } });
    const source = { privateTexts: async (after: number) => ({ texts: after === 0 ? [secret] : [], last: 1 }) };
    await feedWall({ store, keyed: new Keyed(wallKey(file)), shows: new Map() }, source);
    await store.close();
    await desk.say(['counterparty', 'set', 'Василёк ООО', `comment=${secret}`]);
    await desk.say('sync --once');
    const said = await desk.say('status', 'ru');
    expect(said.code).to.equal(3);
    expect(said.out).to.contain('закрытые сведения остановлены на выходе, 1 раз.').and.to.contain('problems --kind leak');
    expect((await desk.say('problems --kind leak')).out).to.contain('Comment holds words of the private store');
    expect((await desk.say('problems --kind leak', 'ru')).lines[0]).to.match(/В поле «Комментарий» слова .*…$/); // a sentence cut short says so
    expect(desk.fake.list(parties)[0]?.['Комментарий']).to.equal('=звонить');
  });
});
