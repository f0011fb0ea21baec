/** Goods of 1C in invoices of Dynamics: its products never link by themselves, so lines are written in by name and still mean the same. */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { customer, invoices } from './dataverse-books.ts';
import { invoice } from '../hosts/onec/samples.ts';
import { BOOKS, CRM, type CrmFake, type CrmSetting } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';

const ROW = {
  LineNumber: '1',
  Номенклатура_Type: 'StandardODATA.Catalog_Номенклатура',
  Содержание: '',
  Количество: 2,
  Цена: 600,
  Сумма: 1200,
  СтавкаНДС: 'НДС20',
  СуммаНДС: 200,
};

for (const [door, stage] of Object.entries(DOORS))
  describe(`goods of 1C in an invoice of ${door}`, () => {
    const start = stage();

    interface Sold {
      readonly s: CrmSetting<CrmFake>;
      /** In 1C. */
      readonly key: string;
      readonly goods: string;
    }

    async function sold(): Promise<Sold> {
      const s = await start({ books: true });
      const party = customer(s.books, { Description: 'Лютик ООО', ИНН: innOf(1), КПП: '770101001' });
      const goods = String(
        s.books.create('Catalog_Номенклатура', { Description: 'Розы красные', НаименованиеПолное: 'Розы красные' })['Ref_Key'],
      );
      const key = String(
        invoice(s.books, { Контрагент_Key: party, Товары: [{ ...ROW, Номенклатура: goods }], СуммаДокумента: 1200 })['Ref_Key'],
      );
      await s.settle();
      return { s, key, goods };
    }
    const lines = (s: CrmSetting<CrmFake>): unknown[] =>
      s.crm
        .list('invoicedetail')
        .map((l) => [l['productdescription'], l['isproductoverridden'], l['_productid_value'], l['quantity']]);
    const inBooks = ({ s, key }: Sold): unknown[] =>
      (s.books.get(invoices, key)?.['Товары'] as Record<string, unknown>[]).map((r) => [
        r['Номенклатура'],
        Number(r['Количество']),
      ]);

    it('is written in by the name of the product, and comes to rest', async () => {
      const at = await sold();
      expect(lines(at.s)).to.deep.equal([['Розы красные', true, null, '2.0000']]);
      expect(await at.s.problems()).to.deep.equal([]);
      const { version } = at.s.crm.org;
      await at.s.settle();
      expect(at.s.crm.org.version).to.equal(version); // nothing was written
      const record = await at.s.recordAt('invoice', at.key, BOOKS);
      expect((record.fields['lines'] as { product: string | null }[])[0]?.product).to.not.equal(null);
    });

    it('keeps the product in the books when sales changes the quantity, or the words', async () => {
      const at = await sold();
      const [line] = at.s.crm.list('invoicedetail').map((l) => String(l['invoicedetailid']));
      at.s.crm.edit('invoicedetail', line ?? '', { quantity: 4, tax: 0, new_vatincludedamount: 400 });
      await at.s.settle();
      expect(inBooks(at)).to.deep.equal([[at.goods, 4]]);
      at.s.crm.edit('invoicedetail', line ?? '', { productdescription: 'Розы алые' });
      await at.s.settle();
      expect(inBooks(at)).to.deep.equal([[at.goods, 4]]);
      expect(await at.s.problems()).to.deep.equal([]);
    });

    it('is told from another one that the books put in its place', async () => {
      const at = await sold();
      const other = String(
        at.s.books.create('Catalog_Номенклатура', { Description: 'Тюльпаны', НаименованиеПолное: 'Тюльпаны' })['Ref_Key'],
      );
      at.s.books.edit(invoices, at.key, { Товары: [{ ...ROW, Номенклатура: other }] });
      await at.s.settle();
      expect(lines(at.s)).to.deep.equal([['Тюльпаны', true, null, '2.0000']]);
      expect(inBooks(at)).to.deep.equal([[other, 2]]);
      expect([
        (await at.s.problems()).length,
        await at.s.hostIdOf((await at.s.recordAt('invoice', at.key, BOOKS)).id, CRM),
      ]).to.not.include(null);
    });
  });
