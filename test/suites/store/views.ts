/** What the widgets ask: pages in order without loss, counts and sums that agree with them, problems of a record and its invoices. */
import { expect } from 'chai';
import type { Fields, ProblemKind } from '../../../connector/model.ts';
import type { ViewQueries } from '../../../connector/store/view-queries.ts';
import { AT, link, of, record, type Bench } from './bench.ts';

const TODAY = '2026-02-24';

export function views(bench: Bench): void {
  const ask = (): ViewQueries => bench.store.views;
  const everybody = { counterparty: null, invoice: null };

  const put = (...records: ReturnType<typeof of>[]) => bench.write((t) => records.forEach((r) => t.setRecord(r, null))); // prettier-ignore
  const invoice = (id: string, more: Fields) =>
    of('invoice', id, {
      organisation: 'o',
      counterparty: 'c',
      currency: 'rub',
      state: 'issued',
      total: '100',
      lines: [],
      ...more,
    });

  /** Two parties; of the first nine issued invoices, a draft and a cancelled one. */
  async function filled(): Promise<void> {
    await put(record('c', { name: 'ООО «Берёзка»' }), record('d', { name: 'Лютик' }));
    const terms = (i: number): Fields => (i % 3 === 0 ? {} : { dueDate: i % 3 === 1 ? '2026-02-20' : '2026-03-20' });
    for (let i = 1; i <= 9; i++) await put(invoice(`i${String(i)}`, { number: `РМ-00${String(i)}`, date: `2026-02-0${String(i)}T10:00:00`, ...terms(i) }));
    await put(invoice('draft', { state: 'draft', date: null }), invoice('off', { state: 'cancelled', date: '2026-01-01T10:00:00' }), invoice('other', { counterparty: 'd', currency: 'usd', total: '7.5', date: '2026-02-05T10:00:00', number: '50%' }));
  } // prettier-ignore

  async function pages(
    filter: 'all' | 'overdue' | 'unpaid' | 'drafts' | 'cancelled',
    counterparty: string | null,
  ): Promise<string[]> {
    const seen: string[] = [];
    for (let after: { by: string; n: number } | null = null; ;) {
      const rows = await ask().invoicePage({ counterparty, invoice: null, filter, search: null, today: TODAY, after, limit: 2 });
      seen.push(...rows.map((r) => r.id));
      const last = rows.at(-1);
      if (!last) return seen;
      const byTerm = filter === 'overdue' || filter === 'unpaid';
      after = { by: (byTerm ? last.dueDate : last.date) ?? '9999', n: last.n };
    }
  }

  it('page through every filter once and in order, of one party and of all', async () => {
    await filled();
    const newest = ['draft', 'i9', 'i8', 'i7', 'i6', 'i5', 'i4', 'i3', 'i2', 'i1', 'off'];
    expect(await pages('all', 'c')).to.deep.equal(newest);
    expect(await pages('all', null)).to.deep.equal([...newest.slice(0, 5), 'other', ...newest.slice(5)]);
    expect(await pages('overdue', 'c')).to.deep.equal(['i1', 'i4', 'i7']);
    expect(await pages('unpaid', null)).to.deep.equal(['i1', 'i4', 'i7', 'i2', 'i5', 'i8', 'i3', 'i6', 'i9', 'other']);
    expect(await pages('drafts', null)).to.deep.equal(['draft']);
    expect(await pages('cancelled', 'c')).to.deep.equal(['off']);
  });

  it('count and add up what those pages show', async () => {
    await filled();
    expect(await ask().invoiceCounts({ counterparty: 'c', invoice: null }, TODAY)).to.deep.equal({ all: 11, overdue: 3, unpaid: 9, drafts: 1, untold: 0, oldestDue: '2026-02-20' });
    expect(await ask().invoiceCounts(everybody, TODAY)).to.deep.equal({ all: 12, overdue: 3, unpaid: 10, drafts: 1, untold: 0, oldestDue: '2026-02-20' });
    expect(await ask().invoiceCounts({ counterparty: null, invoice: 'i1' }, TODAY)).to.deep.equal({ all: 1, overdue: 1, unpaid: 1, drafts: 0, untold: 0, oldestDue: '2026-02-20' });
    const sums = await ask().unpaidSums(everybody, TODAY);
    expect([...sums].sort((a, b) => b.count - a.count)).to.deep.equal([
      { currency: 'rub', amount: '900', count: 9, overdue: '300' },
      { currency: 'usd', amount: '7.5', count: 1, overdue: '0' },
    ]);
    expect(await ask().unpaidSums({ counterparty: 'nobody', invoice: null }, TODAY)).to.deep.equal([]);
  }); // prettier-ignore

  it('call neither unpaid nor overdue what stands in no host that tells of payments', async () => {
    await filled();
    const stands = [[1, 'buh', 'i1', {}], [2, 'ut', 'i4', {}], [3, 'buh', 'i4', { hostId: null, token: '>1', dirty: true }], [4, 'ut', 'i7', {}], [5, 'buh', 'i7', { hostId: null, token: '>2' }]] as const;
    await bench.write((t) => stands.forEach(([id, host, record, more]) => t.setLink(link(id, { host, entity: 'invoice', record, ...more }), null)));
    await put(invoice('paid', { total: '10', dueDate: '2026-02-19' }));
    await put(of('payment', 'p', { date: '2026-02-10T12:00:00', kind: 'bank', reversed: false, allocations: [{ invoice: 'paid', amount: '4' }] }));
    const asked = { counterparty: 'c', invoice: null, tellers: ['buh'] };
    const counts = { all: 12, drafts: 1 };
    const told = { ...counts, overdue: 3, unpaid: 3, untold: 7, oldestDue: '2026-02-19' }; // there, on its way there, and one something was paid of
    const ids = async (filter: 'overdue' | 'unpaid', tellers: readonly string[]) =>
      (await ask().invoicePage({ ...everybody, tellers, filter, search: null, today: TODAY, after: null, limit: 50 })).map((r) => r.id);
    expect(await ask().invoiceCounts(asked, TODAY)).to.deep.equal(told);
    expect(await ask().invoiceCounts({ ...everybody, tellers: ['buh'] }, TODAY)).to.deep.equal({ ...told, all: 13, untold: 8 });
    expect(await ask().unpaidSums(asked, TODAY)).to.deep.equal([{ currency: 'rub', amount: '206', count: 3, overdue: '206' }]);
    expect([await ids('unpaid', ['buh']), await ids('overdue', ['buh']), await ids('unpaid', [])]).to.deep.equal([['paid', 'i1', 'i4'], ['paid', 'i1', 'i4'], ['paid']]);
    expect((await bench.store.queries.invoices({ unpaidOnly: true, tellers: ['buh'] }, 50)).map((r) => r.id)).to.have.members(['paid', 'i1', 'i4']);
    expect((await bench.store.queries.invoices({ unpaidOnly: true }, 50)).length).to.equal(11);
    for (const one of ['i1', 'i7']) expect((await ask().invoiceCounts({ counterparty: null, invoice: one, tellers: ['buh'] }, TODAY)).untold, one).to.equal(Number(one === 'i7'));
    expect((await ask().unpaidSums({ ...everybody, owners: ['nobody'], tellers: ['buh'] }, TODAY))).to.deep.equal([]);
    expect((await ask().invoiceCounts({ ...everybody, owners: ['nobody'], tellers: ["b'uh"] }, TODAY)).untold).to.equal(0);
  }); // prettier-ignore

  it('find by number and by the beginning of a name; a percent sign is a percent sign', async () => {
    await filled();
    const found = async (search: string, counterparty: string | null = null) =>
      (await ask().invoicePage({ ...everybody, counterparty, filter: 'all', search, today: TODAY, after: null, limit: 50 })).map(
        (r) => r.id,
      );
    expect(await found('РМ-003')).to.deep.equal(['i3']);
    expect(await found('лютик')).to.deep.equal(['other']);
    expect((await found('березка')).length).to.equal(11);
    expect(await found('50%')).to.deep.equal(['other']);
    expect(await found('%')).to.deep.equal([]);
    expect(await found('003', 'c')).to.deep.equal(['i3']);
  });

  it('know the payments of an invoice and who paid within a year', async () => {
    await filled();
    await put(of('payment', 'p', { date: '2026-02-10T12:00:00', kind: 'bank', reversed: false, number: 'П-1', allocations: [{ invoice: 'i1', amount: '100' }, { invoice: 'i2', amount: '40' }] }));
    expect(await ask().paymentsOf('i2')).to.deep.equal([{ number: 'П-1', date: '2026-02-10T12:00:00', amount: '40', currency: null, kind: 'bank', reversed: false }]);
    expect((await ask().paidSince('c', '2025-02-24')).map((p) => [p.total, p.paidAt.slice(0, 10)])).to.deep.equal([['100', '2026-02-10']]);
    expect(await ask().paidSince('c', '2026-02-24')).to.deep.equal([]);
    expect((await ask().unpaidSums({ counterparty: null, invoice: 'i2' }, TODAY))[0]?.amount).to.equal('60');
  }); // prettier-ignore

  it('say what an invoice was paid in other currencies, and count none of it', async () => {
    await filled();
    const pay = (id: string, currency: string | null, amount: string, more: Fields = {}) => of('payment', id, { date: '2026-02-10T12:00:00', kind: 'bank', reversed: false, currency, allocations: [{ invoice: 'i1', amount }], ...more }); // prettier-ignore
    await put(pay('p1', 'usd', '30.5'), pay('p2', 'usd', '0.5'), pay('p3', 'eur', '7', { kind: 'return' }), pay('p4', 'rub', '10'), pay('p5', null, '5'), pay('p6', 'usd', '99', { reversed: true })); // prettier-ignore
    expect(await ask().paidOtherwise(['i1', 'i2', 'nobody'])).to.deep.equal([{ invoice: 'i1', currency: 'eur', amount: '-7' }, { invoice: 'i1', currency: 'usd', amount: '31' }]); // prettier-ignore
    expect(await ask().paidOtherwise([])).to.deep.equal([]);
    expect((await ask().unpaidSums({ counterparty: null, invoice: 'i1' }, TODAY))[0]?.amount).to.equal('85');
  });

  const problem = (recordId: string | null, kind: ProblemKind, unit: string) =>
    bench.write((t) => {
      t.problem({ host: 'h', link: null, record: recordId, entity: 'counterparty', unit, kind, detail: { code: kind }, ours: null, theirs: null, base: null, since: AT });
    }); // prettier-ignore

  it('list problems for a person first, of a party with its invoices, and every one once', async () => {
    await filled();
    for (const [id, kind] of [['c', 'waiting'], ['i1', 'conflict'], ['d', 'conflict'], ['c', 'marked'], [null, 'unreachable']] as const) await problem(id, kind, String(id));
    const all = async (recordId: string | null, limit: number, kind: ProblemKind | null = null) => {
      const seen: (string | null)[] = [];
      for (let after: number | null = 0; after !== null;) {
        const page = await ask().problemPage({ record: recordId, kind, state: 'open', after, limit });
        seen.push(...page.rows.map((p) => p.record));
        after = page.next;
      }
      return seen;
    };
    for (const limit of [1, 2, 3, 9]) expect(await all(null, limit)).to.deep.equal(['i1', 'd', 'c', 'c', null]);
    for (const limit of [1, 9]) expect(await all('c', limit)).to.deep.equal(['i1', 'c', 'c']);
    expect(await all(null, 1, 'conflict')).to.deep.equal(['i1', 'd']);
    expect((await ask().problemKinds('c')).map((k) => [k.kind, k.count])).to.have.deep.members([['conflict', 1], ['marked', 1], ['waiting', 1]]);
    const first = (await ask().problemsOf(['i1']))[0];
    await bench.write((t) => { t.answerProblem(first?.id ?? 0, 'ours', 'anna', AT); });
    const answered = await ask().problemPage({ record: null, kind: null, state: 'answered', after: 0, limit: 9 });
    expect(answered.rows.map((p) => [p.record, p.answer])).to.deep.equal([['i1', 'ours']]);
  }); // prettier-ignore

  it('count what is to be sent, and of it what a person has to answer first, and what follows others', async () => {
    expect(await ask().queue('buh', 9)).to.deep.equal({ all: 0, waiting: 0, behind: 0 });
    await bench.write((t) => {
      for (const id of [1, 2, 3]) t.setLink(link(id, { dirty: true, record: `c${String(id)}` }), null);
      t.setLink(link(4), null);
      t.setLink(link(6, { dirty: true, record: null }), null); // not placed yet: what it refers to is not
      t.setLink(link(5, { host: 'ut', dirty: true }), null);
      const asked = { host: 'buh', record: null, entity: 'counterparty', detail: { code: 'conflict' }, ours: null, theirs: null, base: null, since: AT } as const;
      for (const unit of ['phone', 'email']) t.problem({ ...asked, link: 1, unit, kind: 'conflict' }); // one link, two problems
      t.problem({ ...asked, link: 4, unit: 'phone', kind: 'conflict' });
      t.problem({ ...asked, link: 2, unit: null, kind: 'waiting' }); // goes on by itself
    });
    expect(await ask().queue('buh', 9)).to.deep.equal({ all: 4, waiting: 1, behind: 2 });
    expect((await ask().queue('buh', 2)).all).to.equal(2);
    const [first, second] = await bench.store.read((t) => t.problems({ host: 'buh', kind: 'conflict' }));
    await bench.write((t) => [first, second].forEach((p) => t.answerProblem(p?.id ?? 0, 'ours', 'anna', AT)));
    expect(await ask().queue('buh', 9)).to.deep.equal({ all: 4, waiting: 0, behind: 2 });
  }); // prettier-ignore

  it('find goods by the beginning of article or code and by words of the name; of one host only those that stand there', async () => {
    const item = (id: string, name: string, more: Fields = {}) => of('product', id, { name, ...more });
    await put(item('a', 'Розы красные', { sku: 'R-1' }), item('b', 'розы белые', { code: 'R-2' }), item('c', 'Розы', { deletionMark: true }), item('d', 'Розы'), item('e', 'Розы'), item('f', 'Розы'));
    const at = [[1, 'ut', 'a', {}], [2, 'buh', 'b', {}], [3, 'buh', 'c', {}], [4, 'buh', 'd', { goneAt: AT }], [5, 'buh', 'e', { hostId: null, token: '>h2' }], [6, 'buh', 'f', { aliasOf: 2 }]] as const;
    for (const [id, host, record, more] of at) await bench.write((t) => t.setLink(link(id, { host, entity: 'product', record, ...more }), null));
    expect([await ask().products('роз', 9), await ask().products('r-', 9), await ask().products('1', 9), await ask().products('роз', 2)]).to.deep.equal([['a', 'b', 'd', 'e', 'f'], ['a', 'b'], [], ['a', 'b']]);
    expect([await ask().productsAt('buh', 'роз', 1), await ask().productsAt('ut', 'роз', 9), await ask().productsAt('crm', 'роз', 9)]).to.deep.equal([['b'], ['a'], []]);
    expect(await ask().productsAt('buh', 'роз', 9)).to.deep.equal(['b']);
  }); // prettier-ignore

  it('show of some owners what is of their counterparties, and nothing else', async () => {
    await put(record('c', { name: 'Берёзка', owner: 'anna' }), record('d', { name: 'Лютик', owner: 'boris' }));
    await put(invoice('i', { date: '2026-02-01T10:00:00', dueDate: '2026-02-20' }), invoice('j', { counterparty: 'd', date: '2026-02-02T10:00:00' }));
    for (const [id, kind] of [['c', 'waiting'], ['i', 'conflict'], ['d', 'conflict'], ['j', 'marked'], [null, 'unreachable']] as const) await problem(id, kind, String(id));
    await bench.write((t) => ['i', 'j'].forEach((id) => t.proposal({ record: id, unit: 'money', value: { total: '5' }, onRev: 1, by: 'x', at: AT })));
    const owners = ['anna'];
    const page = (state: 'open' | 'answered', kind: ProblemKind | null) => ask().problemPage({ record: null, kind, owners, state, after: 0, limit: 9 });
    const rows = await ask().invoicePage({ ...everybody, owners, filter: 'all', search: null, today: TODAY, after: null, limit: 9 });
    expect(rows.map((r) => r.id)).to.deep.equal(['i']);
    expect((await ask().invoiceCounts({ ...everybody, owners }, TODAY)).all).to.equal(1);
    expect((await ask().unpaidSums({ ...everybody, owners }, TODAY)).map((r) => r.count)).to.deep.equal([1]);
    expect((await page('open', null)).rows.map((p) => p.record)).to.deep.equal(['i', 'c']);
    expect((await page('open', 'conflict')).rows.map((p) => p.record)).to.deep.equal(['i']);
    expect((await ask().problemKinds(null, owners)).map((k) => k.count)).to.deep.equal([1, 1]);
    expect((await ask().conflictCounts(owners)).map((c) => c.unit)).to.deep.equal(['i']);
    expect([(await ask().conflictsOf('h', 'i', 9, owners)).length, (await ask().conflictsOf('h', 'd', 9, owners)).length]).to.deep.equal([1, 0]);
    expect((await ask().openProposals(null, 9, owners)).map((p) => p.record)).to.deep.equal(['i']);
  }); // prettier-ignore
}
