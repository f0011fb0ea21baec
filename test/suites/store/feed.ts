/** What the OData feed asks of a store: exact amounts, pages in order, rows of the key alone. */
import { expect } from 'chai';
import { SHARED_SETS } from '../../../connector/store/feed-sets.ts';
import type { Condition, Feed, FeedKey, FeedPageQuery, FeedSet, Mark } from '../../../connector/store/feed.ts';
import { of, record, type Bench } from './bench.ts';

const KEY: FeedKey = {
  id: 'k',
  name: 'k',
  class: 'office',
  sets: null,
  organisations: null,
  owner: null,
  role: null,
  user: null,
  addedAt: '',
  revokedAt: null,
};
const setNamed = (name: string): FeedSet => SHARED_SETS.find((s) => s.name === name)!;

export function feed(bench: Bench): void {
  const source = (): Feed => bench.store.feed;
  const query = (name: string, more: Partial<FeedPageQuery> = {}): FeedPageQuery => {
    const set = setNamed(name);
    return { key: KEY, set, where: null, search: [], properties: set.properties, order: [], after: null, skip: 0, limit: 1000, ...more };
  };
  const property = (set: string, name: string) => setNamed(set).properties.find((p) => p.name === name)!;
  const column = async (set: string, name: string, more: Partial<FeedPageQuery> = {}): Promise<unknown[]> =>
    (await source().page(query(set, { properties: [property(set, name)], ...more }))).rows.map(([value]) => value);

  async function filled(): Promise<void> {
    const invoice = (i: number) => of('invoice', `i${String(i)}`, { organisation: i % 2 === 0 ? 'even' : 'odd', counterparty: 'c', number: String(i), state: 'issued', total: i === 9 ? '99999999999999.99' : String(i), date: `2026-02-0${String(i)}T10:00:00`, dueDate: i % 3 === 0 ? null : '2026-02-20', lines: [{ product: null, text: 'Ёлка', quantity: '1.000001', unit: null, price: '5', discount: '0', amount: '5', vatRate: '20', vatAmount: '1' }] });
    await bench.write((t) => {
      t.setRecord(record('c', { name: 'Берёзка', owner: 'p' }), null);
      for (let i = 1; i <= 9; i++) t.setRecord(invoice(i), null);
      t.setRecord(of('payment', 'p1', { counterparty: 'c', organisation: 'odd', date: '2026-02-20', kind: 'bank', number: '1', reversed: false, allocations: [{ invoice: 'i1', amount: '0.5' }] }), null);
    });
  }

  it('gives amounts as all their digits', async () => {
    await filled();
    expect((await column('Invoices', 'Total')).at(-1)).to.equal('999999999999999900');
    expect(await column('InvoiceLines', 'Quantity', { limit: 1 })).to.deep.equal(['1000001']);
    expect(await column('Payments', 'Amount')).to.deep.equal(['5000']);
    expect(await column('Invoices', 'Paid', { limit: 2 })).to.deep.equal(['5000', '0']);
  });

  it('gives pages that go on where they ended, up and down, with empty ones in their place', async () => {
    await filled();
    for (const isDown of [false, true]) {
      const order = [{ property: property('Invoices', 'DueDate'), isDown }];
      const numbers: unknown[] = [];
      let after: Mark | null = null;
      do {
        const page = await source().page(query('Invoices', { order, after, limit: 2, properties: [property('Invoices', 'Number')] }));
        numbers.push(...page.rows.map(([n]) => n));
        after = page.next;
      } while (after !== null);
      const [empty, dated] = [['3', '6', '9'], ['1', '2', '4', '5', '7', '8']];
      expect(numbers).to.deep.equal(isDown ? [...dated, ...empty] : [...empty, ...dated]);
    }
  });

  it('counts, filters and searches with everything bound', async () => {
    await filled();
    const where: Condition = { is: 'compare', by: 'gt', left: { is: 'property', kind: 'number', property: property('Invoices', 'Total') }, right: { is: 'literal', kind: 'number', value: '7.99999' } };
    expect(await column('Invoices', 'Number', { where })).to.deep.equal(['8', '9']);
    expect(await source().count(query('Invoices', { where }))).to.equal(2);
    expect(await source().count(query('Counterparties', { search: ['береза'.slice(0, 4)] }))).to.equal(1);
    expect(await source().count(query('InvoiceLines', { search: ['елка'] }))).to.equal(9);
    expect(await source().count(query('InvoiceLines', { search: [`' or 1=1 --`] }))).to.equal(0);
  });

  it('gives a key only its rows', async () => {
    await filled();
    const key = { ...KEY, organisations: ['even'] };
    expect(await column('Invoices', 'Number', { key })).to.deep.equal(['2', '4', '6', '8']);
    expect([await source().count(query('InvoiceLines', { key })), await source().count(query('Payments', { key }))]).to.deep.equal([4, 0]);
    expect(await source().count(query('Counterparties', { key: { ...KEY, owner: 'q' } }))).to.equal(0);
  });

  it('has a column for every property it names', async () => {
    for (const { name } of SHARED_SETS) expect((await source().page(query(name))).rows).to.deep.equal([]);
  });
} // prettier-ignore
