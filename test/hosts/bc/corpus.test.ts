/** Recorded and documented answers of Business Central, read by the host as they are, and made by the fake in the same shape. */
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectOf, type Around } from '../../../connector/hosts/bc/rows.ts';
import { jsonBatchAnswers, jsonBatchText } from '../../../connector/hosts/json-batch.ts';
import { readPack } from '../../../connector/packs.ts';
import { compileMapping } from '../../../mappings/compile.ts';
import type { Refs } from '../../../mappings/mapping.ts';
import { ROOT } from '../../unit/source-files.ts';
import { startFakeBc } from './fake.ts';
import { one } from './read.ts';

const FOLDER = join(ROOT, '../shared/corpus/dynamics/bc/api');
const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Record<string, unknown>;
const refs: Refs = { toHost: () => null, toRecord: (_entity, id) => id, byPart: () => null };
const around: Around = {
  company: 'c1',
  currency: { id: 'own', code: 'PLN' },
  schema: {
    hasSet: () => true,
    type: (_set, name) => (name === 'blocked' || name === 'status' || name === 'type' ? 'Microsoft.NAV.word' : null),
  },
};
const mapped = (entity: string) => {
  const file = readPack('business-central').find((f) => f.entity === entity);
  const { mapping } = compileMapping(file, null);
  if (!mapping) throw new Error(entity);
  return mapping;
};

if (existsSync(FOLDER))
  describe('recorded answers of Business Central', () => {
    it('of a customer are read: another country, a blank, the currency of the company', () => {
      const object = objectOf('customers', read('customer.json'), around);
      const { fields, unmapped } = mapped('counterparty').fromHost(object, refs);
      expect(fields).to.include({ name: 'Test Customer', taxId: '5422485927', phone: '123456789', active: true });
      expect([unmapped, object['currencyId'], object['$debt'], object['$etag']]).to.deep.equal([[], 'own', '0', 'W/"JzE5OzY3MjczMjkxODU0MzQ2NTQ2MTcxOzAwOyc="']); // prettier-ignore
    });

    it('of the documentation are read, a blank as a blank', () => {
      const customer = { balanceDue: 0, ...read('docs-customer.json') };
      expect(mapped('counterparty').fromHost(objectOf('customers', customer, around), refs).fields['active']).to.equal(true);
      const invoice = objectOf('salesInvoices', read('docs-salesInvoice.json'), around);
      expect([invoice['$posted'], invoice['$paid'], invoice['$payment']]).to.deep.equal([true, '172.94', 'paid']);
      const { fields } = mapped('invoice').fromHost({ ...invoice, salesInvoiceLines: [] }, refs);
      expect(fields).to.include({ date: '2019-01-15T00:00:00', total: '172.94', vatTotal: '8.24', number: 'PS-INV103001', state: 'issued' }); // prettier-ignore
    });

    it('of batches are read by their order, ids or none', () => {
      expect(jsonBatchAnswers(readFileSync(join(FOLDER, 'batch.json'), 'utf8'))?.map((a) => a.status)).to.deep.equal([201, 201]);
      const said = jsonBatchAnswers(readFileSync(join(FOLDER, 'docs-batch-response.json'), 'utf8'));
      expect(said?.map((a) => a.status)).to.deep.equal([200, 204, 400]);
      const asked = read('docs-batch-request.json')['requests'] as {
        method: 'PATCH';
        url: string;
        headers: Record<string, string>;
        body: unknown;
      }[];
      const parts = asked.map(({ method, url, headers, body }) => ({ method, path: url, headers, body: JSON.stringify(body) }));
      const made = JSON.parse(jsonBatchText(parts)) as { requests: object[] };
      expect(made.requests).to.deep.equal(asked.map((r, i) => ({ id: String(i + 1), ...r })));
    });

    it('have members the fake makes too, of the same kind', async () => {
      const fake = await startFakeBc();
      try {
        const row = fake.main.create('customers', { displayName: 'Test Customer', number: 'NA0007' });
        const asked = { base: fake.url, options: new URLSearchParams(), prefer: '' };
        const made = JSON.parse(one(fake.main, fake.main.table('customers'), row, asked, fake.api.quirks)) as Record<
          string,
          unknown
        >;
        const recorded = read('customer.json');
        const kinds = (o: Record<string, unknown>): Record<string, string> => Object.fromEntries(Object.entries(o).map(([name, v]) => [name, typeof v])); // prettier-ignore
        expect(kinds(recorded)).to.include(kinds(made));
        expect(made['blocked']).to.equal(recorded['blocked']);
      } finally {
        await fake.close();
      }
    });

    it('are all looked at: no new file goes unread', () => {
      const read = ['batch.json', 'companies.json', 'customer.json', 'docs-batch-request.json', 'docs-batch-response.json', 'docs-customer.json', 'docs-salesInvoice.json', 'empty.json']; // prettier-ignore
      const others = readdirSync(FOLDER).filter((name) => !read.includes(name));
      // A custom page of another publisher, and webhooks: nothing of theirs is asked for.
      expect(others.sort()).to.deep.equal(['customers.json', 'docs-webhook-notification.json', 'notifications.json']);
    });
  });
