import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTERPARTY, INVOICE } from '../hosts/enterprisedata/base.ts';
import { ACCOUNT, as18, CONTRACT, counterparty, invoice, ORGANISATION, ROUBLE } from '../hosts/enterprisedata/objects.ts';
import { add } from '../../connector/decimal.ts';
import { at, elements, textAt, type Tree } from '../../connector/hosts/enterprisedata/tree.ts';
import type { Row } from '../../connector/model.ts';
import { issueTo } from '../../connector/issue.ts';
import { reconcileHost } from '../../connector/report/reconcile.ts';
import { ED, EdSetting, openEd, type EdWishes } from './enterprisedata-setting.ts';

const id = (n: number): string => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`;
const lutik = { id: id(1), name: 'Лютик ООО', inn: '7701000010', kpp: '770101001', phone: '+7 495 1', comment: 'давний' };
const bill = { id: '22222222-0000-4000-8000-000000000001', number: '0000-000001', date: '2026-02-20T09:00:01', party: lutik };

describe('a base that exchanges EnterpriseData messages', () => {
  let open: EdSetting[] = [];
  afterEach(async () => {
    for (const s of open) await s.close();
    open = [];
  });
  const stage = async (wishes: EdWishes = {}): Promise<EdSetting> => {
    const s = await openEd(wishes);
    open.push(s);
    return s;
  };

  it('is taken over: counterparties, invoices with goods and services, and what they refer to', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const { fields } = await s.recordAt('counterparty', lutik.id);
    expect(fields).to.include({ name: 'Лютик ООО', taxId: '7701000010', branchCode: '770101001', phone: '+7 495 1', country: 'RU', kind: 'company' }); // prettier-ignore
    const made = (await s.recordAt('invoice', bill.id)).fields;
    expect(made).to.include({ number: '0000-000001', date: '2026-02-20T09:00:01', total: '3000', vatTotal: '500', state: 'issued', vatIncluded: true }); // prettier-ignore
    expect(made['lines']).to.have.length(2);
    expect((made['lines'] as { text: string }[]).map((l) => l.text)).to.deep.equal([null, 'Доставка']);
    expect((await s.recordAt('organisation', ORGANISATION)).fields['taxId']).to.equal('7705001000');
    expect((await s.recordAt('currency', ROUBLE)).fields['code']).to.equal('RUB');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('is held against what is here only in what is exchanged with it: no payments, and no invoices where they are off', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const attached = await s.sidebook.attach(ED);
    const input = { attached, store: s.sidebook.store, month: null, today: '2026-02-24' };
    const { groups, ...found } = await reconcileHost(input);
    expect(found).to.include({ invoices: 1, payments: null, balances: null });
    expect(groups.map((g) => [g.here.total, g.there.total, g.here.paid, g.there.paid])).to.deep.equal([['3000', '3000', '0', null]]); // prettier-ignore
    expect([found.differences, found.debts]).to.deep.equal([[], []]);
    const mappings = new Map([...attached.mappings].filter(([entity]) => entity !== 'invoice'));
    const off = await reconcileHost({ ...input, attached: { ...attached, mappings } });
    expect([off.invoices, off.groups, off.differences]).to.deep.equal([null, [], []]);
  });

  it('shows the contract and the bank account an invoice names, and sends them back as they were', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice({ ...bill, terms: true }));
    await s.settle();
    const { id, fields } = await s.recordAt('invoice', bill.id);
    const [contract, account] = [await s.recordAt('contract', CONTRACT), await s.recordAt('bankAccount', ACCOUNT)];
    expect([fields['contract'], fields['bankAccount']]).to.deep.equal([contract.id, account.id]);
    expect(contract.fields).to.include({ name: 'Договор 17', number: '17', date: '2025-03-01', counterparty: fields['counterparty'], organisation: fields['organisation'] }); // prettier-ignore
    expect(account.fields).to.include({ number: '40702810000000000001', organisation: fields['organisation'] });
    await s.edit(id, { comment: 'ещё раз' });
    await s.settle();
    const there = s.base.get(INVOICE, bill.id) ?? undefined;
    expect(textAt(there, 'ОбщиеСвойстваОбъектовФормата/Комментарий')).to.equal('ещё раз');
    expect([textAt(there, 'ДанныеВзаиморасчетов/Договор/Номер'), textAt(there, 'БанковскийСчетОрганизации/НомерСчета')]).to.deep.equal(['17', '40702810000000000001']); // prettier-ignore
    expect(await s.problems()).to.deep.equal([]);
  });

  it('gets a change of ours in a message, and everything nobody mapped stays as it was', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    await s.settle();
    const record = await s.recordAt('counterparty', lutik.id);
    await s.edit(record.id, { phone: '+7 495 222-33-44', name: 'Лютик' });
    await s.settle();
    const now = s.base.get(COUNTERPARTY, lutik.id);
    expect(textAt(now ?? undefined, 'КлючевыеСвойства/Наименование')).to.equal('Лютик');
    expect(JSON.stringify(now)).to.include('+7 495 222-33-44').and.include('Факс').and.include('12345678');
    expect(s.base.applied).to.have.length(1);
    await s.cycle();
    expect(s.base.applied).to.have.length(1);
  });

  it('clears there what is cleared here: an element that is absent empties the property, and nothing else', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    await s.settle();
    const record = await s.recordAt('counterparty', lutik.id);
    await s.edit(record.id, { phone: null, comment: null, branchCode: null });
    await s.settle();
    const now = s.base.get(COUNTERPARTY, lutik.id) ?? undefined;
    expect([textAt(now, 'КлючевыеСвойства/КПП'), textAt(now, 'ОбщиеСвойстваОбъектовФормата/Комментарий'), JSON.stringify(now).includes('+7 495 1')]).to.deep.equal(['', '', false]); // prettier-ignore
    expect(JSON.stringify(now)).to.include('12345678').and.include('Факс').and.include('7701000010');
    expect((await s.recordAt('counterparty', lutik.id)).fields).to.include({ phone: null, comment: null, branchCode: null });
    expect([s.base.applied.length, (await s.problems()).length]).to.deep.equal([1, 0]);
  });

  it('shows a change made there with the next message', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    await s.settle();
    s.base.edit(COUNTERPARTY, lutik.id, 'КлючевыеСвойства/НаименованиеПолное', 'ООО «Лютик»');
    await s.cycle();
    expect((await s.recordAt('counterparty', lutik.id)).fields['legalName']).to.equal('ООО «Лютик»');
    expect(s.base.applied).to.deep.equal([]);
  });

  it('loses no edit when both sides changed the same field: a person is asked', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    await s.settle();
    const record = await s.recordAt('counterparty', lutik.id);
    await s.edit(record.id, { name: 'Наше имя' });
    s.base.edit(COUNTERPARTY, lutik.id, 'КлючевыеСвойства/Наименование', 'Их имя');
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.unit])).to.deep.equal([['conflict', 'name']]);
    expect(textAt(s.base.get(COUNTERPARTY, lutik.id) ?? undefined, 'КлючевыеСвойства/Наименование')).to.equal('Их имя');
  });

  it('does not write over an edit made between the message and our write', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    await s.settle();
    const record = await s.recordAt('counterparty', lutik.id);
    await s.edit(record.id, { comment: 'наш' });
    let messages = 0;
    s.fake.service.habits.heard = (operation) => {
      if (operation === 'PrepareDataForGetting' && ++messages === 2) s.base.edit(COUNTERPARTY, lutik.id, 'КлючевыеСвойства/Наименование', 'Их имя'); // prettier-ignore
    };
    await s.settle();
    const now = s.base.get(COUNTERPARTY, lutik.id) ?? undefined;
    expect([textAt(now, 'КлючевыеСвойства/Наименование'), textAt(now, 'ОбщиеСвойстваОбъектовФормата/Комментарий')]).to.deep.equal(['Их имя', 'наш']); // prettier-ignore
    expect((await s.recordAt('counterparty', lutik.id)).fields['name']).to.equal('Их имя');
  });

  for (const [what, path, there, problems] of [
    ['another field: both stay', 'КлючевыеСвойства/НаименованиеПолное', ['Наше имя', 'Их имя'], []],
    ['the same field: a person is asked', 'КлючевыеСвойства/Наименование', ['Их имя', 'Лютик ООО'], ['altered']],
  ] as const)
    it(`loses no edit of ours when 1C loads our message and keeps its own object, saved meanwhile; ${what}`, async () => {
      const s = await stage({ fake: { keepsOwn: true } });
      s.base.put(counterparty(lutik));
      await s.settle();
      const record = await s.recordAt('counterparty', lutik.id);
      await s.edit(record.id, { name: 'Наше имя' });
      let edits = 0;
      s.fake.service.habits.heard = (operation) => {
        if (operation === 'PutData' && s.base.registered.size === 0 && edits++ === 0) s.base.edit(COUNTERPARTY, lutik.id, path, 'Их имя'); // prettier-ignore
      };
      await s.settle();
      const now = s.base.get(COUNTERPARTY, lutik.id) ?? undefined;
      expect(['Наименование', 'НаименованиеПолное'].map((n) => textAt(now, `КлючевыеСвойства/${n}`))).to.deep.equal(there);
      expect((await s.recordAt('counterparty', lutik.id)).fields['name']).to.equal('Наше имя');
      expect((await s.problems()).map((p) => p.kind)).to.deep.equal(problems);
    });

  it('takes over a phone written with a letter that is none, as it stands', async () => {
    const s = await stage();
    s.base.put(counterparty({ ...lutik, phone: '&#99999999; 1' }));
    await s.settle();
    expect((await s.recordAt('counterparty', lutik.id)).fields['phone']).to.equal('&#99999999; 1');
  });

  it('does not make again what was deleted there, whatever is edited here', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    await s.settle();
    s.base.remove(COUNTERPARTY, lutik.id);
    await s.settle();
    const record = await s.recordAt('counterparty', lutik.id);
    await s.edit(record.id, { phone: '+7 1' });
    await s.settle();
    expect([s.base.get(COUNTERPARTY, lutik.id), s.base.applied.length]).to.deep.equal([null, 0]);
    expect((await s.problems()).map((p) => p.kind).sort()).to.deep.equal(['marked', 'refused']);
    expect((await s.recordAt('counterparty', lutik.id)).fields['phone']).to.equal('+7 1');
  });

  it('takes an invoice for cancelled once 1C tells that it was deleted, and for issued again when 1C tells it anew', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const there = s.base.get(INVOICE, bill.id) ?? expect.fail('no invoice');
    const { id } = await s.recordAt('invoice', bill.id);
    s.base.remove(INVOICE, bill.id);
    await s.settle();
    const state = async (): Promise<unknown> => (await s.sidebook.store.read((t) => t.record(id)))?.fields['state'];
    expect([await state(), (await s.problems()).map((p) => p.kind)]).to.deep.equal(['cancelled', []]);
    await s.edit(id, { comment: 'а он нам нужен' });
    await s.settle();
    expect([s.base.get(INVOICE, bill.id), (await s.problems()).map((p) => p.detail['code'])]).to.deep.equal([null, ['ed-deleted']]); // prettier-ignore
    s.base.put(there);
    await s.settle();
    expect([await state(), await s.problems()]).to.deep.equal(['issued', []]);
    expect(JSON.stringify(s.base.get(INVOICE, bill.id))).to.include('а он нам нужен');
  });

  it('issues an invoice of ours there once, and brings its number back', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const made = await issue(s);
    await s.settle();
    const there = s.base.list(INVOICE);
    expect(there).to.have.length(2);
    expect((await s.sidebook.store.read((t) => t.record(made)))?.fields['number']).to.equal('0000-000002');
    const sums = there.map((t) => textAt(t, 'Сумма'));
    expect(sums[1]).to.equal('1200');
  });

  it('changes lines without losing what only 1C knows of them, and no kopeck', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const { id, fields } = await s.recordAt('invoice', bill.id);
    const [goods, service] = fields['lines'] as Row[];
    const lines = [{ ...goods, quantity: '3', amount: '3600', vatAmount: '600' }, service ?? {}, { ...service, text: 'Подъём', price: '0.1', amount: '0.1', vatAmount: '0.02' }]; // prettier-ignore
    await s.edit(id, { lines, total: '4200.1', vatTotal: '700.02' });
    await s.settle();
    const there = s.base.get(INVOICE, bill.id) ?? undefined;
    const rows = ['Товары', 'Услуги'].flatMap((section) => elements(at(there, section)));
    expect(rows.map((r) => ['НомерСтрокиДокумента', 'Количество', 'Сумма', 'СуммаНДС', 'Содержание'].map((n) => textAt(r, n)).join(' '))).to.deep.equal(['1 3 3600 600 ', '2 1 600.00 100.00 Доставка', '3 1 0.1 0.02 Подъём']); // prettier-ignore
    expect([textAt(there, 'Сумма'), textAt(rows[0], 'ДанныеНоменклатуры/Штрихкод')]).to.deep.equal(['4200.1', '4600000000017']);
    expect([(await s.recordAt('invoice', bill.id)).fields['total'], (await s.problems()).length]).to.deep.equal(['4200.1', 0]);
  });

  it('asks a person about a text on a line of goods, which the format cannot hold, and sends the line once it is gone', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const { id, fields } = await s.recordAt('invoice', bill.id);
    const [goods = {}, service = {}] = fields['lines'] as Row[];
    const [there, applied] = [s.base.get(INVOICE, bill.id), s.base.applied.length];
    await s.edit(id, { lines: [{ ...goods, text: 'в сборе' }, service] });
    await s.settle();
    const [problem, ...others] = await s.problems();
    expect([problem?.detail['code'], others]).to.deep.equal(['ed-goods-text', []]);
    expect([s.base.get(INVOICE, bill.id), s.base.applied.length]).to.deep.equal([there, applied]);
    await s.edit(id, { lines: [{ ...goods, quantity: '3', amount: '3600', vatAmount: '600' }, service], total: '4200', vatTotal: '700' }); // prettier-ignore
    await s.settle();
    expect([textAt(s.base.get(INVOICE, bill.id) ?? undefined, 'Сумма'), await s.problems()]).to.deep.equal(['4200', []]);
  });

  it('never turns a line of goods into a service by itself: text and sum changed together are asked about too', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const { id, fields } = await s.recordAt('invoice', bill.id);
    const [goods = {}, service = {}] = fields['lines'] as Row[];
    const [there, applied] = [s.base.get(INVOICE, bill.id), s.base.applied.length];
    await s.edit(id, { lines: [{ ...goods, text: 'в сборе', quantity: '3', amount: '3600', vatAmount: '600' }, service], total: '4200', vatTotal: '700' }); // prettier-ignore
    await s.settle();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['ed-goods-text']);
    expect([s.base.get(INVOICE, bill.id), s.base.applied.length]).to.deep.equal([there, applied]);
  });

  for (const [title, change, now] of [
    ['as they come to', { quantity: '36', amount: '3600', vatAmount: '600' }, '36 3 1200.00 Коробка'],
    ['with a new price', { quantity: '36', price: '90', amount: '3240', vatAmount: '540' }, '36 3 1080 Коробка'],
    ['not at all, where they come to no number', { quantity: '25', amount: '2500', vatAmount: '416.67' }, '25   '],
    ['as they were, when something else is changed', { vatRate: '10', vatAmount: '218.18' }, '24.000 2.000 1200.00 Коробка'],
  ] as const)
    it(`sends packages of a line ${title}`, async () => {
      const s = await stage();
      s.base.put(counterparty(lutik));
      s.base.put(inBoxes(invoice(bill)));
      await s.settle();
      const { id, fields } = await s.recordAt('invoice', bill.id);
      const [goods = {}, service = {}] = fields['lines'] as Row[];
      const line: Row = { ...goods, ...change };
      const sum = (name: string): string => add(String(line[name]), String(service[name]));
      await s.edit(id, { lines: [line, service], total: sum('amount'), vatTotal: sum('vatAmount') });
      await s.settle();
      const [there] = elements(at(s.base.get(INVOICE, bill.id) ?? undefined, 'Товары'));
      expect(['Количество', 'КоличествоУпаковок', 'ЦенаЗаУпаковку', 'ДанныеНоменклатуры/Упаковка/Наименование'].map((n) => textAt(there, n)).join(' ')).to.equal(now); // prettier-ignore
      expect([textAt(there, 'ДанныеНоменклатуры/Штрихкод'), await s.problems()]).to.deep.equal(['4600000000017', []]);
    });

  it('makes a line of goods a service where a person put words in place of the article, and goods of a service whose article is goods', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const { id, fields } = await s.recordAt('invoice', bill.id);
    const [goods = {}, service = {}] = fields['lines'] as Row[];
    await s.edit(id, { lines: [{ ...goods, product: null, text: 'Стол, сборка' }, { ...service, product: goods['product'] ?? null, text: null }] }); // prettier-ignore
    await s.settle();
    const there = s.base.get(INVOICE, bill.id) ?? undefined;
    const shown = (section: string): string[] => elements(at(there, section)).map((r) => ['Сумма', 'Содержание', 'ЕдиницаИзмерения/ДанныеКлассификатора/Код'].map((n) => textAt(r, n)).join(' ')); // prettier-ignore
    expect([shown('Товары'), shown('Услуги'), await s.problems()]).to.deep.equal([['600  796'], ['2400 Стол, сборка '], []]);
    expect(((await s.recordAt('invoice', bill.id)).fields['lines'] as Row[]).map((l) => [l['text'], l['amount']])).to.deep.equal([['Стол, сборка', '2400'], [null, '600']]); // prettier-ignore
  });

  for (const lost of ['PutData', 'PutDataActionResult', 'PutFilePart'])
    it(`makes no second one when the answer of ${lost} is lost`, async () => {
      const s = await stage();
      s.base.put(counterparty(lutik));
      s.base.put(invoice(bill));
      await s.settle();
      await issue(s);
      s.fake.faults.dropAfter = { next: 1, path: `:${lost}"` };
      await s.sync({ everything: true });
      s.clock.pass(20);
      await s.settle();
      expect(s.base.list(INVOICE)).to.have.length(2);
      expect(await s.problems()).to.deep.equal([]);
    });

  it('applies nothing twice however often answers are cut, and comes to rest', async () => {
    const s = await stage();
    for (let n = 1; n <= 5; n++)
      s.base.put(counterparty({ ...lutik, id: id(n), inn: String(7701000009 + n), name: `Лютик ${String(n)}` }));
    s.fake.faults.cutBody = { probability: 0.3 };
    for (let n = 0; n < 6; n++) (await s.sync({ everything: true }), s.clock.pass(20));
    delete s.fake.faults.cutBody;
    await s.settle();
    expect(await s.records('counterparty')).to.have.length(5);
    expect(s.base.applied).to.deep.equal([]);
  });

  it('works over SOAP 1.2 as well', async () => {
    const s = await stage({ host: { soap: '1.2' } });
    s.base.put(counterparty(lutik));
    await s.settle();
    expect(await s.records('counterparty')).to.have.length(1);
  });

  it('speaks 1.8 as well: both ways, rates as words, and what that version cannot hold is refused by its name', async () => {
    const s = await stage({ fake: { versions: ['1.8'] } });
    s.base.put(as18(counterparty(lutik)));
    s.base.put(as18(invoice(bill)));
    await s.settle();
    expect((await s.recordAt('counterparty', lutik.id)).fields).to.include({
      name: 'Лютик ООО',
      phone: '+7 495 1',
      kind: 'company',
    });
    await s.edit((await s.recordAt('counterparty', lutik.id)).id, { phone: '+7 495 2' });
    await issue(s);
    await s.settle();
    const there = s.base.list(INVOICE);
    expect(there.map((t) => textAt(t, 'Сумма'))).to.deep.equal(['3000.00', '1200']);
    expect(elements(at(there[1], 'Услуги')).map((r) => textAt(r, 'СтавкаНДС'))).to.deep.equal(['НДС20']);
    expect(JSON.stringify(s.base.get(COUNTERPARTY, lutik.id))).to.include('+7 495 2');
    expect(await s.problems()).to.deep.equal([]);
    await s.edit((await s.recordAt('counterparty', lutik.id)).id, { comment: 'его некуда положить' });
    await s.settle();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['ed-property-unknown']);
  });

  const refused: [string, EdWishes, string][] = [
    ['a wrong password', { password: 'нет' }, 'wrong-password'],
    ['a code 1C does not know', { host: { peerCode: 'ХХ' } }, 'ed-no-node'],
  ];
  for (const [title, wishes, code] of refused)
    it(`says what is wrong with ${title}`, async () => {
      const s = await stage(wishes);
      const report = await s.sync();
      expect(report.error?.code ?? ('failures' in report ? report.failures[0]?.code : '')).to.equal(code);
    });

  it('whose copy beside the store is lost is asked about, and not taken for another base', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-ed-lost-'));
    const file = join(folder, 'store.db');
    const s = await openEd({ file });
    s.base.put(counterparty(lutik));
    await s.settle();
    await s.sidebook.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `${ED}.enterprisedata.db${end}`), { force: true });
    const next = new EdSetting(s.fake, s.clock, { file });
    open.push(next);
    await next.sidebook.begin();
    await next.cycle({ everything: true });
    expect((await next.problems()).filter((p) => p.link === null).map((p) => p.detail['code'])).to.deep.equal(['host-restored']);
    expect((await next.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Лютик ООО']);
  });

  it('issues goods as goods where a form wrote the name of the article beside it', async () => {
    const s = await stage();
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    const [product] = await s.records('product');
    const party = await s.recordAt('counterparty', lutik.id);
    const line = { product: product?.id ?? null, text: 'Стол', quantity: '3', price: '1200', vatRate: '20' };
    const { id } = await issueTo(s.sidebook, party, [line], { by: 'anna' });
    await s.settle();
    const there = s.base.list(INVOICE)[1];
    const [goods, ...more] = ['Товары', 'Услуги'].flatMap((section) => elements(at(there, section)));
    expect(['ДанныеНоменклатуры/Номенклатура/Наименование', 'ЕдиницаИзмерения/ДанныеКлассификатора/Код', 'Количество', 'Сумма'].map((n) => textAt(goods, n))).to.deep.equal(['Стол', '796', '3', '3600']); // prettier-ignore
    const [kept] = ((await s.sidebook.store.read((t) => t.record(id)))?.fields['lines'] ?? []) as Row[];
    expect([more, kept?.['product'], kept?.['text'], await s.problems()]).to.deep.equal([[], product?.id, null, []]);
  });

  it('says that it is not set to receive invoices, and changes nothing', async () => {
    const s = await stage({ fake: { refuses: [INVOICE] } });
    s.base.put(counterparty(lutik));
    s.base.put(invoice(bill));
    await s.settle();
    await issue(s);
    await s.cycle();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['ed-not-taken']);
    expect(s.base.list(INVOICE)).to.have.length(1);
  });
});

/** The line of goods in boxes of twelve: 24 pieces at 100.00 are two boxes at 1,200.00. */
const inBoxes = (tree: Tree): Tree =>
  tree[0] === 'ДанныеНоменклатуры' ? [tree[0], [...elements(tree), ['Упаковка', [['Наименование', 'Коробка']]]]]
  : tree[0] === 'Строка' && at(tree, 'ДанныеНоменклатуры') !== undefined ? [tree[0], [...elements(tree).filter(([n]) => n !== 'Количество' && n !== 'Цена').map(inBoxes), ['Количество', '24.000'], ['Цена', '100.00'], ['ЦенаЗаУпаковку', '1200.00'], ['КоличествоУпаковок', '2.000']]]
  : elements(tree).length > 0 ? [tree[0], elements(tree).map(inBoxes)] : tree; // prettier-ignore

/** An invoice of ours for the known counterparty: one service, 1,200 with VAT. */
async function issue(s: EdSetting): Promise<string> {
  const party = await s.recordAt('counterparty', lutik.id);
  const made = await issueTo(s.sidebook, party, [{ text: 'Сборка', quantity: '1', price: '1200', vatRate: '20' }], {
    by: 'anna',
  });
  return made.id;
}
