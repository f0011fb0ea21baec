import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import { parties } from '../hosts/onec/samples.ts';
import { BOOKS, crmStage, line, type CrmSetting } from './dataverse-setting.ts';
import { customer } from './making.ts';

/** The code the cycle ended with, or of what was parked; '' when nothing went wrong. */
async function troubleOf(s: CrmSetting): Promise<string> {
  const report = await s.sync();
  const failures = 'failures' in report ? report.failures : [];
  return report.error?.code ?? failures[0]?.code ?? '';
}

describe('trouble with Dynamics', () => {
  const start = crmStage();

  const sign: readonly (readonly [string, string])[] = [
    ['7000222', 'secret-expired'],
    ['7000215', 'secret-wrong'],
    ['90002', 'tenant-wrong'],
    ['700016', 'application-unknown'],
    ['500011', 'environment-unknown'],
    ['50076', 'sign-in-refused'],
  ];
  for (const [number, code] of sign)
    it(`says what to do about AADSTS${number}`, async () => {
      const s = await start();
      s.crm.signInError = number;
      expect(await troubleOf(s)).to.equal(code);
      const [problem] = await s.problems();
      const said = message(code, { host: 'crm', ...problem?.detail }, 'en');
      expect(`${said.what} ${said.next}`).to.include(number).and.not.include('{');
    });

  it('asks for a new token in the middle of a run, and for one when the old one is refused', async () => {
    const s = await start({ host: { pageSize: 1 } });
    s.account();
    await s.settle();
    s.crm.tokenSeconds = 150;
    s.clock.pass(61);
    await s.cycle();
    s.clock.pass(1);
    await s.cycle();
    expect(await s.problems()).to.deep.equal([]);
    const used = new Set(s.crm.log.map((r) => r.headers['authorization']));
    expect(used.size).to.be.at.least(3);
  });

  it('sends no secret and no token anywhere but where it belongs', async () => {
    const s = await start();
    s.account();
    await s.settle();
    expect(s.crm.log.filter((r) => (r.url + r.body).includes(s.crm.secret))).to.deep.equal([]);
  });

  it('asks nothing for an hour when it was told so, and the books go on meanwhile', async () => {
    const s = await start({ books: true });
    const key = customer(s.books);
    await s.settle();
    s.books.edit(parties, key, { Комментарий: 'в учёте' });
    s.crm.faults.status = { status: 429, retryAfter: 3600, next: 1 };
    expect((await s.sync()).state).to.equal('failed');
    s.crm.log.length = 0;
    s.clock.pass(57);
    expect([(await s.sync()).state, (await s.cycle(BOOKS)).state, s.crm.log.length]).to.deep.equal(['failed', 'ok', 0]);
    s.clock.pass(3);
    await s.settle();
    expect((await s.recordAt('counterparty', key, BOOKS)).fields['comment']).to.equal('в учёте');
    expect([s.crm.list('account').length, await s.problems()]).to.deep.equal([1, []]);
  });

  it('waits as long as it was told and writes once, in a storm of 429', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    await s.edit(record.id, { phone: '1' });
    s.crm.faults.status = { status: 429, retryAfter: 7, grows: 10, next: 3 };
    await s.settle();
    expect(s.crm.get('account', account)?.['telephone1']).to.equal('1');
    expect(s.writes.filter((r) => r.status === 200).length).to.equal(1);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('makes one account although the answer was lost', async () => {
    const s = await start();
    await s.settle();
    s.crm.faults.dropAfter = { next: 1, method: 'POST' };
    const { live } = await import('./dataverse-making.ts');
    await live(s, { name: 'Новый', taxId: '7701000035' });
    await s.sync();
    s.clock.pass(30);
    await s.settle();
    expect(s.crm.list('account').length).to.equal(1);
  });

  const expiries: Readonly<Record<string, (s: CrmSetting) => void>> = {
    'is too old': (s) => s.clock.pass(2 * 24 * 60),
    'is of columns that changed': (s) => void (s.crm.org.schemaVersion += 1),
  };
  for (const [what, expire] of Object.entries(expiries))
    it(`looks at everything again when the delta link ${what}, and finds what was deleted meanwhile`, async () => {
      const s = await start({ fake: { quirks: { trackingDays: 1 } } });
      const [one, two] = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
      await s.settle();
      s.crm.remove('account', two);
      s.crm.edit('account', one, { telephone1: '5' });
      expire(s);
      s.crm.log.length = 0;
      await s.cycle();
      await s.cycle();
      const refused = s.crm.log.filter((r) => r.url.includes('deltatoken') && r.status === 400);
      expect(refused.length).to.be.at.least(1);
      expect((await s.recordAt('counterparty', one)).fields['phone']).to.equal('5');
      expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
    });

  it('takes up a first load where it stopped, and still finds what is gone', async () => {
    const s = await start({ host: { pageSize: 2 } });
    const accounts = Array.from({ length: 7 }, (_, i) => s.account({ name: `Счёт ${String(i)}`, new_inn: null }));
    s.crm.faults.status = { status: 400, after: 2, path: '/accounts', next: 1 };
    await s.sync();
    s.crm.remove('account', accounts[0] ?? '');
    for (let i = 0; i < 3; i++) {
      s.clock.pass(20);
      await s.sync();
    }
    expect((await s.records('counterparty')).length).to.equal(7);
    expect((await s.problems()).filter((p) => p.kind === 'vanished').length).to.equal(1);
  });

  it('follows no link and no redirect to another host', async () => {
    const s = await start({
      host: { pageSize: 1 },
      fake: { quirks: { foreignLink: 'http://elsewhere.example/api/data/v9.2/' } },
    });
    s.account();
    s.account({ name: 'Ландыш', new_inn: '7701000028' });
    expect(await troubleOf(s)).to.equal('foreign-link');
    const other = await start();
    other.crm.faults.status = { status: 302, path: '/accounts' };
    expect(await troubleOf(other)).to.equal('redirected');
  });

  it('reads lines to their end where the host gives their beginning or a link alone', async () => {
    const s = await start({ fake: { quirks: { nestedLinks: true, deltaFirst: true } } });
    const invoice = s.invoice(s.account());
    await s.settle();
    s.crm.edit('invoicedetail', String(s.crm.list('invoicedetail')[0]?.['invoicedetailid']), { productdescription: 'Самовывоз' });
    await s.cycle();
    const lines = (await s.recordAt('invoice', invoice)).fields['lines'] as { text: string }[];
    expect(lines.map((l) => l.text)).to.deep.equal(['Самовывоз']);
  });

  const faults: readonly (readonly [string, object, string])[] = [
    ['html200', { path: '/accounts' }, 'html-instead-of-json'],
    ['truncatedJson', { path: '/accounts' }, 'json-cut'],
    ['cutBody', { path: '/accounts' }, 'connection-cut'],
    ['dropBefore', { path: '/accounts' }, 'connection-cut'],
    ['status', { path: '/accounts', status: 503 }, 'host-updating'],
    ['lockConflict', { path: '/accounts' }, 'lock-conflict'],
  ];
  for (const [name, rule, code] of faults)
    it(`says ${code} of ${name}, and loses nothing`, async () => {
      const s = await start();
      const account = s.account();
      Object.assign(s.crm.faults, { [name]: rule });
      expect(await troubleOf(s)).to.equal(code);
      Reflect.deleteProperty(s.crm.faults, name);
      s.clock.pass(30);
      await s.settle();
      expect((await s.recordAt('counterparty', account)).fields['name']).to.equal('Лютик ООО');
      expect((await s.problems()).length).to.equal(0);
    });

  it('names the privilege that is missing, the table that is not tracked', async () => {
    const s = await start();
    s.crm.api.denied.add('read invoice');
    expect(await troubleOf(s)).to.equal('privilege-missing');
    const other = await start();
    other.crm.org.table('account').tracked = false;
    expect(await troubleOf(other)).to.equal('tracking-off');
  });

  it('asks about what the host refuses, in its own words', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    s.crm.api.duplicateRule = 'new_inn';
    const record = await s.recordAt('counterparty', account);
    s.crm.api.denied.add('write account');
    await s.edit(record.id, { phone: '9' });
    await s.sync();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['privilege-missing']);
    s.crm.api.denied.clear();
    s.clock.pass(60);
    await s.settle();
    expect(s.crm.get('account', account)?.['telephone1']).to.equal('9');
  });

  it('asks before it changes an invoice that is closed there', async () => {
    const s = await start();
    const invoice = s.invoice(s.account());
    s.crm.edit('invoice', invoice, { statecode: 2, statuscode: 100001 });
    await s.settle();
    const record = await s.recordAt('invoice', invoice);
    expect(record.fields['state']).to.equal('issued');
    await s.edit(record.id, { comment: 'позвонить' });
    await s.sync();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['invoice-closed-there']);
    expect(s.crm.get('invoice', invoice)?.['description']).to.equal(null);
  });

  it('rolls back all lines when one of them is refused', async () => {
    const s = await start();
    const invoice = s.invoice(s.account(), {
      invoice_details: [line(), line({ productdescription: 'Вторая', lineitemnumber: 2 })],
    });
    await s.settle();
    const record = await s.recordAt('invoice', invoice);
    const [first, second] = record.fields['lines'] as Record<string, string>[];
    const lines = [
      { ...first, text: 'Первая' },
      { ...second, text: 'Ещё' },
    ];
    s.crm.beforeWrite = () => {
      s.crm.beforeWrite = undefined;
      s.crm.edit('invoicedetail', String(s.crm.list('invoicedetail')[1]?.['invoicedetailid']), { productdescription: 'Чужая' });
    };
    await s.edit(record.id, { lines });
    await s.sync();
    expect(s.crm.list('invoicedetail').map((l) => l['productdescription'])).to.deep.equal(['Доставка', 'Чужая']);
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['conflict']);
  });

  it('keeps every cent of an amount no number of JavaScript holds', async () => {
    const s = await start();
    const invoice = s.invoice(s.account(), {
      invoice_details: [line({ quantity: 1, priceperunit: '922337203685.4775', tax: 0 })],
    });
    await s.settle();
    const lines = (await s.recordAt('invoice', invoice)).fields['lines'] as { price: string }[];
    expect(lines[0]?.price).to.equal('922337203685.4775');
  });
});
