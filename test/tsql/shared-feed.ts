/** The shared sets of the feed on a server answer as they do on SQLite. */
import { expect } from 'chai';
import { worldAt, stoppedClock } from '../scenarios/setting.ts';
import { INVOICES, PARTIES, randomRecords } from '../odata/random-records.ts';
import { fill, invoice, KEY, OTHER, OWN, party, person, put } from '../odata/reader.ts';
import { seeded } from '../random.ts';
import { openForSuite } from '../suites/sqlite-open.ts';
import type { OpenedStore, OpenStore } from '../suites/store/bench.ts';
import { SEED, Twins } from './feed-twins.ts';

/** `filters`: random ones for each set. */
export function sharedFeed(name: string, open: OpenStore, filters: number): void {
  describe(`the OData feed ${name} and on SQLite`, () => {
    const opened: OpenedStore[] = [];
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    async function twins(filled: (at: Parameters<typeof fill>[0]) => Promise<void>): Promise<Twins> {
      const world = worldAt(stoppedClock());
      const [known, asked] = [openForSuite({ file: ':memory:', world }), open({ file: 'feed', world })];
      opened.push(known, asked);
      for (const store of [known, asked]) await filled({ sidebook: { store } });
      return new Twins(known.feed, asked.feed);
    }

    it(`mean the same by random filters (seed ${String(SEED)})`, async () => {
      const of = await twins((at) => put(at, ...randomRecords(seeded(SEED), 40)));
      await of.random(seeded(SEED + 1), 'Counterparties', PARTIES, filters);
      await of.random(seeded(SEED + 2), 'Invoices', INVOICES, filters);
    });

    it('page alike by every property, up and down', async () => {
      const of = await twins(fill);
      for (const { name: set } of of.sets) await of.paged(set);
    });

    it('mean the same by GUIDs, functions, truths and words', async () => {
      const of = await twins(fill);
      const one = async (set: string, filter: string) => expect(await of.filtered(set, filter), filter).to.have.length(1);
      for (const { name: set } of of.sets) await of.keyed(set);
      await one('Counterparties', `CounterpartyId eq ${party(2)} and (Active eq false) eq (contains(Name,'50%'))`);
      expect(await of.filtered('Counterparties', `(Active and startswith(Name,'Ром')) eq Active and Active ne null`)).to.have.length(2);
      await one('Counterparties', `endswith(Name,'Brien') and length(Name) eq 7 and not (Active eq true)`);
      await of.filtered('Counterparties', `(((((Active eq Active) and Active) eq Active) or DeletionMark) ne DeletionMark)`);
      await of.filtered('Counterparties', `contains(Name,'') or endswith(TaxId,'') or startswith(LegalName,'')`);
      await of.filtered('Counterparties', `tolower(Name) eq tolower(LegalName) or trim(Name) eq Name or Name ge LegalName`);
      await one('Invoices', `InvoiceId eq ${invoice(1)} and month(Date) eq 2 and date(Date) eq 2026-02-05 and DueDate gt Date`);
      await of.filtered('Counterparties', `length(Name)${' add 1'.repeat(600)} gt 607`);
      await of.filtered('Invoices', `Total sub (Paid sub 0.00001) sub VatTotal gt 66.99 or Total sub Paid sub (VatTotal add 1) eq 66.25`);
      for (const words of ['РОМ', 'елка', '"50%"', '7700000001', 'Brien AND O', "' or 1=1 --"]) await of.found('Counterparties', words);
      for (const words of ['консультация', 'Услуга', 'рм-00', 'п-1']) for (const set of ['Invoices', 'InvoiceLines', 'Payments']) await of.found(set, words);
    });

    it('show a key the same rows', async () => {
      const of = await twins(fill);
      const seen = async (more: Partial<typeof KEY>): Promise<number[]> => Promise.all(of.sets.map(async ({ name: set }) => (await of.same(set, { key: { ...KEY, ...more } })).length));
      expect(await seen({ organisations: [OTHER] })).to.deep.equal([1, 1, 2, 2, 0]);
      expect(await seen({ owner: person(1) })).to.deep.equal([1, 2, 1, 1, 1]);
      expect(await seen({ organisations: [] })).to.deep.equal([0, 0, 0, 0, 0]);
      expect(await seen({ organisations: [OWN, OTHER], owner: person(9) })).to.deep.equal([0, 0, 0, 0, 0]);
    });
  });
} // prettier-ignore
