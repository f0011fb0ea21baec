/** A server on the premises: found by versions, swept for what is gone, written with what it checks and what it does not. */
import { expect } from 'chai';
import { CRM, line } from './dataverse-setting.ts';
import { organizationStage, type OrganizationSetting } from './organization-setting.ts';

/** Old releases know no dates but those that shift. */
const MOSCOW = { timeZone: 'Europe/Moscow' };
const OLD = { organization: { quirks: { release: '6.1.0000.0000', zone: 'Europe/Moscow' } }, host: MOSCOW };

describe('Dynamics CRM on the premises', () => {
  const start = organizationStage();

  const invoiceOf = async (s: OrganizationSetting): Promise<string> => {
    const rub = s.crm.list('transactioncurrency').find((c) => c['isocurrencycode'] === 'RUB');
    const more = { 'transactioncurrencyid@odata.bind': `/transactioncurrencies(${String(rub?.['transactioncurrencyid'])})` };
    const invoice = s.invoice(s.account(), { ...more, duedate: '2026-03-31', invoice_details: [line(), line({ productdescription: 'Вторая', lineitemnumber: 2 })] }); // prettier-ignore
    await s.settle();
    return invoice;
  };

  for (const [release, wishes] of [['8.2', {}], ['6.1', OLD]] as const)
    it(`changes, adds and takes away lines in ${release}, and closes the invoice after them`, async () => {
      const s = await start(wishes);
      const invoice = await invoiceOf(s);
      const record = await s.recordAt('invoice', invoice);
      const [first] = record.fields['lines'] as Record<string, string>[];
      await s.edit(record.id, { lines: [{ ...first, text: 'Одна' }], state: 'cancelled' });
      await s.settle();
      expect(await s.problems()).to.deep.equal([]);
      expect(s.crm.list('invoicedetail').map((l) => l['productdescription'])).to.deep.equal(['Одна']);
      expect(s.crm.get('invoice', invoice)).to.include({ statecode: 3, statuscode: 100003 });
    }); // prettier-ignore

  it('asks about both edits when somebody was faster, and overwrites neither', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      s.crm.edit('account', account, { telephone1: 'их' });
    };
    await s.edit(record.id, { phone: 'наш' });
    await s.sync();
    expect(s.crm.get('account', account)?.['telephone1']).to.equal('их');
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['conflict']);
  });

  it('looks once more before it writes where nothing is compared there', async () => {
    const s = await start(OLD);
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    s.crm.log.length = 0;
    await s.edit(record.id, { phone: 'наш' });
    await s.sync();
    const asked = s.crm.log.map((r) => (r.headers['soapaction'] ?? '').replace(/.*\/(\w+)"?$/, '$1'));
    const at = s.crm.log.findIndex((r) => r.body.includes('<a:RequestName>Update<'));
    expect([asked[at - 1], s.crm.get('account', account)?.['telephone1']]).to.deep.equal(['RetrieveMultiple', 'наш']);
  });

  it('lists keys after a walk no sooner than a sweep is due: everything was shown a moment ago', async () => {
    const s = await start();
    s.account();
    const asked = async (): Promise<number> => {
      s.crm.log.length = 0;
      await s.cycle();
      return s.crm.log.filter((r) => /entity name=\W+(quot;)?account\W/.test(r.body)).length;
    };
    expect(await asked()).to.equal(2); // where changes begin, and the walk
    expect(await asked()).to.equal(1);
    s.clock.pass(20);
    expect(await asked()).to.equal(2); // what changed, and the sweep
  });

  it('finds what was deleted, and what became of another kind', async () => {
    const s = await start();
    const [gone, other] = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    await s.settle();
    s.crm.remove('account', gone);
    s.crm.edit('account', other, { customertypecode: 10 });
    await s.cycle();
    s.clock.pass(20);
    await s.cycle();
    const parties = await s.records('counterparty');
    expect(parties.length).to.equal(2);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });

  it('finds a change that was begun before a later one and committed after it', async () => {
    const s = await start();
    const [slow, quick] = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    await s.settle();
    const version = s.crm.org.version + 1;
    s.crm.org.version += 1; // given to somebody whose change is not committed yet
    s.crm.edit('account', quick, { telephone1: '2' });
    await s.cycle();
    s.crm.org.of('account').set(slow, { ...s.crm.get('account', slow), telephone1: '1', versionnumber: version });
    s.crm.org.version += 1; // rows changed behind the back of the organisation
    s.clock.pass(1);
    await s.cycle();
    expect((await s.recordAt('counterparty', slow)).fields['phone']).to.equal('1');
  });

  it('reads days in the zone they were typed in', async () => {
    const zone = { organization: { quirks: { zone: 'Europe/Moscow' } }, host: MOSCOW };
    const s = await start(zone);
    const invoice = await invoiceOf(s);
    const record = await s.recordAt('invoice', invoice);
    expect([record.fields['dueDate'], record.fields['date']]).to.deep.equal(['2026-03-31', '2026-02-24T09:00:00']);
    expect(s.crm.log.some((r) => r.body.includes('2026-03-31'))).to.equal(false);
    await s.edit(record.id, { dueDate: '2026-12-01' });
    await s.settle();
    expect(s.crm.get('invoice', invoice)?.['duedate']).to.equal('2026-12-01');
  });

  it('finds an invoice by its second in the zone it was typed in', async () => {
    const s = await start(OLD);
    const invoice = await invoiceOf(s);
    const { host } = await s.sidebook.attach(CRM);
    const found = await host.find('invoice', { new_date: '2026-02-24T09:00:00Z' });
    expect(found.map((o) => o.hostId)).to.deep.equal([invoice]);
  });

  it('leaves invoices alone whose dates shift nobody knows where, and says so', async () => {
    const s = await start({ organization: { quirks: { zone: 'Europe/Moscow' } } });
    s.invoice(s.account());
    await s.sync();
    const { findings } = await s.sidebook.attach(CRM);
    expect(findings.map((f) => [f.code, f.property])).to.deep.include(['date-shifts', 'duedate']);
    expect([(await s.records('invoice')).length, (await s.records('counterparty')).length]).to.deep.equal([0, 1]);
  });

  it('keeps every cent of an amount no number of JavaScript holds', async () => {
    const s = await start();
    s.invoice(s.account(), { invoice_details: [line({ quantity: 1, priceperunit: '922337203685.4775', tax: 0 })] });
    await s.settle();
    const [invoice] = await s.records('invoice');
    const lines = invoice?.fields['lines'] as { price: string }[];
    expect(lines[0]?.price).to.equal('922337203685.4775');
  });

  it('sends a name as it is, whatever XML thinks of its letters', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    const name = '<Ромашка> & "К°"\n]]> Ё';
    await s.edit(record.id, { name });
    await s.settle();
    expect(s.crm.get('account', account)?.['name']).to.equal(name);
  });

  it('sends no competitor, and asks nothing about them', async () => {
    const s = await start();
    s.crm.create('account', { name: 'Соперник', customertypecode: 1 });
    await invoiceOf(s);
    expect((await s.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Лютик ООО']);
    expect(s.crm.log.filter((r) => /competitor/i.test(r.body.replaceAll('prvReadCompetitor', '')))).to.deep.equal([]);
  });
});
