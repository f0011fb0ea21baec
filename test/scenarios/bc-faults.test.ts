/** The nasty side of Business Central (hosts/dynamics.md 8, check-list B), and what a person reads of it. */
import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import { innOf } from '../properties/habits.ts';
import { bcStage, type BcSetting } from './bc-setting.ts';

/** The code the cycle ended with, or of what was parked; '' when nothing went wrong. */
async function troubleOf(s: BcSetting): Promise<string> {
  const report = await s.sync();
  const failures = 'failures' in report ? report.failures : [];
  return report.error?.code ?? failures[0]?.code ?? '';
}

const codes = async (s: BcSetting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);

describe('trouble with Business Central', () => {
  const start = bcStage();

  for (const [number, code] of [
    ['7000222', 'secret-expired'],
    ['90002', 'tenant-wrong'],
    ['500011', 'environment-unknown'],
  ] as const)
    // prettier-ignore
    it(`says what to do about AADSTS${number}`, async () => {
      const s = await start();
      s.bc.entra.error = number;
      expect(await troubleOf(s)).to.equal(code);
      const [problem] = await s.problems();
      const said = message(code, { host: 'bc', ...problem?.detail }, 'en');
      expect(`${said.what} ${said.next}`).to.include(number).and.not.include('{');
    });

  it('names the companies there are, when the one of the configuration is not among them', async () => {
    const s = await start({ host: { company: 'Ландыш' } });
    expect(await troubleOf(s)).to.equal('company-unknown');
    for (const lang of ['ru', 'en'] as const) {
      const { what } = message('company-unknown', { host: 'bc', ...(await s.problems())[0]?.detail }, lang);
      expect(what).to.include('Ландыш').and.include('CRONUS');
    }
  });

  it('reads one company and nothing of another', async () => {
    const s = await start({ host: { company: '3AB5C248-E72B-F011-9A4A-7C1E5275406F' } });
    s.customer();
    s.bc.other.create('customers', { displayName: 'Чужой' });
    await s.settle();
    expect((await s.records('counterparty')).map((r) => r.fields['name'])).to.deep.equal(['Чужой']);
  });

  it('asks for a new token in the middle of a run', async () => {
    const s = await start({ host: { pageSize: 1 } });
    s.bc.entra.tokenSeconds = 150;
    await s.cycle();
    s.clock.pass(1);
    await s.cycle();
    expect(new Set(s.bc.log.map((r) => r.headers['authorization'])).size).to.equal(2);
    expect(s.bc.log.filter((r) => (r.url + r.body).includes(s.bc.entra.secret))).to.deep.equal([]);
  });

  it('reads blank words, the year 1 and zero ids as nothing, in both spellings', async () => {
    for (const blank of ['_x0020_', ' '] as const) {
      const s = await start({ fake: { quirks: { blank } } });
      const invoice = s.invoice(s.customer({ blocked: '' }), { dueDate: '0001-01-01' });
      await s.settle();
      const { fields } = await s.recordAt('invoice', invoice);
      const currency = (await s.records('currency')).find((c) => c.id === fields['currency']);
      expect([fields['dueDate'], currency?.fields['code'], await codes(s)]).to.deep.equal([null, 'RUB', []]);
    }
  });

  it('misses nothing that carries an old stamp, one of the future, or was deleted', async () => {
    const s = await start();
    const [past, gone] = [s.customer(), s.customer({ displayName: 'Ландыш', taxRegistrationNumber: innOf(2) })];
    await s.settle();
    s.clock.pass(60);
    s.main.habits.minutesAhead = 600;
    s.main.update('customers', gone, { email: 'a@b.example' });
    s.main.habits.minutesAhead = 0;
    await s.cycle();
    s.main.update('customers', past, { email: 'b@b.example' });
    s.main.stamp('customers', past, '2020-01-01T00:00:00Z');
    s.main.remove('customers', gone);
    s.clock.pass(20);
    await s.cycle();
    expect((await s.recordAt('counterparty', past)).fields['email']).to.equal('b@b.example');
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['vanished']);
  });

  it('sees the next edit although another one carried a stamp of the future', async () => {
    const s = await start();
    const [one, two] = [s.customer(), s.customer({ displayName: 'Ландыш', taxRegistrationNumber: innOf(2) })];
    await s.settle();
    s.clock.pass(60);
    s.main.habits.minutesAhead = 600;
    s.main.update('customers', one, { email: 'a@b.example' });
    await s.cycle();
    s.main.habits.minutesAhead = 0;
    s.clock.pass(1);
    s.main.update('customers', two, { email: 'b@b.example' });
    await s.cycle();
    expect((await s.recordAt('counterparty', two)).fields['email']).to.equal('b@b.example');
  });

  it('finds a line that changed without its invoice within a week', async () => {
    const s = await start();
    const invoice = s.invoice(s.customer());
    await s.settle();
    s.main.habits.silentLines = true;
    s.main.update('salesInvoiceLines', String(s.main.linesOf(invoice)[0]?.['id']), { description: 'Самовывоз' });
    const texts = async (): Promise<unknown[]> => ((await s.recordAt('invoice', invoice)).fields['lines'] as { text: string }[]).map((l) => l.text); // prettier-ignore
    s.clock.pass(8 * 24 * 60);
    await s.cycle();
    expect(await texts()).to.deep.equal(['Самовывоз']);
  });

  it('reads lines to their end where only their beginning came', async () => {
    const s = await start({ fake: { quirks: { nestedLinks: true } } });
    const invoice = s.invoice(s.customer(), { salesInvoiceLines: [s.line(), s.line({ description: 'Вторая' })] });
    await s.settle();
    expect(((await s.recordAt('invoice', invoice)).fields['lines'] as unknown[]).length).to.equal(2);
    expect(await codes(s)).to.deep.equal([]);
  });

  it('follows no link and no redirect to another host', async () => {
    const s = await start({ host: { pageSize: 1 }, fake: { quirks: { foreignLink: 'http://elsewhere.example/api/v2.0/' } } });
    s.customer();
    s.customer({ displayName: 'Ландыш', taxRegistrationNumber: innOf(2) });
    expect(await troubleOf(s)).to.equal('foreign-link');
    const other = await start();
    other.bc.faults.status = { status: 302, path: '/customers' };
    expect(await troubleOf(other)).to.equal('redirected');
  });

  const faults: readonly (readonly [string, object, string])[] = [
    ['html200', {}, 'html-instead-of-json'],
    ['truncatedJson', {}, 'json-cut'],
    ['cutBody', {}, 'connection-cut'],
    ['dropBefore', {}, 'connection-cut'],
    ['status', { status: 502 }, 'host-updating'],
    ['status', { status: 504 }, 'host-slow'],
    ['status', { status: 410 }, 'cursor-lost'],
    ['status', { status: 403 }, 'no-such-environment'],
  ];
  for (const [name, rule, code] of faults)
    it(`says ${code} of ${name} ${JSON.stringify(rule)}, and loses nothing`, async () => {
      const s = await start();
      const customer = s.customer();
      Object.assign(s.bc.faults, { [name]: { path: '/customers', ...rule } });
      const told = await troubleOf(s);
      if (code !== 'cursor-lost') expect(told).to.equal(code); // a place that is forgotten is begun anew, without a word
      Reflect.deleteProperty(s.bc.faults, name);
      s.clock.pass(30);
      await s.settle();
      expect((await s.recordAt('counterparty', customer)).fields['name']).to.equal('Лютик ООО');
      expect(await codes(s)).to.deep.equal([]);
    });

  it('names the permission that is missing, in its words without the number of the call', async () => {
    const s = await start();
    s.bc.api.denied.add('read salesInvoices');
    expect(await troubleOf(s)).to.equal('permission-missing');
    const s2 = await start();
    const customer = s2.customer();
    await s2.settle();
    s2.bc.api.denied.add('write customers');
    await s2.edit((await s2.recordAt('counterparty', customer)).id, { email: 'a@b.example' });
    await s2.sync();
    const [problem] = await s2.problems();
    expect([problem?.detail['code'], problem?.detail['sentence']?.includes('CorrelationId')]).to.deep.equal(['permission-missing', false]); // prettier-ignore
    s2.bc.api.denied.clear();
    s2.clock.pass(120);
    await s2.settle();
    expect(s2.main.get('customers', customer)?.['email']).to.equal('a@b.example');
  });

  it('is asked about a text that is too long there, before anything leaves', async () => {
    const s = await start();
    const customer = s.customer();
    await s.settle();
    s.bc.log.length = 0;
    await s.edit((await s.recordAt('counterparty', customer)).id, { phone: '1'.repeat(31) });
    await s.sync();
    expect([await codes(s), s.writes]).to.deep.equal([['field-too-long'], []]);
  });

  it('is looked at by doctor: what is there, what the configuration names wrongly', async () => {
    const s = await start({ host: { taxCodes: { '20': 'НДС' }, lineAccount: '9999' } });
    const attached = await s.sidebook.attach('bc');
    const bad = (await attached.host.check()).filter((f) => f.level !== 'ok').map((f) => f.code);
    expect(bad).to.deep.equal(['tax-code-unknown', 'account-unknown']);
    const [us] = s.list('companyInformation');
    s.main.update('companyInformation', String(us?.['id']), { taxRegistrationNumber: '' });
    const fine = await start();
    const ok = await (await fine.sidebook.attach('bc')).host.check();
    expect(ok.every((f) => f.level === 'ok')).to.equal(true);
    expect((await attached.host.check()).map((f) => f.code)).to.include('company-tax-id');
  });
});
