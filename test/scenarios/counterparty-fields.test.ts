/** Every mapped field of a counterparty, one at a time, in both directions. */
import { expect } from 'chai';
import { textOf } from '../../connector/fields.ts';
import type { Fields } from '../../connector/model.ts';
import type { FakeOnec, Row } from '../hosts/onec/fake.ts';
import { inStep, keyOf, party } from './making.ts';
import { bodyOf, parties, stage } from './setting.ts';

const countryOf = (fake: FakeOnec, code: string): string =>
  keyOf(fake.list('Catalog_СтраныМира').find((r) => r['КодАльфа2'] === code) ?? {});
const userOf = (fake: FakeOnec, name: string): string =>
  keyOf(fake.list('Catalog_Пользователи').find((r) => String(r['Description']).startsWith(name)) ?? {});

interface Case {
  readonly what: string;
  readonly here: Fields;
  readonly there: (fake: FakeOnec) => Row;
}

/** The same fact as both sides spell it. */
const cases: readonly Case[] = [
  { what: 'a name', here: { name: 'Лютик ООО' }, there: () => ({ Description: 'Лютик ООО' }) },
  { what: 'a legal name', here: { legalName: 'ООО "Лютик"' }, there: () => ({ НаименованиеПолное: 'ООО "Лютик"' }) },
  { what: 'a tax number', here: { taxId: '7707083893' }, there: () => ({ ИНН: '7707083893' }) },
  { what: 'a branch code', here: { branchCode: '770701001' }, there: () => ({ КПП: '770701001' }) },
  {
    what: 'a registration number',
    here: { registrationNo: '1027700132195' },
    there: () => ({ РегистрационныйНомер: '1027700132195' }),
  },
  { what: 'a comment', here: { comment: 'строка\nвторая' }, there: () => ({ Комментарий: 'строка\nвторая' }) },
  {
    what: 'a sole trader',
    here: { kind: 'soleTrader' },
    there: () => ({ ЮридическоеФизическоеЛицо: 'ФизическоеЛицо', ИндивидуальныйПредприниматель: true }),
  },
  {
    what: 'a person',
    here: { kind: 'person' },
    there: () => ({ ЮридическоеФизическоеЛицо: 'ФизическоеЛицо', ИндивидуальныйПредприниматель: false }),
  },
  {
    what: 'a foreign party',
    here: { kind: 'foreign', country: 'DE', foreignTaxNo: 'DE129274202' },
    there: (fake) => ({ СтранаРегистрации_Key: countryOf(fake, 'DE'), НалоговыйНомер: 'DE129274202' }),
  },
];

const picked = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.map((n) => [n, row[n]]));

describe('a field of a counterparty', () => {
  const { start } = stage();

  for (const { what, here, there } of cases) {
    it(`arrives when 1C changes ${what} of it`, async () => {
      const s = await start();
      const key = party(s.fake);
      await s.cycle();
      s.fake.edit(parties, key, there(s.fake));
      s.tick(20);
      await s.cycle();
      const { fields } = await s.recordAt('counterparty', key);
      expect(fields).to.include(here);
    });

    it(`reaches 1C when ${what} is changed here`, async () => {
      const s = await start();
      const key = party(s.fake);
      await s.cycle();
      const { id } = await s.recordAt('counterparty', key);
      await s.edit(id, here);
      await s.cycle();
      const wanted = there(s.fake);
      expect(picked(s.fake.get(parties, key) ?? {}, Object.keys(wanted))).to.deep.equal(wanted);
      expect(await inStep(s, id)).to.equal(true);
    });
  }

  it('sends only the property that was changed here', async () => {
    const s = await start();
    const key = party(s.fake, { Комментарий: 'старый' });
    await s.cycle();
    await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'новый' });
    await s.cycle();
    expect(s.writes.map(bodyOf)).to.deep.equal([{ Комментарий: 'новый' }]);
  });

  it('carries owner and head office as references', async () => {
    const s = await start();
    const [head, branch] = [
      party(s.fake, { Description: 'Головной' }),
      party(s.fake, { Description: 'Филиал', КПП: '770743001' }),
    ];
    await s.cycle();
    const [ours, theirs] = [await s.recordAt('counterparty', branch), await s.recordAt('counterparty', head)];
    const owner = (await s.records('person')).find((r) => textOf(r.fields, 'name').startsWith('Сидоров'));
    await s.edit(ours.id, { headOffice: theirs.id, owner: owner?.id ?? null });
    await s.cycle();
    expect(s.fake.get(parties, branch)).to.include({
      ГоловнойКонтрагент_Key: head,
      Ответственный_Key: userOf(s.fake, 'Сидоров'),
    });
  });

  it('clears what was emptied on either side', async () => {
    const s = await start();
    const key = party(s.fake, { Комментарий: 'a', НаименованиеПолное: 'b' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    s.fake.edit(parties, key, { Комментарий: '' });
    await s.edit(id, { legalName: null });
    s.tick(20);
    await s.cycle();
    expect((await s.record(id)).fields).to.include({ comment: null, legalName: null });
    expect(s.fake.get(parties, key)).to.include({ Комментарий: '', НаименованиеПолное: '' });
  });
});
