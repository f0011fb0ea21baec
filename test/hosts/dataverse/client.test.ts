/** The client of Dataverse itself: an answer that is longer than anything it would ever be told. */
import { expect } from 'chai';
import { DataverseClient } from '../../../connector/hosts/dataverse/client.ts';
import type { Writing } from '../../../connector/hosts/gate.ts';
import { HostError } from '../../../connector/hosts/host.ts';
import { stoppedClock, worldAt } from '../../scenarios/setting.ts';
import { startFakeDataverse } from './fake.ts';

describe('an answer of Dataverse without end', () => {
  it('is not read on; a read did nothing, and of a write nobody knows, for it was carried out', async () => {
    const fake = await startFakeDataverse();
    const { url, tenant, clientId, secret, authority } = fake;
    const world = worldAt(stoppedClock());
    const open = { pass: () => Promise.resolve() };
    const client = new DataverseClient({
      id: 'crm',
      url,
      tenant,
      clientId,
      secret,
      authority,
      world,
      mostBytes: 600,
      gate: open,
    });
    const outcome = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'answered', (e: unknown) => (e instanceof HostError ? [e.code, e.outcome] : e)); // prettier-ignore
    const writing: Writing = { entity: 'counterparty', set: 'accounts', record: null, hostId: null, units: ['name'], action: null, shown: null }; // prettier-ignore
    const headers = { prefer: 'return=representation' };
    try {
      const made = client.json({ method: 'POST', path: 'accounts', headers, body: JSON.stringify({ name: 'Я'.repeat(150), description: 'Ю'.repeat(500) }), writing }); // prettier-ignore
      expect(await outcome(made)).to.deep.equal(['answer-too-long', 'unknown']);
      expect(fake.list('account')).to.have.length(1);
      expect(await outcome(client.json({ method: 'GET', path: 'accounts' }))).to.deep.equal(['answer-too-long', 'not-sent']);
    } finally {
      await client.close();
      await fake.close();
    }
  });
});
