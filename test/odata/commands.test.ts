/** sidebook key … --feed: what it shows once, what it keeps, what it refuses. */
import { expect } from 'chai';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { SqliteFeedKeys } from '../../connector/store/sqlite/feed-keys.ts';
import { hashOf } from '../../connector/server/odata/keys.ts';
import { desks, type Desk } from '../cli/desk.ts';
import { join } from 'node:path';
import { OTHER, OWN, person, record } from './reader.ts';

describe('sidebook key --feed', () => {
  const open = desks();

  async function withStore<T>(desk: Desk, work: (store: ReturnType<typeof openSqlite>) => Promise<T>): Promise<T> {
    const store = openSqlite({ file: join(desk.folder, 'data', 'sidebook.db'), world: { now: () => new Date() } });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }
  const shown = (out: string): { id: string; secret: string } => {
    const [, id = '', secret = ''] = /([0-9a-f]{12})\.([\w-]{43})/.exec(out) ?? [];
    return { id, secret };
  };

  it('shows the secret once and keeps its hash alone', async () => {
    const desk = await open();
    const { id, secret } = shown((await desk.say('key add --feed Excel')).out);
    expect([id.length, secret.length]).to.deep.equal([12, 43]);
    await withStore(desk, async (store) => {
      const known = new SqliteFeedKeys(store.database).find(id);
      expect([known?.hash, known?.key.class, known?.key.sets]).to.deep.equal([hashOf(secret), 'office', null]);
      expect(JSON.stringify(store.database.prepare('select * from feed_keys').all()) + JSON.stringify(store.database.prepare('select * from journal').all())).not.to.include(secret);
    });
    const list = (await desk.say('key list --feed')).out;
    expect([list.includes(id), list.includes('Excel'), list.includes(secret)]).to.deep.equal([true, true, false]);
  });

  it('takes sets, rows and a role, by the names people know', async () => {
    const desk = await open();
    await withStore(desk, (store) => store.write({ actor: 'test' }, (t) => [record('organisation', OWN, { name: 'Наша', taxId: '7701234567' }), record('organisation', OTHER, { name: 'Другая' }), record('person', person(1), { name: 'Иванова А.' })].forEach((r) => t.setRecord(r, null))));
    const said = await desk.say(['key', 'add', '--feed', 'BI', '--set', 'Invoices', '--set', 'pricEobservations', '--organisation', '7701234567', '--organisation', 'Другая', '--owner', 'Иванова А.', '--role', 'sales', '--user', 'anna']);
    const key = await withStore(desk, async (store) => new SqliteFeedKeys(store.database).find(shown(said.out).id)?.key);
    expect(key).to.include({ owner: person(1), role: 'sales', user: 'anna' });
    expect([key?.sets, key?.organisations]).to.deep.equal([['Invoices', 'PriceObservations'], [OWN, OTHER]]);
    expect((await desk.say('key list --feed', 'ru')).out).to.include('2 организации');
  });

  it('refuses what would open private sets to everyone, and what there is not', async () => {
    const desk = await open();
    const wrong: readonly [string, string][] = [
      ['--class host --set Notes', 'a key of class host never reads it'], ['--set Competitors', 'say as whom it is read'], ['--set Competitors --role sales', 'say as whom it is read'], ['--set Nope', 'is no set of the feed'], ['--organisation Нет', 'is not one organisation'],
    ];
    for (const [options, text] of wrong) {
      const said = await desk.say(`key add --feed X ${options}`);
      expect([options, said.code, said.err.includes(text)]).to.deep.equal([options, 1, true]);
    }
    expect((await desk.say('key list --feed')).out).to.include('No keys of the feed yet');
  });

  it('revokes, and says so where there is nothing to revoke', async () => {
    const desk = await open();
    const { id } = shown((await desk.say('key add --feed Excel --class host')).out);
    expect((await desk.say(`key revoke --feed ${id}`)).out).to.include('revoked');
    expect((await desk.say('key list --feed')).out).to.include('revoked');
    expect((await desk.say(`key revoke --feed ${id}`)).err).to.include(`There is no key ${id}`);
  });

  it('leaves the keys of clients as they are', async () => {
    const desk = await open();
    await desk.say('client add ut11');
    expect((await desk.say('key add ut11')).code).to.equal(0);
    expect((await desk.say('key add')).code).to.equal(1);
    expect((await desk.say('key revoke ut11')).code).to.equal(1);
  });
}); // prettier-ignore
