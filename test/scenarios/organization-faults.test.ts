/** What goes wrong on the way to a server on the premises: each with its code, nothing lost, nothing twice. */
import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import type { Answer } from '../hosts/organization/fake.ts';
import { live } from './dataverse-making.ts';
import { organizationStage, type OrganizationSetting } from './organization-setting.ts';

async function troubleOf(s: OrganizationSetting): Promise<string> {
  const report = await s.sync();
  const failures = 'failures' in report ? report.failures : [];
  return report.error?.code ?? failures[0]?.code ?? '';
}

const xml = (body: string | Buffer, type = 'text/xml; charset=utf-8'): Answer => ({
  status: 200,
  headers: { 'Content-Type': type },
  body,
});
const ENVELOPE = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>';
const SERVICES = 'http://schemas.microsoft.com/xrm/2011/Contracts/Services';

/** What it answers a question with -> the code. */
const ANSWERS: Readonly<Record<string, readonly [Answer, string]>> = {
  'a login page': [{ status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!DOCTYPE html><html><form>Sign in</form></html>' }, 'html-instead-of-xml'],
  'a DTD': [xml(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>${ENVELOPE}&b;</s:Body></s:Envelope>`), 'xml-dangerous'],
  '20,000 nested tags': [xml(`${ENVELOPE}${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</s:Body></s:Envelope>`), 'xml-dangerous'],
  'another encoding than it says': [xml(Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="windows-1251"?>${ENVELOPE}`), Buffer.from('Счёт', 'utf8'), Buffer.from('</s:Body></s:Envelope>')])), 'xml-encoding'],
  'half an envelope': [xml(`${ENVELOPE}<RetrieveMultipleResponse xmlns="${SERVICES}"><RetrieveMultipleResult>`), 'xml-cut'],
  'another namespace': [xml(`${ENVELOPE}<RetrieveMultipleResponse xmlns="urn:elsewhere"><Rows/></RetrieveMultipleResponse></s:Body></s:Envelope>`), 'not-understood'],
  'another operation': [xml(`${ENVELOPE}<CreateResponse xmlns="${SERVICES}"/></s:Body></s:Envelope>`), 'not-understood'],
  'nothing at all': [xml(''), 'xml-cut'],
}; // prettier-ignore

describe('trouble with Dynamics CRM on the premises', () => {
  const start = organizationStage();

  for (const [what, [answer, code]] of Object.entries(ANSWERS))
    it(`says ${code} of ${what}, and loses nothing`, async () => {
      const s = await start();
      const account = s.account();
      s.crm.instead = (operation) => (operation === 'RetrieveMultiple' ? answer : undefined);
      expect(await troubleOf(s)).to.equal(code);
      s.crm.instead = undefined;
      s.clock.pass(30);
      await s.settle();
      expect((await s.recordAt('counterparty', account)).fields['name']).to.equal('Лютик ООО');
      expect((await s.problems()).length).to.equal(0);
    });

  for (const [wsdl, code] of [['missing', 'no-organization-service'], ['bare', 'wsdl-unreadable'], ['foreign', 'no-organization-service']] as const)
    it(`says what to do about a description that is ${wsdl}`, async () => {
      const s = await start({ organization: { wsdl } });
      expect(await troubleOf(s)).to.equal(code);
      const [problem] = await s.problems();
      const said = message(code, { host: 'crm', ...problem?.detail }, 'ru');
      expect(`${said.what} ${said.next}`).to.not.include('{');
      s.crm.wsdl = 'resolved';
      s.clock.pass(30);
      await s.settle();
      expect(await s.problems()).to.deep.equal([]);
    }); // prettier-ignore

  const faults: readonly (readonly [string, object, string])[] = [
    ['html200', {}, 'html-instead-of-xml'],
    ['truncatedJson', { method: 'POST' }, 'xml-cut'],
    ['cutBody', { method: 'POST' }, 'connection-cut'],
    ['dropBefore', {}, 'connection-cut'],
    ['status', { status: 503 }, 'host-updating'],
    ['status', { status: 302, path: '/web' }, 'redirected'],
    ['lockConflict', { method: 'POST' }, 'lock-conflict'],
    ['appException', { method: 'POST' }, 'host-exception'],
  ];
  for (const [name, rule, code] of faults)
    it(`says ${code} of ${name}, and goes on when it is over`, async () => {
      const s = await start();
      s.account();
      Object.assign(s.crm.faults, { [name]: rule });
      expect(await troubleOf(s)).to.equal(code);
      Reflect.deleteProperty(s.crm.faults, name);
      s.clock.pass(30);
      await s.settle();
      expect([(await s.records('counterparty')).length, (await s.problems()).length]).to.deep.equal([1, 0]);
    });

  it('waits as long as it was told and writes once, when it is asked to ask less', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    const record = await s.recordAt('counterparty', account);
    await s.edit(record.id, { phone: '1' });
    let writes = 0;
    s.crm.beforeWrite = (operation) => void (writes += operation === 'Update' ? 1 : 0);
    s.crm.faults.status = { status: 429, retryAfter: 65, next: 2 };
    await s.sync();
    expect([s.crm.get('account', account)?.['telephone1'], writes]).to.deep.equal(['1', 1]);
  });

  it('makes one account although the answer was lost', async () => {
    const s = await start();
    await s.settle();
    s.crm.lose = 'Create';
    await live(s, { name: 'Новый', taxId: '7701000035' });
    await s.sync();
    s.clock.pass(30);
    await s.settle();
    expect([s.crm.list('account').length, s.crm.lose]).to.deep.equal([1, null]);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('takes up what an old release carried out only by half', async () => {
    const s = await start({
      organization: { quirks: { release: '6.1.0000.0000', zone: 'Europe/Moscow' } },
      host: { timeZone: 'Europe/Moscow' },
    });
    const invoice = s.invoice(s.account());
    await s.settle();
    const record = await s.recordAt('invoice', invoice);
    const done: string[] = [];
    s.crm.beforeWrite = (operation) => {
      if (!['Update', 'SetState'].includes(operation)) return;
      done.push(operation);
      if (done.length === 2) throw new Error('The server was unable to process the request.');
    };
    await s.edit(record.id, { comment: 'отменён', state: 'cancelled' });
    await s.sync();
    s.clock.pass(60);
    await s.settle();
    expect(s.crm.get('invoice', invoice)).to.include({ description: 'отменён', statecode: 3 });
    expect(done).to.deep.equal(['Update', 'SetState', 'SetState']);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('calls nothing vanished that our user may not see any more, and what was deleted it does', async () => {
    const s = await start();
    const [hidden, gone] = [s.account(), s.account({ name: 'Ландыш', new_inn: '7701000028' })];
    await s.settle();
    s.crm.service.hidden.add(hidden);
    s.crm.remove('account', gone);
    await s.sync('crm', { everything: true });
    const live = async (id: string): Promise<boolean> =>
      (await s.sidebook.store.read(async (t) => (await t.linksAt('crm', 'counterparty', [id])).get(id)))?.goneAt === null;
    expect(await live(hidden)).to.equal(true);
    expect((await s.problems()).map((p) => p.detail['code'])).to.include('privilege-missing');
    s.crm.service.hidden.clear();
    s.clock.pass(20);
    await s.settle();
    expect([await live(hidden), await live(gone), (await s.problems()).map((p) => p.kind)]).to.deep.equal([
      true,
      false,
      ['vanished'],
    ]);
  });

  it('names the privilege that is missing, and asks about what is refused in the words of the host', async () => {
    const s = await start();
    const account = s.account();
    await s.settle();
    s.crm.service.denied.add('write account');
    const record = await s.recordAt('counterparty', account);
    await s.edit(record.id, { phone: '9' });
    await s.sync();
    const [problem] = await s.problems();
    expect([problem?.detail['code'], problem?.detail['sentence']]).to.deep.equal(['privilege-missing', 'Principal user (Id=11111111-1111-4111-8111-111111111111) is missing prvWriteaccount privilege.']); // prettier-ignore
    s.crm.service.denied.clear();
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
    await s.edit(record.id, { comment: 'позвонить' });
    await s.sync();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['invoice-closed-there']);
    expect(s.crm.get('invoice', invoice)?.['description']).to.equal(null);
  });
});
