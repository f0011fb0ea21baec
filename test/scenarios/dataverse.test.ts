import { expect } from 'chai';
import { issue, live } from './dataverse-making.ts';
import { CRM, crmStage, line } from './dataverse-setting.ts';

describe('Dynamics as a host', () => {
  const start = crmStage();

  it('takes over accounts and invoices with their lines, and comes to rest', async () => {
    const s = await start();
    const account = s.account();
    const invoice = s.invoice(account);
    await s.settle();
    const [party] = await s.records('counterparty');
    expect([party?.fields['name'], party?.fields['taxId'], party?.fields['active']]).to.deep.equal([
      'Лютик ООО',
      '7701000010',
      true,
    ]);
    const { fields } = await s.recordAt('invoice', invoice);
    expect(fields['counterparty']).to.equal(party?.id);
    expect([fields['date'], fields['total'], fields['state']]).to.deep.equal(['2026-02-24T09:00:00', '360.6', 'issued']);
    expect(fields['lines']).to.deep.equal([
      { product: null, text: 'Доставка', quantity: '2', unit: null, price: '150.25', discount: '0', amount: '300.5', vatRate: '20', vatAmount: '60.1' },
    ]); // prettier-ignore
    expect(await s.problems()).to.deep.equal([]);
    expect(s.writes).to.deep.equal([]);
  });

  it('passes over competitors and suppliers, and never writes that somebody is one', async () => {
    const s = await start();
    s.account({ customertypecode: 1, name: 'Соперник' });
    s.account({ customertypecode: 10, name: 'Поставщик', new_inn: '7701000028' });
    await live(s, { name: 'Новый', taxId: '7701000035' });
    await s.settle();
    expect((await s.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Новый']);
    expect(s.crm.list('account').filter((a) => a['customertypecode'] === 3).map((a) => a['name'])).to.deep.equal(['Новый']); // prettier-ignore
    expect(s.crm.log.filter((r) => /competitor/i.test(r.url) || /customertypecode":\s*1\b/.test(r.body))).to.deep.equal([]);
  });

  it('sees an edit there with the next cycle, and sends one of ours with its version', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    s.crm.edit('account', account, { telephone1: '+7 495 1' });
    await s.cycle();
    const record = await s.recordAt('counterparty', account);
    expect(record.fields['phone']).to.equal('+7 495 1');
    s.crm.log.length = 0;
    await s.edit(record.id, { email: 'a@b.example' });
    await s.cycle();
    expect(s.crm.get('account', account)?.['emailaddress1']).to.equal('a@b.example');
    const [write, ...more] = s.writes;
    expect([more.length, write?.method, JSON.parse(write?.body ?? '{}')]).to.deep.equal([
      0,
      'PATCH',
      { emailaddress1: 'a@b.example' },
    ]);
    expect(write?.headers['if-match']).to.match(/^W\/"\d+"$/);
    s.crm.log.length = 0;
    await s.settle();
    expect(s.writes).to.deep.equal([]);
  });

  it('merges an edit that lands between the look and the write', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    await s.edit(record.id, { email: 'a@b.example' });
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      s.crm.edit('account', account, { telephone1: '77' });
    };
    await s.settle();
    const { emailaddress1, telephone1 } = s.crm.get('account', account) ?? {};
    expect([emailaddress1, telephone1]).to.deep.equal(['a@b.example', '77']);
    expect((await s.recordAt('counterparty', account)).fields['phone']).to.equal('77');
  });

  it('does not make anew what was deleted there meanwhile', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    await s.edit(record.id, { email: 'a@b.example' });
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      s.crm.remove('account', account);
    };
    await s.cycle();
    await s.cycle();
    expect(s.crm.list('account')).to.deep.equal([]);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });

  it('writes an invoice of ours with its lines, tax inside or on top, to the same total', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const party = await s.recordAt('counterparty', account);
    const inside = await issue(s, { counterparty: party.id, vatIncluded: true, at: '2026-02-24T12:00:01' });
    const onTop = await issue(s, { counterparty: party.id, vatIncluded: false, at: '2026-02-24T12:00:02' });
    await s.settle();
    expect(await s.problems()).to.deep.equal([]);
    for (const [record, total] of [[inside, '1500.0000'], [onTop, '1800.0000']] as const) {
      const row = s.crm.get('invoice', (await s.hostIdOf(record.id, CRM)) ?? '');
      expect([row?.['totalamount'], row?.['statuscode']]).to.deep.equal([total, 4]);
    } // prettier-ignore
  });

  it('changes, adds and removes lines together or not at all', async () => {
    const s = await start();
    const invoice = s.invoice(s.account(), {
      invoice_details: [line(), line({ productdescription: 'Вторая', lineitemnumber: 2 })],
    });
    await s.settle();
    const record = await s.recordAt('invoice', invoice);
    const [first] = record.fields['lines'] as { price: string }[];
    const added = {
      ...first,
      text: 'Третья',
      product: null,
      unit: null,
      quantity: '1',
      price: '10',
      discount: '0',
      amount: '10',
      vatRate: '20',
      vatAmount: '2',
    };
    const lines = [{ ...first, quantity: '4', amount: '601', vatAmount: '120.2' }, added];
    s.crm.log.length = 0;
    await s.edit(record.id, { lines, total: '733.2', vatTotal: '122.2' });
    await s.settle();
    const rows = s.crm.list('invoicedetail').map((l) => [l['productdescription'], l['quantity'], l['lineitemnumber']]);
    expect(rows).to.deep.equal([['Доставка', '4.0000', 1], ['Третья', '1.0000', 2]]); // prettier-ignore
    expect(s.crm.get('invoice', invoice)?.['totalamount']).to.equal('733.2000');
    expect(s.writes.map((r) => r.path.split('/').pop())).to.deep.equal(['$batch']);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('sees a line that was changed, added or removed there by anybody', async () => {
    const s = await start();
    const invoice = s.invoice(s.account(), {
      invoice_details: [line(), line({ productdescription: 'Вторая', lineitemnumber: 2 })],
    });
    await s.settle();
    const texts = async (): Promise<unknown[]> =>
      ((await s.recordAt('invoice', invoice)).fields['lines'] as { text: string }[]).map((l) => l.text);
    const [first, second] = s.crm.list('invoicedetail').map((l) => String(l['invoicedetailid']));
    s.crm.edit('invoicedetail', first ?? '', { productdescription: 'Самовывоз' });
    await s.cycle();
    expect(await texts()).to.deep.equal(['Самовывоз', 'Вторая']);
    s.crm.remove('invoicedetail', second ?? '');
    await s.cycle();
    expect(await texts()).to.deep.equal(['Самовывоз']);
  });
});
