/** What Dynamics refuses behind either door, and answers that are not what they say: each with its message, nothing lost, nothing made twice. */
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import { DataverseClient } from '../../connector/hosts/dataverse/client.ts';
import { HostError } from '../../connector/hosts/host.ts';
import { listen } from '../hosts/kit/listen.ts';
import { innOf } from '../properties/habits.ts';
import { issue, live } from './dataverse-making.ts';
import type { CrmFake, CrmSetting } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';
import { stoppedClock, worldAt } from './setting.ts';

/** The one question there is, and that it can be said in both languages. */
async function asked(s: CrmSetting<CrmFake>): Promise<string> {
  const [problem, ...more] = await s.problems();
  expect(more).to.deep.equal([]);
  for (const lang of ['ru', 'en'] as const) {
    const { what, next } = message(problem?.detail['code'] ?? '', { host: 'crm', ...problem?.detail }, lang);
    expect(what + next).to.not.include('{');
  }
  return problem?.detail['code'] ?? '';
}

/** Dynamics begins to look for twins by this column, or ceases to. */
function duplicateRule({ crm }: CrmSetting<CrmFake>, column: string | null): void {
  const at = crm as CrmFake & { api?: { duplicateRule: string | null }; service?: { duplicateRule: string | null } };
  for (const rules of [at.api, at.service]) if (rules) rules.duplicateRule = column;
}

/** Somebody there is faster by one step, once. */
function beforeMaking({ crm }: CrmSetting<CrmFake>, work: () => void): void {
  const at = crm as CrmFake & { beforeWrite: (() => void) | undefined };
  at.beforeWrite = () => {
    at.beforeWrite = undefined;
    work();
  };
}

for (const [door, stage] of Object.entries(DOORS))
  describe(`what ${door} refuses`, () => {
    const start = stage();
    const later = async (s: CrmSetting<CrmFake>): Promise<void> => {
      s.clock.pass(61);
      await s.settle();
    };

    it('a text longer than the column there became', async () => {
      const s = await start();
      const account = s.account();
      await s.settle();
      s.crm.org.table('account').columns.set('description', { type: 'String', max: 5 });
      const { id } = await s.recordAt('counterparty', account);
      await s.edit(id, { comment: 'длиннее пяти' });
      await s.sync();
      expect(await asked(s)).to.equal('text-too-long-there');
      await s.edit(id, { comment: 'пять' });
      await later(s);
      expect([s.crm.get('account', account)?.['description'], await s.problems()]).to.deep.equal(['пять', []]);
    });

    it('an invoice in a currency that is not active there, made once when it is', async () => {
      const s = await start();
      s.account();
      await s.settle();
      const rub = String(
        s.crm.list('transactioncurrency').find((c) => c['isocurrencycode'] === 'RUB')?.['transactioncurrencyid'],
      );
      s.crm.edit('transactioncurrency', rub, { statecode: 1 });
      await issue(s, {
        counterparty: (await s.records('counterparty'))[0]?.id ?? '',
        vatIncluded: true,
        at: '2026-02-24T12:00:01',
      });
      await s.sync();
      expect([await asked(s), s.crm.list('invoice').length]).to.deep.equal(['currency-there', 0]);
      s.crm.edit('transactioncurrency', rub, { statecode: 0 });
      await later(s);
      expect([s.crm.list('invoice').length, await s.problems()]).to.deep.equal([1, []]);
    });

    it('an account its own duplicate rules know', async () => {
      const s = await start();
      s.account({ telephone1: '+7 495 1' });
      await s.settle();
      duplicateRule(s, 'telephone1');
      await live(s, { name: 'Новый', taxId: '7701000035', phone: '+7 495 1' });
      await s.sync();
      expect([await asked(s), s.crm.list('account').length]).to.deep.equal(['duplicate-rule', 1]);
      duplicateRule(s, null);
      await later(s);
      expect([s.crm.list('account').length, await s.problems()]).to.deep.equal([2, []]);
    });

    it('an account whose alternate key somebody else took a moment before: theirs is found, and no second one is made', async () => {
      const s = await start();
      s.crm.org.keys.set('account', 'new_inn');
      await s.settle();
      const { id } = await live(s, { name: 'Новый', taxId: innOf(3), branchCode: '770101001', kind: 'company' });
      beforeMaking(s, () => void s.account({ name: 'Новый', new_inn: innOf(3), new_kpp: '770101001' }));
      await s.sync();
      await later(s);
      const there = s.crm.list('account').map((a) => a['accountid']);
      expect([there.length, await s.hostIdOf(id, 'crm'), await s.problems()]).to.deep.equal([1, there[0], []]);
    });

    it('a change of an account that was deleted meanwhile: it is not made anew, and somebody is asked', async () => {
      const s = await start();
      const account = s.account();
      await s.settle();
      await s.edit((await s.recordAt('counterparty', account)).id, { phone: '1' });
      s.crm.remove('account', account);
      await s.sync();
      await later(s);
      expect([s.crm.list('account'), (await s.problems()).map((p) => p.kind)]).to.deep.equal([[], ['vanished']]);
    });

    it('a column of the mapping that was taken away, and nothing is lost when it is back', async () => {
      const s = await start();
      const account = s.account();
      await s.settle();
      const { id } = await s.recordAt('counterparty', account);
      const { columns } = s.crm.org.table('account');
      const phone = columns.get('telephone1');
      columns.delete('telephone1');
      s.crm.org.schemaVersion += 1;
      await s.edit(id, { phone: '1' });
      await s.sync();
      const told = (await s.problems()).map((p) => p.detail['code']);
      expect(new Set(told)).to.deep.equal(new Set(['property-vanished']));
      if (phone) columns.set('telephone1', phone);
      s.crm.org.schemaVersion += 1;
      await later(s);
      expect([s.crm.get('account', account)?.['telephone1'], await s.problems()]).to.deep.equal(['1', []]);
    });

    it('nothing because its clock is three hours off', async () => {
      const now = (): Date => new Date('2026-02-24T15:30:00Z');
      const s = await start({ fake: { now }, organization: { now } });
      const account = s.account();
      await s.settle();
      s.crm.edit('account', account, { fax: '1', telephone1: '7' });
      const { id } = await s.recordAt('counterparty', account);
      await s.edit(id, { email: 'a@b.example' });
      await s.settle();
      const there = s.crm.get('account', account)?.['emailaddress1'];
      const here = (await s.recordAt('counterparty', account)).fields['phone'];
      expect([there, here, await s.problems()]).to.deep.equal(['a@b.example', '7', []]);
    });
  });

describe('Dynamics', () => {
  it('unpacks no compressed answer that nobody asked for', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    const token = JSON.stringify({ access_token: 't', expires_in: 3600 });
    const server = await listen(0, (request, response) => {
      if (request.method === 'POST') response.end(token);
      else response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb);
    });
    const root = `http://127.0.0.1:${String(server.port)}/`;
    const client = new DataverseClient({
      id: 'crm',
      url: `${root}api/data/v9.2/`,
      tenant: 't',
      clientId: 'c',
      secret: 's',
      authority: root,
      world: worldAt(stoppedClock(), 1),
      tries: 1,
    });
    const error = await client.json({ method: 'GET', path: 'accounts' }).catch((e: unknown) => e);
    await client.close();
    await server.close();
    expect(error instanceof HostError && error.code).to.equal('json-cut');
  });
});
