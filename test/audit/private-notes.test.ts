/** A person in the private store: found wherever written, erased from notes, told where facts about rivals mention them. */
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { desks, type Desk } from '../cli/desk.ts';

describe('a person in private notes', () => {
  const open = desks();
  const bytesOf = (desk: Desk): string => {
    const folder = join(desk.folder, 'data');
    return readdirSync(folder).filter((f) => f.startsWith('private.db')).map((f) => readFileSync(join(folder, f), 'utf8')).join(''); // prettier-ignore
  };
  const filled = async (): Promise<Desk> => {
    const desk = await open();
    await desk.say(['notes', 'add', 'Звонил Пётр Сёмин, просит скидку до пятницы', '--with', 'Пётр Сёмин']);
    await desk.say(['notes', 'add', 'Обещали прислать образцы болтов']);
    await desk.say(['competitors', 'add', 'ИП Сёмин П. А.', '--strengths', 'быстрая доставка']);
    return desk;
  };

  it('is found and exported with every text', async () => {
    const desk = await filled();
    const found = await desk.say(['subject', 'find', 'семин']);
    expect(found.out)
      .to.match(/Private\n\s+note\s/)
      .and.to.match(/competitor\s+\S+\s+ИП Сёмин П\. А\./);
    const all = JSON.parse((await desk.say(['subject', 'export', 'Пётр Сёмин'])).out) as Record<string, { value: unknown }[]>;
    expect(all['Private']?.[0]?.value).to.deep.include({ participants: ['Пётр Сёмин'], texts: ['Звонил Пётр Сёмин, просит скидку до пятницы'] }); // prettier-ignore
  });

  it('is erased with the note text, what it is found by and every byte; the others stay whole', async () => {
    const desk = await filled();
    const { out } = await desk.say(['subject', 'erase', 'Пётр Сёмин', '--yes']);
    expect(out).to.include('erased: note 1');
    expect(bytesOf(desk).includes('Пётр Сёмин')).to.equal(false);
    expect((await desk.say(['notes', 'search', 'скидка'])).out).not.to.include('скидку');
    expect((await desk.say(['notes', 'search', 'болт'])).out).to.include('образцы болтов');
    expect((await desk.say('private check')).code).to.equal(0);
    expect((await desk.say('store check')).code).to.equal(0);
    expect((await desk.say('audit verify')).code).to.equal(0);
    await desk.say(['notes', 'add', 'Новая нота после стирания']);
    expect((await desk.say('private check')).code).to.equal(0);
  });

  it('stands in no row of the audit that a change of notes wrote: ids alone', async () => {
    const desk = await filled();
    const { out } = await desk.say('audit list');
    expect(out)
      .to.match(/cli:anna\s+write:notes\s+[0-9a-f-]{36}\s+\{"count":1\}/)
      .and.to.match(/write:competitors\s+[0-9a-f-]{36}/)
      .and.not.to.match(/Сёмин|скидку|доставка/);
    expect((await desk.say('audit verify')).code).to.equal(0);
  });

  it('is told where a rival bears the name: that is corrected by hand', async () => {
    const desk = await filled();
    const { out } = await desk.say(['subject', 'erase', 'Сёмин', '--yes']);
    expect(out).to.include('Facts about rivals').and.to.include('ИП Сёмин П. А.');
    expect((await desk.say('competitors list')).out).to.include('ИП Сёмин П. А.');
  });
});
