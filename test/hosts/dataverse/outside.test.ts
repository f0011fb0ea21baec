/** The fake Dataverse from outside: an independent client, npm dynamics-web-api, reads and writes it (hosts/dynamics.md 8, X1). */
import { expect } from 'chai';
import { DynamicsWebApi } from 'dynamics-web-api';
import { startFakeDataverse, type FakeDataverse, type Row } from './fake.ts';

describe('fake Dataverse, with an independent client', () => {
  let fake: FakeDataverse;
  let client: DynamicsWebApi;
  beforeEach(async () => {
    fake = await startFakeDataverse();
    const { origin } = new URL(fake.url);
    const serverUrl = `${origin}/`;
    client = new DynamicsWebApi({
      serverUrl,
      dataApi: { version: '9.2' },
      propagateErrors: true,
      onTokenRefresh: () => tokenOf(fake),
    });
  });
  afterEach(() => fake.close());

  const create = async (name: string): Promise<string> => {
    const id: unknown = await client.create({ collection: 'accounts', data: { name, customertypecode: 3 } });
    if (typeof id !== 'string') throw new Error('no id came back');
    return id;
  };
  const change = (key: string, ifmatch: string): Promise<unknown> =>
    client.update({ collection: 'accounts', key, data: { telephone1: '7' }, ifmatch }).then(() => 204, statusOf);

  it('X1 makes, reads, changes and deletes an account', async () => {
    const id = await create('Лютик ООО');
    expect(fake.get('account', id)?.['name']).to.equal('Лютик ООО');
    await client.update({ collection: 'accounts', key: id, data: { telephone1: '+7 495 1' }, ifmatch: '*' });
    const read = await client.retrieve<Row>({ collection: 'accounts', key: id, select: ['name', 'telephone1'] });
    expect([read['name'], read['telephone1']]).to.deep.equal(['Лютик ООО', '+7 495 1']);
    await client.deleteRecord({ collection: 'accounts', key: id });
    expect(await client.retrieve({ collection: 'accounts', key: id }).catch(statusOf)).to.equal(404);
  });

  it('X1 is refused with a version that is not that of the row any more', async () => {
    const id = await create('Лютик ООО');
    const { '@odata.etag': etag } = await client.retrieve<Row>({ collection: 'accounts', key: id, select: ['name'] });
    expect(await change(id, String(etag))).to.equal(204);
    expect(await change(id, String(etag))).to.equal(412);
    expect(await change('99999999-0000-4000-8000-000000000000', '*')).to.equal(404);
  });

  it('X1 pages to the end, and asks for what changed since', async () => {
    for (const n of [1, 2, 3, 4, 5]) await create(`Покупатель ${String(n)}`);
    const all = { collection: 'accounts', select: ['name'], maxPageSize: 2, trackChanges: true };
    const names: unknown[] = [];
    let page = await client.retrieveMultiple<Row>(all);
    for (; ; page = await client.retrieveMultiple<Row>(all, page.oDataNextLink)) {
      names.push(...page.value.map((row) => row['name']));
      if (page.oDataNextLink === undefined) break;
    }
    expect(names).to.deep.equal([1, 2, 3, 4, 5].map((n) => `Покупатель ${String(n)}`));
    const id = await create('Новый');
    const changed = await client.retrieveMultiple<Row>(all, page.oDataDeltaLink);
    expect(changed.value.map((row) => row['accountid'])).to.deep.equal([id]);
  });

  it('X1 carries out a batch, all of a change set or nothing', async () => {
    client.startBatch();
    void client.create({ collection: 'accounts', data: { name: 'Первый', customertypecode: 3 } });
    void client.create({ collection: 'accounts', data: { name: 'Второй', customertypecode: 3 } });
    expect(await client.executeBatch()).to.have.length(2);
    expect(fake.list('account').map((row) => row['name'])).to.deep.equal(['Первый', 'Второй']);
    client.startBatch();
    void client.create({ collection: 'accounts', data: { name: 'Третий', customertypecode: 3 } });
    void client.create({ collection: 'accounts', data: { name: 'Четвёртый', customertypecode: 999 } });
    expect(await client.executeBatch().then(() => 'done', () => 'refused')).to.equal('refused'); // prettier-ignore
    expect(fake.list('account')).to.have.length(2);
  });
});

const statusOf = (error: unknown): unknown => (error as { status?: unknown }).status;

async function tokenOf({ authority, tenant, clientId, secret, url }: FakeDataverse): Promise<string> {
  const scope = `${new URL(url).origin}/.default`;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope });
  const answer = await fetch(`${authority}${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}
