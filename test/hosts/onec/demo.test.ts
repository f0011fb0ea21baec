import { expect } from 'chai';
import { isValidInn, companyInn, personInn, registrationNumber } from './data/tax-numbers.ts';
import { createRandom } from '../kit/random.ts';
import { startFakeOnec, type FakeOnec, type Row } from './fake.ts';
import { invoices, parties, today } from './samples.ts';

describe('fake 1C: generated business', () => {
  let fake: FakeOnec;
  let customers: Row[];
  let bills: Row[];

  before(async () => {
    fake = await startFakeOnec({ data: 'demo', now: () => today });
    customers = fake.list(parties).filter((row) => row['IsFolder'] === false);
    bills = fake.list(invoices);
  });
  after(() => fake.close());

  const count = (rows: readonly Row[], fits: (row: Row) => boolean): number => rows.filter(fits).length;
  const lines = (row: Row): Row[] => row['Товары'] as Row[];

  it('makes tax numbers with valid check digits', () => {
    const random = createRandom(7);
    for (let i = 0; i < 50; i++) {
      expect(isValidInn(companyInn(random, '7736'))).to.equal(true);
      expect(isValidInn(personInn(random, '5406'))).to.equal(true);
      const ogrn = registrationNumber(random, '7701', false);
      expect(Number(BigInt(ogrn.slice(0, 12)) % 11n) % 10).to.equal(Number(ogrn[12]));
      const ogrnip = registrationNumber(random, '7701', true);
      expect(Number(BigInt(ogrnip.slice(0, 14)) % 13n) % 10).to.equal(Number(ogrnip[14]));
    }
    for (const known of ['7707083893', '7736050003', '500100732259']) expect(isValidInn(known)).to.equal(true);
    for (const wrong of ['1234567890', '123456789012', '7707083890']) expect(isValidInn(wrong)).to.equal(false);
  });

  it('is the same base for equal seed and day', async () => {
    const size = { counterparties: 30, invoices: 60 };
    const make = async (seed: number): Promise<string> => {
      const other = await startFakeOnec({ data: size, seed, now: () => today });
      const text = other.snapshot();
      await other.close();
      return text;
    };
    const [one, two, three] = [await make(3), await make(3), await make(4)];
    expect(one === two).to.equal(true);
    expect(one === three).to.equal(false);
  });

  it('has companies, traders, persons, foreigners and mistakes', () => {
    expect(customers.length).to.be.within(235, 250);
    expect(count(customers, (c) => c['ИндивидуальныйПредприниматель'] === true)).to.be.greaterThan(20);
    expect(count(customers, (c) => c['НалоговыйНомер'] !== '')).to.be.greaterThan(4);
    expect(count(customers, (c) => c['DeletionMark'] === true)).to.be.within(2, 10);
    expect(count(customers, (c) => c['ИНН'] !== '' && c['ИННВведенКорректно'] === false)).to.be.greaterThan(1);
    expect(count(customers, (c) => c['Description'] === 'Розничный покупатель')).to.equal(1);
    expect(fake.list(parties).length - customers.length).to.equal(4);
  });

  it('has branches and duplicates under one tax number', () => {
    const branches = customers.filter((c) => c['ОбособленноеПодразделение'] === true);
    expect(branches.length).to.be.within(6, 40);
    for (const branch of branches)
      expect(fake.get(parties, String(branch['ГоловнойКонтрагент_Key']))?.['ИНН']).to.equal(branch['ИНН']);
    const keys = customers.filter((c) => c['КПП'] !== '').map((c) => `${String(c['ИНН'])}/${String(c['КПП'])}`);
    expect(keys.length - new Set(keys).size).to.be.within(1, 4);
  });

  it('has invoices of every state within fourteen months', () => {
    expect(bills).to.have.length(700);
    expect(count(bills, (b) => b['Posted'] === true)).to.be.within(600, 680);
    expect(count(bills, (b) => b['DeletionMark'] === true)).to.be.greaterThan(5);
    for (const bill of bills)
      expect(String(bill['Date']) >= '2024-12-25' && String(bill['Date']) <= '2026-02-24T12:00:00').to.equal(true);
    expect(count(bills, (b) => b['СуммаВключаетНДС'] === false)).to.be.greaterThan(80);
    expect(Math.max(...bills.map((b) => Number(b['СуммаДокумента'])))).to.be.greaterThan(1e6);
    expect(count(bills, (b) => lines(b).some((l) => l['Номенклатура'] === ''))).to.be.greaterThan(50);
  });

  it('uses the VAT rates of the day and release', () => {
    const rates = (from: string, to: string): Set<unknown> =>
      new Set(
        bills
          .filter((b) => String(b['Date']) >= from && String(b['Date']) < to)
          .flatMap((b) => lines(b).map((l) => l['СтавкаНДС'])),
      );
    expect(rates('2026', '2027')).to.include('НДС22').and.not.include('НДС20');
    expect(rates('2025', '2026')).to.include('НДС20').and.not.include('НДС22');
    for (const rate of ['НДС10', 'НДС0', 'БезНДС', 'НДС5', 'НДС7']) expect(rates('2024', '2027')).to.include(rate);
  });

  it('adds up every invoice to the kopeck', () => {
    for (const bill of bills) {
      const kopecks = lines(bill).reduce(
        (sum, l) =>
          sum +
          Math.round(Number(l['Сумма']) * 100) +
          (bill['СуммаВключаетНДС'] === true ? 0 : Math.round(Number(l['СуммаНДС']) * 100)),
        0,
      );
      expect(Math.round(Number(bill['СуммаДокумента']) * 100)).to.equal(kopecks);
    }
  });

  it('has payments whole, in part, joint and taken back', () => {
    const statuses = fake.list('InformationRegister_СтатусыДокументов');
    for (const status of ['Оплачен', 'ОплаченЧастично', 'НеОплачен', 'Отменен'])
      expect(
        count(statuses, (s) => s['Статус'] === status),
        status,
      ).to.be.greaterThan(0);
    const payments = ['Document_ПоступлениеНаРасчетныйСчет', 'Document_ПриходныйКассовыйОрдер'].flatMap((set) => fake.list(set));
    const shares = (row: Row): Row[] => row['РасшифровкаПлатежа'] as Row[];
    expect(count(payments, (p) => shares(p).length > 1)).to.be.greaterThan(3);
    expect(count(payments, (p) => p['Posted'] === false)).to.be.greaterThan(0);
    expect(
      count(payments, (p) => shares(p).every((s) => String(s['СчетНаОплату_Key']).startsWith('00000000-'))),
    ).to.be.greaterThan(5);
    expect(fake.list('Document_ПриходныйКассовыйОрдер').length).to.be.greaterThan(5);
  });

  it('balances the ledger of everything it posted', () => {
    const records = fake.list('AccountingRegister_Хозрасчетный_RecordType');
    expect(records.length).to.be.greaterThan(700);
    for (const record of records) expect(Number(record['Сумма'])).to.be.greaterThan(0);
  });
});
