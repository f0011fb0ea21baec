/** Small tables of 1C are read at connection; what an accountant adds to them later must not stay unknown (M4, A20). */
import { expect } from 'chai';
import { keyOf, party } from './making.ts';
import { parties, stage } from './setting.ts';

describe('a small table of 1C that grows', () => {
  const { start } = stage();
  const ITALY = { Code: '380', Description: 'ИТАЛИЯ', КодАльфа2: 'IT' };

  it('asks about a country that nobody told us of', async () => {
    const s = await start();
    const key = party(s.fake, { ИНН: '', КПП: '' });
    await s.cycle();
    s.fake.edit(parties, key, { СтранаРегистрации_Key: keyOf(s.fake.create('Catalog_СтраныМира', { ...ITALY, КодАльфа2: '' })) });
    s.tick(20);
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.unit])).to.deep.equal([['unmapped-value', 'identity']]);
    expect((await s.recordAt('counterparty', key)).fields['country']).to.equal('RU');
  });

  it('gives its new country within a working day', async () => {
    const s = await start();
    const key = party(s.fake, { ИНН: '', КПП: '' });
    await s.cycle();
    s.fake.edit(parties, key, { СтранаРегистрации_Key: keyOf(s.fake.create('Catalog_СтраныМира', ITALY)) });
    for (let i = 0; i < 30; i++) {
      s.tick(20);
      await s.cycle();
    }
    expect((await s.recordAt('counterparty', key)).fields).to.include({ country: 'IT', kind: 'foreign' });
    expect(await s.problems()).to.deep.equal([]);
  });

  it('lets in what lies in a new folder within a day', async () => {
    const s = await start({ host: { mappings: { counterparty: { scope: { in: { folder: ['Покупатели'] } } } } } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    await s.cycle();
    const below = keyOf(s.fake.create(parties, { Description: 'Москва', IsFolder: true, Parent_Key: folder }));
    party(s.fake, { Parent_Key: below });
    for (let i = 0; i < 30; i++) {
      s.tick(20);
      await s.cycle();
    }
    expect((await s.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Василёк ООО']);
  });

  it('lets a folder leave the scope with its new name', async () => {
    const s = await start({ host: { mappings: { counterparty: { scope: { in: { folder: ['Покупатели'] } } } } } });
    const folder = keyOf(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    const key = party(s.fake, { Parent_Key: folder });
    await s.cycle();
    s.fake.edit(parties, folder, { Description: 'Архив' });
    s.tick(7 * 60);
    await s.cycle();
    s.fake.edit(parties, key, { НаименованиеПолное: 'после' });
    s.tick(20);
    await s.cycle();
    expect(await s.linkAt('counterparty', key)).to.include({ inScope: false });
  });
});
