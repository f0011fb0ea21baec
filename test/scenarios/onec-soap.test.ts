/** The same work over a web service as over OData (issue 8): both ways, once, nothing lost between a look and a write. */
import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import type { Line } from '../../connector/model.ts';
import type { Faults, FaultRule, Row } from '../hosts/onec/fake.ts';
import { XdtoError } from '../hosts/onec-soap/xml.ts';
import { currencyOf, payment, shipment } from '../hosts/onec/samples.ts';
import { contract, customer, draft, inStep, invoice, issue, keyOf, live, organisationOf, service } from './making.ts';
import { invoices, overSoap, parties, stage, type Setting, type Wishes } from './setting.ts';

const linesOf = (row: Row): Row[] => (row['Товары'] ?? []) as Row[];

describe('1C over a web service', () => {
  const { start } = stage();
  const begin = (wishes: Wishes = {}): Promise<Setting> =>
    start({ ...overSoap, ...wishes, host: { ...overSoap.host, ...wishes.host } });

  async function withCustomer(wishes: Wishes = {}): Promise<{ s: Setting; key: string; id: string }> {
    const s = await begin(wishes);
    const key = customer(s.fake);
    await s.cycle();
    return { s, key, id: (await s.recordAt('counterparty', key)).id };
  }
  async function arrived(): Promise<{ s: Setting; party: string; key: string; id: string; lines: readonly Line[] }> {
    const { s, key: party } = await withCustomer();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: party, Date: '2026-01-15T10:00:00' }));
    s.tick(5);
    await s.cycle();
    const { id, fields } = await s.recordAt('invoice', key);
    return { s, party, key, id, lines: fields['lines'] as readonly Line[] };
  }

  it('takes over counterparties, invoices, payments and debt', async () => {
    const { s, key, id } = await withCustomer();
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key }));
    const under = keyOf(s.fake.list('Catalog_ДоговорыКонтрагентов').find((c) => c['Owner_Key'] === key)!);
    shipment(s.fake, key, under, 1200);
    const paid = payment(s.fake, key, under, [[500, bill]], { Date: '2026-02-24T14:00:00' });
    await s.settle();
    expect((await s.record(id)).fields).to.include({ name: 'Василёк ООО', kind: 'company', taxId: '7736050003', branchCode: '773601001' });
    expect((await s.recordAt('invoice', bill)).fields).to.include({ counterparty: id, total: '2500', vatTotal: '416.67', posted: false, state: 'issued' });
    expect((await s.recordAt('payment', paid)).fields).to.include({ kind: 'bank', counterparty: id, amount: '500', reversed: false });
    const balance = (await s.records('balance')).find((b) => b.fields['counterparty'] === id);
    expect(balance?.fields).to.include({ debt: '700', advance: '0' });
    expect(await s.problems()).to.deep.equal([]);
  }); // prettier-ignore

  const STATUS = 'InformationRegister_СтатусыДокументов';
  const ofInvoice = (s: Setting, key: string): Row => ({ Организация_Key: s.fake.get(invoices, key)?.['Организация_Key'], Документ: key, Документ_Type: `StandardODATA.${invoices}` }); // prettier-ignore
  for (const [word, cancel] of [
    ['its deletion mark', (s: Setting, key: string) => void s.fake.edit(invoices, key, { DeletionMark: true })],
    ['its status', (s: Setting, key: string) => s.fake.setRegister(STATUS, { ...ofInvoice(s, key), Статус: 'Отменен', Статус_Type: 'UnavailableEnums.СтатусОплатыСчета' })],
  ] as const)
    it(`shows an invoice cancelled by ${word} within two minutes, lets its comment be written, and shows it when it comes back`, async () => {
      const { s, key, id } = await arrived();
      cancel(s, key);
      s.tick(2.5);
      await s.cycle();
      expect((await s.record(id)).fields).to.include({ state: 'cancelled', total: '2500' });
      await s.edit(id, { comment: 'клиент передумал' });
      await s.cycle();
      expect(s.fake.get(invoices, key)?.['Комментарий']).to.equal('клиент передумал');
      s.fake.edit(invoices, key, { DeletionMark: false });
      s.fake.removeRegister(STATUS, ofInvoice(s, key));
      s.tick(2.5);
      await s.cycle();
      expect((await s.record(id)).fields).to.include({ state: 'issued', comment: 'клиент передумал' });
      expect(await s.problems()).to.deep.equal([]);
    }); // prettier-ignore

  it('counts what payments in roubles settle of an invoice in euro', async () => {
    const { s, key } = await withCustomer();
    const eur = currencyOf(s.fake, 'EUR');
    const under = contract(s.fake, key, { ВалютаВзаиморасчетов_Key: eur });
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key, ДоговорКонтрагента_Key: under, ВалютаДокумента_Key: eur }));
    payment(s.fake, key, under, [[90_000, bill]], {}, { СуммаВзаиморасчетов: 1000 });
    payment(s.fake, key, under, [[90, bill]]); // nothing says what it settles
    await s.settle();
    const { id } = await s.recordAt('invoice', bill);
    const { sidebook } = s;
    expect(await sidebook.store.queries.invoice(id)).to.include({ paid: '1000' });
    expect((await sidebook.store.views.paidOtherwise([id])).map((p) => p.amount)).to.deep.equal(['90']);
  });

  it('looks every two minutes for changes of counterparties where all of them are one answer, else every fifteen', async () => {
    const { s } = await withCustomer();
    const every = async (): Promise<unknown> => (await s.sidebook.attach('buh')).host.feeds.find((f) => f.id === 'sweep:counterparty')?.every; // prettier-ignore
    expect(await every()).to.equal('fresh');
    const big = await begin({ host: { pageSize: 1 } });
    for (let n = 0; n < 2; n++) customer(big.fake, { Description: `П${String(n)}`, ИНН: String(7736050003 + n) });
    await big.cycle();
    expect((await big.sidebook.attach('buh')).host.feeds.find((f) => f.id === 'sweep:counterparty')?.every).to.equal('often');
  });

  it('carries edits both ways and then rests', async () => {
    const { s, key, id } = await withCustomer();
    s.fake.edit(parties, key, { Комментарий: 'из книг' });
    await s.edit(id, { phone: '+7 495 111-22-33', legalName: 'ООО "Василёк" & Ко <1>' });
    await s.settle();
    expect((await s.record(id)).fields).to.include({ comment: 'из книг', phone: '+7 495 111-22-33' });
    expect(s.fake.get(parties, key)).to.include({ НаименованиеПолное: 'ООО "Василёк" & Ко <1>', Комментарий: 'из книг' });
    const contacts = (s.fake.get(parties, key)?.['КонтактнаяИнформация'] ?? []) as Row[];
    expect(contacts.map((c) => c['Представление'])).to.deep.equal(['+7 495 111-22-33']);
    s.quiet();
    await s.everything();
    expect(s.writes).to.deep.equal([]);
  });

  it('makes a counterparty there once, under our id', async () => {
    const s = await begin();
    await s.cycle();
    const { id } = await live(s, { name: 'Новый ООО', kind: 'company', taxId: '7707083893', branchCode: '770701001' });
    await s.settle();
    expect(s.fake.list(parties).filter((r) => r['ИНН'] === '7707083893').map((r) => [r['Ref_Key'], r['Description']])).to.deep.equal([[id, 'Новый ООО']]);
    expect((await s.sidebook.attach('buh')).host.traits.clientIds).to.equal('yes');
  }); // prettier-ignore

  it('makes an invoice with lines and VAT, and posts it on wish', async () => {
    const { s, key, id } = await withCustomer();
    const rates = ['20', '10', '0', 'none', '22/122'];
    const lines = rates.map((vatRate, i) => service(String(100 + i), { vatRate, quantity: '3' }));
    const { id: made } = await issue(s, { counterparty: id, lines, fields: { comment: 'по телефону', posted: true } });
    await s.settle();
    const there = await s.objectOf(invoices, made);
    expect(there).to.include({ Контрагент_Key: key, Date: '2026-02-24T12:00:00', Комментарий: 'по телефону', Posted: true, СуммаДокумента: 1530 });
    expect(linesOf(there).map((l) => [l['СтавкаНДС'], l['СуммаНДС']])).to.deep.equal([['НДС20', 50], ['НДС10', 27.55], ['НДС0', 0], ['БезНДС', 0], ['НДС22_122', 56.26]]);
    expect((await s.record(made)).fields['number']).to.equal(String(there['Number']).trim());
    expect([await inStep(s, made), await s.problems()]).to.deep.equal([true, []]);
  }); // prettier-ignore

  it('keeps a draft here', async () => {
    const { s, id } = await withCustomer();
    await draft(s, { counterparty: id });
    await s.everything();
    expect(s.writes).to.deep.equal([]);
  });

  it('keeps what an accountant wrote between our look and our write', async () => {
    const { s, key, id } = await withCustomer();
    s.fake.beforeWrite = () => {
      s.fake.beforeWrite = undefined;
      s.fake.edit(parties, key, { Комментарий: 'в последний миг' });
    };
    await s.edit(id, { phone: '+7 495 1' });
    await s.cycle();
    s.tick(5);
    await s.settle();
    expect((await s.record(id)).fields).to.include({ comment: 'в последний миг', phone: '+7 495 1' });
    expect(s.fake.get(parties, key)).to.include({ Комментарий: 'в последний миг' });
    expect((await s.sidebook.attach('buh')).host.traits.conditional).to.equal('yes');
  });

  it('asks when both sides changed the lines', async () => {
    const { s, key, id, lines } = await arrived();
    s.fake.edit(invoices, key, { Товары: linesOf(s.fake.get(invoices, key)!).map((l) => ({ ...l, Количество: 3, Сумма: 7500, СуммаНДС: 1250 })) });
    await s.edit(id, { lines: lines.map((l) => ({ ...l, quantity: '2', amount: '5000', vatAmount: '833.33' })) });
    s.tick(5);
    await s.cycle();
    expect((await s.problems('conflict'))[0]).to.include({ unit: 'money', record: id });
    expect(s.fake.get(invoices, key)?.['СуммаДокумента']).to.equal(7500);
  }); // prettier-ignore

  it('asks about what vanished', async () => {
    const { s, key, id } = await arrived();
    s.fake.remove(invoices, key);
    await s.edit(id, { comment: 'ещё' });
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, p.record])).to.deep.equal([['vanished', id]]);
  });

  it('says plainly in the words of 1C why it refused', async () => {
    const { s, key, id } = await arrived();
    s.fake.closePeriod('2026-01-31');
    await s.edit(id, { comment: 'после закрытия' });
    await s.cycle();
    const [problem] = await s.problems('refused');
    const said = message(problem?.detail['code'] ?? '', { host: 'buh', ...problem?.detail }, 'ru');
    expect(problem?.detail['code']).to.equal('period-closed');
    expect(said.what)
      .to.match(/запрещено изменять данные/i)
      .and.not.contain('Модуль(');
    expect(s.fake.get(invoices, key)?.['Комментарий']).to.equal('');
  });

  it('turns no country the base does not list into Russia: it is refused in words', async () => {
    const { s, key, id } = await withCustomer();
    const before = s.fake.list(parties)[0]?.['СтранаРегистрации_Key'];
    await s.edit(id, { country: 'ZW', kind: 'foreign' });
    await s.cycle();
    expect((await s.problems()).map((p) => [p.kind, String(p.detail['sentence'])])).to.deep.equal([['refused', 'В справочнике «Страны мира» нет страны с кодом ZW']]); // prettier-ignore
    expect(s.fake.list(parties).find((r) => r['Ref_Key'] === key)?.['СтранаРегистрации_Key']).to.equal(before);
  });

  it('reads a sign no XML can hold as a space, and leaves it in the base when something else is edited', async () => {
    const { s, key, id } = await withCustomer();
    s.fake.poison(parties, key);
    const spoilt = s.fake.get(parties, key)?.['Комментарий'];
    expect(spoilt).to.match(/[\u0000-\u001f]/);
    s.tick(5);
    await s.everything();
    await s.edit(id, { phone: '+7 495 7' });
    await s.settle();
    expect((await s.record(id)).fields).to.include({ phone: '+7 495 7' });
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal(spoilt);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('shows the contract, the bank account and the due date of an invoice, and what of a debt is overdue', async () => {
    const { s, key, id } = await withCustomer();
    const under = keyOf(s.fake.list('Catalog_ДоговорыКонтрагентов').find((c) => c['Owner_Key'] === key)!);
    s.fake.edit('Catalog_ДоговорыКонтрагентов', under, { УстановленСрокОплаты: true, СрокОплаты: 3 });
    const bank = keyOf(s.fake.create('Catalog_БанковскиеСчета', { Description: 'Основной', Owner: organisationOf(s.fake), Owner_Type: 'StandardODATA.Catalog_Организации', НомерСчета: '40702810000000000001' })); // prettier-ignore
    const bill = keyOf(invoice(s.fake, { Контрагент_Key: key, ДоговорКонтрагента_Key: under, СтруктурнаяЕдиница_Key: bank }));
    s.fake.setRegister('InformationRegister_СрокиОплатыДокументов', { Организация_Key: organisationOf(s.fake), Документ: bill, Документ_Type: 'StandardODATA.Document_СчетНаОплатуПокупателю', СрокОплаты: '2026-03-10T00:00:00' }); // prettier-ignore
    shipment(s.fake, key, under, 1200);
    s.tick(5);
    await s.settle();
    const { fields } = await s.recordAt('invoice', bill);
    const [contract, account] = [fields['contract'], fields['bankAccount']].map(String);
    expect([(await s.record(contract ?? '')).fields['paymentDays'], fields['dueDate']]).to.deep.equal(['3', '2026-03-10']);
    expect((await s.record(account ?? '')).fields).to.include({
      organisation: fields['organisation'],
      number: '40702810000000000001',
    });
    const owed = async (): Promise<unknown> => (await s.records('balance')).find((b) => b.fields['counterparty'] === id)?.fields['overdue']; // prettier-ignore
    expect(await owed()).to.equal('0');
    s.tick(4 * 24 * 60);
    await s.everything();
    expect(await owed()).to.equal('1200');
  });

  it('waits while a person has the object open, and writes it then', async () => {
    const { s, key, id } = await withCustomer();
    let tries = 0;
    s.fake.beforeWrite = () => {
      if (tries++ < 2) throw new XdtoError('ОбъектЗанят: запись заблокирована пользователем Иванова');
    };
    await s.edit(id, { phone: '+7 495 8' });
    for (let i = 0; i < 6; i++) (await s.sync(), s.tick(20));
    const contacts = (s.fake.get(parties, key)?.['КонтактнаяИнформация'] ?? []) as Row[];
    expect([tries, contacts.map((c) => c['Представление'])]).to.deep.equal([3, ['+7 495 8']]);
    expect(await s.problems()).to.deep.equal([]);
  });

  /** Rules count down in place, so each test gets its own. */
  const create = (): FaultRule => ({ method: 'POST', path: '/ws/', next: 1 });
  const faults: readonly (readonly [string, () => Faults])[] = [
    ['its answer is lost', () => ({ dropAfter: create() })],
    ['its answer is cut in the middle', () => ({ cutBody: create() })],
    ['its answer is half an envelope with status 200', () => ({ truncatedJson: create() })],
    ['its request never arrives', () => ({ dropBefore: create() })],
    ['a page comes instead with status 500', () => ({ html500: create() })],
    ['a page comes instead with status 200', () => ({ html200: create() })],
    ['the base goes into exclusive mode', () => ({ exclusive: create() })],
    ['too many requests were made', () => ({ status: { ...create(), status: 429, retryAfter: 1 } })],
  ];
  for (const [what, given] of faults)
    it(`has an invoice once when ${what}`, async () => {
      const { s, id } = await withCustomer();
      s.fake.beforeWrite = undefined;
      const { id: made } = await issue(s, { counterparty: id });
      armed(s, given());
      for (let i = 0; i < 8; i++) {
        await s.sync();
        s.tick(1);
      }
      expect(s.fake.list(invoices)).to.have.length(1);
      expect([await inStep(s, made), await s.problems()]).to.deep.equal([true, []]);
    });

  /** The fault strikes the create itself, not the questions before it. */
  function armed(s: Setting, faults: Faults): void {
    s.fake.beforeWrite = undefined;
    for (const rule of Object.values(faults)) Object.assign(rule, { body: '<СоздатьСчет' });
    Object.assign(s.fake.faults, faults);
  }

  it('never shows the service what is private', async () => {
    const { s, key, id } = await withCustomer();
    s.fake.forbid(['цена конкурента 950']);
    await s.edit(id, { comment: 'обычный' });
    await s.settle();
    expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('обычный');
    expect(s.fake.log.flatMap((r) => r.leaks)).to.deep.equal([]);
    expect(organisationOf(s.fake)).to.not.equal('undefined');
  });
});
