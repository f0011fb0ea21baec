/** Items of Dynamics in an invoice for the books: they wait until a person says which item of 1C they are, and then are that one for good. */
import { expect } from 'chai';
import { goodsOf } from '../../connector/cli/goods.ts';
import { howTo } from '../../connector/cli/match.ts';
import { said } from '../../connector/words/whose.ts';
import { resolveProblem, ResolveRefused, undoAnswer } from '../../connector/sync/resolve.ts';
import { invoice } from '../hosts/onec/samples.ts';
import { innOf } from '../properties/habits.ts';
import { customer, invoices } from './dataverse-books.ts';
import { BOOKS, line, type CrmFake, type CrmSetting } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';

for (const [door, stage] of Object.entries(DOORS))
  describe(`an item of ${door} in an invoice for the books`, () => {
    const start = stage();

    interface Sold {
      readonly s: CrmSetting<CrmFake>;
      readonly customer: string;
      /** The item in Dynamics, and in 1C. */
      readonly there: string;
      readonly here: string;
      readonly problem: number;
    }

    async function sold(): Promise<Sold> {
      const s = await start({ books: true });
      const key = customer(s.books, { Description: 'Лютик ООО', ИНН: innOf(1), КПП: '770101001' });
      const here = String(s.books.create('Catalog_Номенклатура', { Description: 'Розы красные', Артикул: 'R-1' })['Ref_Key']);
      const unit = String(s.crm.create('uom', { name: 'шт' })['uomid']);
      const there = String(s.crm.create('product', { name: 'Roses', productnumber: 'R-1', 'defaultuomid@odata.bind': `/uoms(${unit})` })['productid']); // prettier-ignore
      await s.settle();
      const account = String(s.crm.list('account')[0]?.['accountid']);
      s.invoice(account, { new_vatincluded: false, invoice_details: [row(there, unit)] });
      await s.settle();
      const [p] = await s.problems();
      expect([p?.kind, p?.host, p?.detail['code'], p?.detail['name']]).to.deep.equal([
        'waiting',
        BOOKS,
        'goods-waiting',
        'Roses',
      ]);
      expect(s.books.list(invoices)).to.deep.equal([]);
      return { s, customer: key, there, here, problem: p?.id ?? 0 };
    }

    const row = (product: string, unit: string): Record<string, unknown> => ({
      ...line({ isproductoverridden: false, productdescription: null }),
      'productid@odata.bind': `/products(${product})`,
      'uomid@odata.bind': `/uoms(${unit})`,
    });

    const tie = async ({ s, here, problem }: Sold): Promise<void> =>
      resolveProblem(s.sidebook.engine, problem, { choose: 'same', as: (await s.recordAt('product', here, BOOKS)).id }, 'anna');
    const soldIn = (s: CrmSetting<CrmFake>): unknown[] =>
      s.books.list(invoices).map((r) => (r['Товары'] as Record<string, unknown>[]).map((l) => l['Номенклатура']));
    const linesThere = (s: CrmSetting<CrmFake>): unknown[] => s.crm.list('invoicedetail').map((l) => [l['_productid_value'], l['isproductoverridden']]); // prettier-ignore

    it('waits with its name, goes as the item a person named, and stays what it was in Dynamics', async () => {
      const at = await sold();
      await tie(at);
      await at.s.settle();
      expect(soldIn(at.s)).to.deep.equal([[at.here]]);
      expect(linesThere(at.s)).to.deep.equal([[at.there, false]]);
      expect(await at.s.problems()).to.deep.equal([]);
      const [{ Ref_Key: key } = {}] = at.s.books.list(invoices);
      at.s.books.edit(invoices, String(key), { Комментарий: 'из книг' });
      await at.s.settle();
      expect([soldIn(at.s), linesThere(at.s)]).to.deep.equal([[[at.here]], [[at.there, false]]]);
      expect(at.s.crm.list('invoice').map((i) => i['description'])).to.deep.equal(['из книг']);
    });

    it('is that item the other way round as well', async () => {
      const at = await sold();
      await tie(at);
      await at.s.settle();
      const Товары = [{ LineNumber: '1', Номенклатура: at.here, Номенклатура_Type: 'StandardODATA.Catalog_Номенклатура', Содержание: '', Количество: 3, Цена: 600, Сумма: 1800, СтавкаНДС: 'НДС20', СуммаНДС: 300 }]; // prettier-ignore
      invoice(at.s.books, { Контрагент_Key: at.customer, Товары, СуммаДокумента: 1800, Date: '2026-02-24T11:00:00' });
      await at.s.settle();
      expect(linesThere(at.s)).to.deep.equal([[at.there, false], [at.there, false]]); // prettier-ignore
      expect(await at.s.problems()).to.deep.equal([]);
      const { version } = at.s.crm.org;
      await at.s.settle();
      expect(at.s.crm.org.version).to.equal(version);
    });

    it('is named by its article, code or name; a name of several is asked again', async () => {
      const { s, here, problem } = await sold();
      s.books.create('Catalog_Номенклатура', { Description: 'Розы белые', Артикул: 'R-2' });
      await s.settle();
      const [p] = await s.sidebook.store.read((t) => t.problems({ id: problem }));
      if (!p) throw new Error('no problem');
      const id = (await s.recordAt('product', here, BOOKS)).id;
      expect([await goodsOf(s.sidebook, p, 'R-1'), await goodsOf(s.sidebook, p, 'Розы красные'), await goodsOf(s.sidebook, p, id)]).to.deep.equal([id, id, id]); // prettier-ignore
      const unclear = await goodsOf(s.sidebook, p, 'Розы').catch((e: unknown) => e);
      expect(unclear).to.include({ code: 'goods-unclear' });
      const way = howTo({ lang: 'en', called: 'sidebook' }, [p]);
      expect(way)
        .to.include(`sidebook match ${String(problem)} ITEM`)
        .and.not.match(/ new| later/);
      expect(said({ lang: 'ru' }, 'goods-waiting', { ...p.detail, host: BOOKS, problem }).next).to.include(
        `sidebook match ${String(problem)} ПОЗИЦИЯ`,
      );
    });

    it('waits again when the answer is taken back, and takes no answer that is no item of the books', async () => {
      const at = await sold();
      const engine = at.s.sidebook.engine;
      const party = (await at.s.records('counterparty'))[0]?.id ?? '';
      const wrong = await resolveProblem(engine, at.problem, { choose: 'same', as: party }, 'anna').catch((e: unknown) => e);
      expect(wrong).to.be.instanceOf(ResolveRefused);
      await tie(at);
      await undoAnswer(engine, at.problem, 'anna');
      await at.s.settle();
      expect((await at.s.problems()).map((p) => p.detail['code'])).to.deep.equal(['goods-waiting']);
      expect(at.s.books.list(invoices)).to.deep.equal([]);
    });

    it('stays that item for the others when the answer about one more is taken back', async () => {
      const at = await sold();
      await tie(at);
      const unit = String(at.s.crm.list('uom')[0]?.['uomid']);
      const more = String(at.s.crm.create('product', { name: 'Roses XL', 'defaultuomid@odata.bind': `/uoms(${unit})` })['productid']); // prettier-ignore
      await at.s.settle();
      const account = String(at.s.crm.list('account')[0]?.['accountid']);
      at.s.invoice(account, { new_vatincluded: false, new_date: '2026-02-24T10:00:00Z', invoice_details: [row(more, unit)] });
      await at.s.settle();
      const [p] = await at.s.problems();
      expect(p?.detail['name']).to.equal('Roses XL');
      await tie({ ...at, problem: p?.id ?? 0 });
      await undoAnswer(at.s.sidebook.engine, p?.id ?? 0, 'anna');
      const Товары = [{ LineNumber: '1', Номенклатура: at.here, Номенклатура_Type: 'StandardODATA.Catalog_Номенклатура', Содержание: '', Количество: 3, Цена: 600, Сумма: 1800, СтавкаНДС: 'НДС20', СуммаНДС: 300 }]; // prettier-ignore
      invoice(at.s.books, { Контрагент_Key: at.customer, Товары, СуммаДокумента: 1800, Date: '2026-02-24T11:00:00' });
      await at.s.settle();
      expect(linesThere(at.s)).to.deep.equal([[at.there, false], [more, false], [at.there, false]]); // prettier-ignore
      expect(soldIn(at.s)).to.have.lengthOf(2);
      expect((await at.s.problems()).map((q) => q.detail['name'])).to.deep.equal(['Roses XL']);
    });

    it('is not said to be two items of 1C, whichever invoice asks', async () => {
      const at = await sold();
      const other = String(at.s.books.create('Catalog_Номенклатура', { Description: 'Розы белые', Артикул: 'R-2' })['Ref_Key']);
      const [account, unit] = [String(at.s.crm.list('account')[0]?.['accountid']), String(at.s.crm.list('uom')[0]?.['uomid'])];
      at.s.invoice(account, { new_vatincluded: false, new_date: '2026-02-24T10:00:00Z', invoice_details: [row(at.there, unit)] });
      await at.s.settle();
      const second = (await at.s.problems()).find((p) => p.id !== at.problem)?.id ?? 0;
      await tie(at);
      const late = await tie({ ...at, here: other, problem: second }).catch((e: unknown) => e);
      expect(late).to.include({ code: 'problem-moved' });
      await tie({ ...at, problem: second });
      await at.s.settle();
      expect(soldIn(at.s)).to.deep.equal([[at.here], [at.here]]);
    });
  });
