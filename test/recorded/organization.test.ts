/**
 * Answers recorded at an Organization Service, and the vendor's own contracts, read by the connector as it reads any server. Beside the
 * project (../shared/corpus); where they are not there, there is nothing to replay and nothing is registered.
 */
import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrganizationClient } from '../../connector/hosts/organization/client.ts';
import { basic } from '../../connector/hosts/organization/sign-in.ts';
import { Tables } from '../../connector/hosts/organization/tables.ts';
import { textAt } from '../../connector/hosts/organization/xml.ts';
import { HostError } from '../../connector/hosts/host.ts';
import { listen } from '../hosts/kit/listen.ts';
import { stoppedClock, worldAt } from '../scenarios/setting.ts';
import { ROOT } from '../unit/source-files.ts';

const corpus = join(ROOT, '../shared/corpus/dynamics/dataverse');
const at = { set: 'recorded' };

/** The contracts as the description, one recorded file as the answer to everything. */
async function served<T>(answer: string, read: (client: OrganizationClient) => Promise<T>, wsdl = 'resolved'): Promise<T> {
  const server = await listen(0, (request, response) => {
    const name = (request.url ?? '').endsWith('?wsdl')
      ? wsdl === 'resolved'
        ? 'OrganizationService.wsdl'
        : 'wsdl1.xml'
      : (request.url ?? '').replace(/.*\//, '');
    const file = request.method === 'GET' ? join(corpus, 'organization-service-wsdl', wsdl, name) : join(corpus, 'soap', answer);
    response.writeHead(existsSync(file) ? (answer.includes('fault') && request.method === 'POST' ? 500 : 200) : 404, {
      'content-type': 'text/xml',
    });
    response.end(existsSync(file) ? readFileSync(file) : '');
  });
  const world = worldAt(stoppedClock());
  const client = new OrganizationClient({
    id: 'crm',
    url: `http://127.0.0.1:${String(server.port)}/Sales/XRMServices/2011/Organization.svc/web`,
    signIn: basic('crm', 'u', 'p'),
    world,
  });
  try {
    return await read(client);
  } finally {
    await client.close();
    await server.close();
  }
}

if (existsSync(corpus))
  describe('recorded answers of an Organization Service', () => {
    it('tell who we are', async () => {
      const me = await served('who_am_i_result.xml', (c) => c.execute({ name: 'WhoAmI', parameters: '', at }));
      expect(textAt(me.get('OrganizationId') ?? null)).to.equal('0140d597-e270-494a-89e1-bd0b43774e50');
    });

    it('show a page of accounts', async () => {
      const page = await served('retrieve_multiple_result.xml', (c) => c.page('<fetch/>', 'accounts'));
      expect([page.entities.length, page.cookie, textAt(page.entities[0], 'Id')]).to.deep.equal([
        3,
        null,
        '7bf2e032-ad92-e311-9752-6c3be5a87df0',
      ]);
    });

    it('show the columns of a table with their kinds', async () => {
      const table = await served('retrieve_entity_response.xml', (c) => new Tables(c).of('opportunities'));
      expect(table.columns.size).to.be.greaterThan(0);
      expect([...table.columns.values()].every((c) => c.name !== '' && c.kind !== '')).to.equal(true);
    });

    it('say what was wrong, by the code of the fault', async () => {
      const asked = served('sender_fault.xml', (c) => c.page('<fetch/>', 'accounts'));
      const error: unknown = await asked.catch((e: unknown) => e);
      expect(error instanceof HostError ? [error.code, error.at['number'], error.sentence] : error).to.deep.equal([
        'property-vanished',
        '0x80041103',
        "'account' entity doesn't contain attribute with Name = 'ticketsymbol'.",
      ]);
    });

    it('are not asked for where the description leads nowhere', async () => {
      const error: unknown = await served('who_am_i_result.xml', (c) => c.release(), 'original').catch((e: unknown) => e);
      expect(error instanceof HostError ? error.code : error).to.equal('wsdl-unreadable');
    });
  });
