/** sidebook private handover: who leaves hands over counterparties, here and in the books, and notes; rows follow at once. */
import { expect } from 'chai';
import { customer, keyOf } from '../scenarios/making.ts';
import { parties } from '../scenarios/setting.ts';
import { desks, type Desk } from './desk.ts';

describe('sidebook private handover', () => {
  const open = desks();

  /** Anna has two counterparties and a note, Boris one; both are users of ut11. */
  async function filled(): Promise<{ desk: Desk; anna: string; boris: string; own: readonly string[] }> {
    const desk = await open();
    const [anna, boris] = ['Иванова А.', 'Петров Б.'].map((Description) => keyOf(desk.fake.create('Catalog_Пользователи', { Description }))) as [string, string];
    const own = ['Василёк ООО', 'Ромашка АО'].map((Description) => customer(desk.fake, { Description, ИНН: '', КПП: '', Ответственный_Key: anna }));
    customer(desk.fake, { Description: 'Лютик ООО', ИНН: '', КПП: '', Ответственный_Key: boris });
    await desk.on();
    await desk.say('sync --once');
    await desk.say('client add ut11');
    await desk.say(['user', 'add', 'ut11', 'anna', '--person', 'Иванова А.', '--team', 'Опт']);
    return { desk, anna, boris, own };
  } // prettier-ignore

  const ownerOf = (desk: Desk, key: string) => desk.fake.get(parties, key)?.['Ответственный_Key'];

  it('calls a responsible nobody knows by the word of the books', async () => {
    const { desk } = await filled();
    const said = await desk.say(['user', 'add', 'ut11', 'vera', '--person', 'Никто Н.'], 'ru');
    expect([said.code, said.err]).to.deep.equal([1, 'Никто Н.: такой записи (ответственный) нет или их несколько.\n  Укажите имя как записано, ИНН или идентификатор.']); // prettier-ignore
  });

  it('moves the counterparties here and, with the next cycle, in the books', async () => {
    const { desk, boris, own } = await filled();
    await desk.say(['user', 'add', 'ut11', 'boris', '--person', 'Петров Б.', '--team', 'Опт']);
    const said = await desk.say('private handover ut11:anna ut11:boris');
    expect([said.code, said.err]).to.deep.equal([0, '']);
    expect(said.out).to.include('ut11:boris has now from ut11:anna: 0 notes, 2 counterparties.');
    await desk.say('sync --once');
    expect(own.map((key) => ownerOf(desk, key))).to.deep.equal([boris, boris]);
    const again = await desk.say('private handover ut11:anna ut11:boris', 'ru');
    expect(again.out).to.include('От ut11:anna к ut11:boris перешло: 0 заметок, 0 контрагентов.');
  });

  it('moves nothing where nobody knows who the other one is in the books, and says what to do', async () => {
    const { desk, anna, own } = await filled();
    for (const to of ['ut11:boris', 'boris'])
      expect((await desk.say(`private handover ut11:anna ${to}`, 'ru')).err).to.include(`Пользователя ${to} здесь нет`);
    await desk.say('user add ut11 boris');
    const said = await desk.say('private handover ut11:anna ut11:boris', 'ru');
    expect([said.code, said.err.includes('--person')]).to.deep.equal([1, true]);
    await desk.say('sync --once');
    expect(own.map((key) => ownerOf(desk, key))).to.deep.equal([anna, anna]);
    expect((await desk.say('private handover ut11:anna ut11:boris --notes-only')).code).to.equal(0);
  });
});
