/** The private sets of the feed on a server answer as they do on SQLite, and show a role what it may see. */
import { expect } from 'chai';
import { openMssqlPrivate } from '../../connector/private/mssql/store.ts';
import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { onFile, onServer } from '../../connector/server/odata/private-feed.ts';
import type { TsqlServer } from '../../connector/store/mssql/tsql.ts';
import type { FeedKey } from '../../connector/store/feed.ts';
import { KEY, party, uuid } from '../odata/reader.ts';
import { fillRivals } from '../odata/rivals.ts';
import { stoppedClock, worldAt } from '../scenarios/setting.ts';
import { Twins } from './feed-twins.ts';

const FRESH = { price: 30, stock: 30, offer: 30 };
const key = (more: Partial<FeedKey> = {}): FeedKey => ({ ...KEY, role: 'sales', user: 'boris', ...more });

export function privateFeed(name: string, server: () => TsqlServer): void {
  describe(`the private sets of the OData feed ${name} and on SQLite`, () => {
    const done: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of done.splice(0)) await close();
    });

    async function twins(): Promise<Twins> {
      const world = () => ({ ...worldAt(stoppedClock()), uuid: counted() });
      const file = openSqlitePrivate({ file: ':memory:', fresh: FRESH, world: world() });
      const on = server();
      const store = openMssqlPrivate({ server: on, fresh: FRESH, world: world() });
      const place = onServer(on, worldAt(stoppedClock()), FRESH);
      done.push(() => file.close(), () => store.close(), () => place.close());
      for (const one of [file, store]) await fillRivals(one);
      return new Twins(onFile(file.database), place.feed);
    } // prettier-ignore

    it('page alike by every property, find each row by its key, and filter and search alike', async () => {
      const of = await twins();
      for (const { name: set, key: by } of of.sets) {
        await of.paged(set, key());
        await of.keyed(set, key());
        await of.filtered(set, `${by} ne null and not (${by} eq ${uuid(9, 9)})`, key());
      }
      const one = async (set: string, filter: string) => expect(await of.filtered(set, filter, key()), filter).to.have.length(1);
      await one('PriceObservations', `Price gt 1099 and Price lt 1099.0000011 and ObservedAt eq 2026-02-01T09:30:15.250Z and minute(ObservedAt) eq 30 and Terms eq 'предоплата'`);
      await one('Competitors', `Aliases eq 'Конк; КК' and CounterpartyId eq ${party(2)} and Active`);
      await one('Notes', `Participants eq 'Пётр' and not IsPrivate and Pinned eq false`);
      await one('Stock', `Most eq null and Least add 1 eq 11 and ChangedAt gt ObservedAt`);
      for (const [set, words, count] of [['Notes', 'скидки гайка', 1], ['Notes', 'конкуренты', 0], ['Notes', 'слон', 0], ['Competitors', 'кк', 1], ['PriceObservations', 'ГАЙКА м6', 1], ['Offers', 'кп-1', 1], ['OfferLines', '50%', 0]] as const)
        expect(await of.found(set, words, key()), words).to.have.length(count);
    });

    it('show a role what it may see', async () => {
      const of = await twins();
      const seen = async (more: Partial<FeedKey>): Promise<number[]> => Promise.all(of.sets.map(async ({ name: set }) => (await of.same(set, { key: key(more) })).length));
      expect(await seen({})).to.deep.equal([1, 1, 1, 1, 1, 1]);
      for (const more of [{ role: 'auditor' }, { role: null }, { class: 'host' }] as const) expect(await seen(more)).to.deep.equal([0, 0, 0, 0, 0, 0]);
      expect(await of.same('Notes', { key: key({ user: 'anna' }) })).to.have.length(2);
      expect(await of.same('Notes', { key: key({ user: 'anna ' }) })).to.have.length(1);
      expect(await of.found('Notes', 'конкурент', key({ role: 'lead' }))).to.have.length(0);
    });
  });
} // prettier-ignore

function counted(): () => string {
  let made = 0;
  return () => uuid(8, (made += 1));
}
