import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import { organizationStage, type OrganizationSetting } from './organization-setting.ts';

async function troubleOf(s: OrganizationSetting): Promise<string> {
  const report = await s.sync();
  const failures = 'failures' in report ? report.failures : [];
  return report.error?.code ?? failures[0]?.code ?? '';
}

describe('signing in to Dynamics CRM on the premises', () => {
  const start = organizationStage();

  for (const way of ['basic', 'ntlm', 'adfs'] as const)
    it(`reads and writes by ${way}`, async () => {
      const s = await start({ organization: { signIn: way } });
      const account = s.account();
      await s.settle();
      const record = await s.recordAt('counterparty', account);
      await s.edit(record.id, { phone: '1' });
      await s.settle();
      expect(s.crm.get('account', account)?.['telephone1']).to.equal('1');
      expect(await s.problems()).to.deep.equal([]);
      if (way === 'ntlm') expect(s.crm.log.filter((r) => (r.headers['authorization'] ?? '').length > 0).length).to.be.below(9);
    });

  const wrong = [
    ['basic', 'sign-in-basic'],
    ['ntlm', 'sign-in-ntlm'],
    ['adfs', 'adfs-password'],
  ] as const;
  for (const [way, code] of wrong)
    it(`says what to do about a wrong password by ${way}`, async () => {
      const s = await start({ organization: { signIn: way }, secret: 'другой' });
      expect(await troubleOf(s)).to.equal(code);
      const [problem] = await s.problems();
      const said = message(code, { host: 'crm', ...problem?.detail }, 'ru');
      expect(`${said.what} ${said.next}`).to.include('КОНТОРА\\sidebook').and.not.include('{').and.not.include('другой');
    });

  it('names what AD FS refuses, and a page instead of a token', async () => {
    for (const [error, code] of [['invalid_client', 'adfs-client'], ['invalid_resource', 'adfs-resource'], ['server_error', 'adfs-refused'], ['page', 'adfs-page']] as const) {
      const s = await start({ organization: { signIn: 'adfs' } });
      s.crm.doors.signInError = [error, 'MSIS9999: told to'];
      expect(await troubleOf(s)).to.equal(code);
    }
    const away = await start({ organization: { signIn: 'adfs' }, host: { authority: 'http://127.0.0.1:1/adfs/' } });
    expect(await troubleOf(away)).to.equal('adfs-unreachable');
  }); // prettier-ignore

  it('asks for a new token in the middle of a run, and for one when the old one is refused', async () => {
    const s = await start({ organization: { signIn: 'adfs' } });
    s.account();
    await s.settle();
    s.crm.doors.forget();
    await s.cycle();
    s.clock.pass(70);
    await s.cycle();
    expect(new Set(s.crm.log.map((r) => r.headers['authorization'])).size).to.be.at.least(3);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('sends no password and no token anywhere but where it belongs', async () => {
    const s = await start({ organization: { signIn: 'adfs' } });
    s.account();
    await s.settle();
    expect(s.crm.log.filter((r) => (r.url + r.body + Object.values(r.headers).join('')).includes(s.crm.secret))).to.deep.equal(
      [],
    );
  });
});
