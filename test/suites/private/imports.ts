/** The suite of PrivateImports (private/imports.ts): everything of an import or nothing, and the way back. */
import { expect } from 'chai';
import {
  ImportRests,
  ImportUndone,
  type ImportDraft,
  type ImportingStore,
  type PrivateImports,
} from '../../../connector/private/imports.ts';
import {
  PrivateMoved,
  PrivateRefused,
  PrivateWrong,
  type PrivateOptions,
  type PrivateStore,
} from '../../../connector/private/private-store.ts';
import { ANNA, AUDITOR, Bench, failure, item, offer, OPERATOR, price, stock } from './bench.ts';

type Store = PrivateStore & ImportingStore;
export type OpenImporting = (options: PrivateOptions & { world: { now(): Date; uuid(): string } }) => Store;

const NEW = '0c000000-0000-7000-8000-000000000001';
const ID = '0d000000-0000-7000-8000-000000000001';

export function importSuite(name: string, open: OpenImporting): void {
  describe(`imports of the private store ${name}`, () => {
    const bench = new Bench(open, false);
    const imports = (who = ANNA): PrivateImports => (bench.store as Store).imports(who);

    /** One known item and one new, two prices, one stock. */
    async function drafted(more: Partial<ImportDraft> = {}): Promise<{ draft: ImportDraft; known: string; rival: string }> {
      const { item: known, rival } = await bench.pair();
      const of = (id: string) => ({ item: id, competitor: rival.id });
      const draft: ImportDraft = {
        id: ID, kind: 'prices', competitor: rival.id, file: 'прайс.xlsx', hash: 'ab'.repeat(32), shape: 's', columns: '{"columns":{"price":2}}',
        names: [{ key: 'sku:x1', item: known.id }, { key: 'name:клей', item: NEW }, { key: 'name:доставка', item: null }],
        items: [{ ...item('Клей'), id: NEW }], prices: [price(of(known.id), { price: '12.5' }), price(of(NEW), { price: '99' })], stock: [stock(of(known.id))],
        offer: null, leftOut: 3, ...more,
      }; // prettier-ignore
      return { draft, known: known.id, rival: rival.id };
    }

    it('bring facts, items and what was learned in one piece', async () => {
      const { draft, known, rival } = await drafted();
      const record = await imports().apply(draft);
      expect(record).to.deep.equal({
        id: ID, kind: 'prices', competitor: rival, file: 'прайс.xlsx', hash: draft.hash, prices: 2, stock: 1, items: 1, offerLines: 0, leftOut: 3,
        undoneAt: null, undoneBy: null, by: 'anna', at: bench.now(),
      }); // prettier-ignore
      const { rows } = await bench.as(ANNA).priceHistory(known, null);
      expect(rows.map((r) => [r.price, r.import, r.by])).to.deep.equal([['12.5', ID, 'anna']]);
      expect((await bench.as(ANNA).item(NEW))?.name).to.equal('Клей');
      expect([await imports().columns(rival, 's'), await imports().columns(rival, 'other')]).to.deep.equal([draft.columns, null]);
      expect([...(await imports().names(rival))]).to.have.deep.members([['sku:x1', known], ['name:клей', NEW], ['name:доставка', null]]); // prettier-ignore
    });

    it('bring nothing at all when one row cannot be kept', async () => {
      const { draft, known, rival } = await drafted();
      const bad = { ...draft, prices: [...draft.prices, price({ item: known, competitor: rival }, { price: '-1' })] };
      const error = await failure(imports().apply(bad));
      expect(error).to.be.instanceOf(PrivateWrong);
      expect(error).to.have.deep.property('wrong', [{ row: 2, field: 'price', problem: 'negative', value: '-1' }]);
      expect((await bench.as(ANNA).priceHistory(known, null)).rows).to.deep.equal([]);
      expect([await bench.as(ANNA).item(NEW), (await imports().list()).rows, [...(await imports().names(rival))]]).to.deep.equal([
        null,
        [],
        [],
      ]);
      const orphan = { ...draft, items: [], prices: [price({ item: NEW, competitor: rival })] };
      expect(await failure(imports().apply(orphan)), 'the item of the failed try is remembered').to.be.instanceOf(PrivateWrong);
      await imports().apply(draft); // it left nothing in the way
    });

    it('bring no item in place of one that is there, and nothing else with it', async () => {
      const { draft, known } = await drafted({
        items: [
          { ...item('Клей'), id: NEW },
          { ...item('Чужой'), id: '' },
        ],
      });
      const taken = { ...draft, items: draft.items.map((i) => (i.id === '' ? { ...i, id: known } : i)) };
      expect(await failure(imports().apply(taken))).to.be.instanceOf(PrivateMoved);
      expect([await bench.as(ANNA).item(NEW), (await bench.as(ANNA).item(known))?.name === 'Чужой', (await imports().list()).rows]).to.deep.equal([null, false, []]); // prettier-ignore
    });

    it('are not applied twice under one id', async () => {
      const { draft } = await drafted();
      await imports().apply(draft);
      expect(await failure(imports().apply(draft))).to.be.instanceOf(PrivateMoved);
    });

    it('are taken back whole: rows withdrawn, unused new items put aside', async () => {
      const { draft, known } = await drafted();
      await imports().apply(draft);
      expect(await imports().undo(ID)).to.deep.equal({ rows: 3, items: 1 });
      const latest = await bench.as(ANNA).latest([known, NEW]);
      expect([...latest.values()].map((l) => [l.prices, l.stock])).to.deep.equal([[[], []], [[], []]]); // prettier-ignore
      expect((await bench.as(ANNA).priceHistory(known, null)).rows.map((r) => r.withdrawn)).to.deep.equal([true, false]);
      expect((await bench.as(ANNA).item(NEW))?.active).to.equal(false);
      expect((await imports().list()).rows[0]).to.deep.include({ id: ID, undoneAt: bench.now(), undoneBy: 'anna' });
      expect(await failure(imports().undo(ID))).to.be.instanceOf(ImportUndone);
    });

    it('show the price before them again once taken back', async () => {
      const { draft, known, rival } = await drafted();
      await bench
        .as(ANNA)
        .addPrices([price({ item: known, competitor: rival }, { price: '10', observedAt: '2026-07-01T00:00:00.000Z' })]);
      await imports().apply(draft);
      expect((await bench.as(ANNA).latest([known])).get(known)?.prices.map((p) => p.price)).to.deep.equal(['12.5']);
      await imports().undo(ID);
      expect((await bench.as(ANNA).latest([known])).get(known)?.prices.map((p) => p.price)).to.deep.equal(['10']);
    });

    it('are not taken back under a later correction, and nothing is half undone', async () => {
      const { draft, known, rival } = await drafted();
      await imports().apply(draft);
      const [first] = (await bench.as(ANNA).priceHistory(known, null)).rows;
      await bench.as(ANNA).correctPrice(first!.id, price({ item: known, competitor: rival }, { price: '13' }));
      const error = await failure(imports().undo(ID));
      expect(error).to.be.instanceOf(ImportRests);
      expect(error).to.have.property('rows', 1);
      expect((await bench.as(ANNA).latest([NEW])).get(NEW)?.prices.map((p) => p.price)).to.deep.equal(['99']);
      expect((await imports().list()).rows[0]?.undoneAt).to.equal(null);
    });

    it('say beforehand what taking them back would do, and do none of it', async () => {
      const { draft, known, rival } = await drafted();
      await imports().apply(draft);
      expect(await imports().wouldUndo(ID)).to.deep.equal({ rows: 3, items: 1, rests: 0 });
      expect((await imports().one(ID))?.undoneAt).to.equal(null);
      const [first] = (await bench.as(ANNA).priceHistory(known, null)).rows;
      await bench.as(ANNA).correctPrice(first!.id, price({ item: known, competitor: rival }, { price: '13' }));
      expect((await imports().wouldUndo(ID)).rests).to.equal(1);
      expect(await failure(imports(AUDITOR).wouldUndo(ID))).to.be.instanceOf(PrivateRefused);
    });

    it('are taken back once the correction that stood in the way is withdrawn, however long its chain', async () => {
      const { draft, known, rival } = await drafted();
      await imports().apply(draft);
      const [first] = (await bench.as(ANNA).priceHistory(known, null)).rows;
      const fact = price({ item: known, competitor: rival }, { price: '13' });
      const second = await bench.as(ANNA).correctPrice(first!.id, fact);
      const third = await bench.as(ANNA).correctPrice(second, { ...fact, price: '14' });
      expect(await failure(imports().undo(ID))).to.have.property('rows', 1);
      await bench.as(ANNA).withdraw('price', [third]);
      const would = await imports().wouldUndo(ID);
      expect(await imports().undo(ID)).to.deep.equal({ rows: would.rows, items: would.items });
      expect((await bench.as(ANNA).latest([known])).get(known)?.prices).to.deep.equal([]);
      expect(await failure(imports().wouldUndo(ID))).to.be.instanceOf(ImportUndone);
    });

    it('are taken back past rows that were withdrawn one by one', async () => {
      const { draft, known } = await drafted();
      await imports().apply(draft);
      const [first] = (await bench.as(ANNA).priceHistory(known, null)).rows;
      await bench.as(ANNA).withdraw('price', [first!.id]);
      expect((await imports().undo(ID)).rows).to.equal(2);
    });

    it('are taken back with rows that were withdrawn by mistake and count again', async () => {
      const { draft, known } = await drafted();
      await imports().apply(draft);
      const [first] = (await bench.as(ANNA).priceHistory(known, null)).rows;
      await bench.as(ANNA).withdraw('price', [first!.id]);
      await bench.as(ANNA).restore('price', first!.id);
      expect(await imports().wouldUndo(ID)).to.deep.equal({ rows: 3, items: 1, rests: 0 });
      expect(await imports().undo(ID)).to.deep.equal({ rows: 3, items: 1 });
      expect((await bench.as(ANNA).latest([known])).get(known)?.prices).to.deep.equal([]);
    });

    it('keep a new item that others speak of by now', async () => {
      const { draft, rival } = await drafted();
      await imports().apply(draft);
      await bench.as(ANNA).addPrices([price({ item: NEW, competitor: rival }, { price: '98' })]);
      expect((await imports().undo(ID)).items).to.equal(0);
      expect((await bench.as(ANNA).item(NEW))?.active).to.equal(true);
    });

    it('bring an offer with its lines, and take it back while nobody changed it', async () => {
      const { draft, known, rival } = await drafted();
      const lines = [{ item: known, text: 'Болт', quantity: '100', unit: 'шт', price: '12.5' }, { item: null, text: 'Монтаж', quantity: '1', unit: 'усл', price: '5000' }]; // prettier-ignore
      const paper = {
        ...draft,
        kind: 'offer' as const,
        prices: [],
        stock: [],
        items: [],
        names: [],
        offer: offer(rival, { lines }),
      };
      expect((await imports().apply(paper)).offerLines).to.equal(2);
      const [made] = (await bench.as(ANNA).offers({ competitor: rival })).rows;
      expect([made?.import, made?.lines]).to.deep.equal([ID, lines]);
      await imports().undo(ID);
      expect((await bench.as(ANNA).offer(made!.id))?.outcome).to.equal('withdrawn');
      const second = { ...paper, id: ID.replace(/1$/, '2') };
      await imports().apply(second);
      const [later] = (await bench.as(ANNA).offers({ competitor: rival })).rows;
      const brought = async (by: string) => (await bench.as(ANNA).offers({ import: by })).rows.map((one) => one.id);
      expect([await brought(ID), await brought(second.id)]).to.deep.equal([[made?.id], [later?.id]]);
      await bench.as(ANNA).setOutcome(later!.id, 1, 'lost', rival, 'цена');
      expect(await failure(imports().undo(second.id))).to.be.instanceOf(ImportRests);
    });

    it('notice the same bytes of the same competitor, until taken back', async () => {
      const { draft, rival } = await drafted();
      await imports().apply(draft);
      const other = await bench.competitor('Другой');
      expect([(await imports().before(rival, draft.hash))?.id, await imports().before(other.id, draft.hash), await imports().before(rival, 'cd')]).to.deep.equal([ID, null, null]); // prettier-ignore
      await imports().undo(ID);
      expect(await imports().before(rival, draft.hash)).to.equal(null);
    });

    it('show every active item, page after page', async () => {
      await bench.pair();
      const away = await bench.item('Старый', { active: false });
      const names: string[] = [];
      for await (const i of imports().items()) names.push(i.name);
      expect([names, away.active]).to.deep.equal([['Болт М8×40'], false]);
    });

    it('are listed newest first, in pages', async () => {
      const { draft } = await drafted({ names: [], items: [], prices: [], stock: [] });
      for (const n of [1, 2, 3]) await imports().apply({ ...draft, id: ID.replace(/1$/, String(n)) });
      const first = await imports().list({ limit: 2 });
      const second = await imports().list({ limit: 2, after: first.next });
      expect([...first.rows, ...second.rows].map((r) => r.id.at(-1))).to.deep.equal(['3', '2', '1']);
      expect(second.next).to.equal(null);
    });

    it('are for those who may write; who may not read sees none', async () => {
      const { draft, rival } = await drafted();
      expect(await failure(imports(OPERATOR).apply(draft))).to.be.instanceOf(PrivateRefused);
      await imports().apply(draft);
      expect(await failure(imports(OPERATOR).undo(ID))).to.be.instanceOf(PrivateRefused);
      expect((await imports(OPERATOR).list()).rows).to.have.length(1);
      const blind = imports(AUDITOR);
      const seen: string[] = [];
      for await (const i of blind.items()) seen.push(i.id);
      expect([(await blind.list()).rows, await blind.before(rival, draft.hash), await blind.columns(rival, 's'), (await blind.names(rival)).size, seen]).to.deep.equal([[], null, null, 0, []]); // prettier-ignore
      expect(await failure(imports().undo('nothing'))).to.be.instanceOf(PrivateRefused);
    });

    it('tell the wall their texts', async () => {
      await imports().apply((await drafted()).draft);
      const { texts, names } = await bench.store.privateTexts(0, 1000);
      expect(texts).to.include.members(['прайс.xlsx', 'name:доставка']);
      expect(names).to.include('Клей');
    });
  });
}
