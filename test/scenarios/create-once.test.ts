/** Whatever happens to the request or its answer: one document in 1C, one record here, nothing asked that can be known (A6). */
import { expect } from 'chai';
import type { FaultRule, Faults } from '../hosts/onec/fake.ts';
import { customer, inStep, invoice, issue, keyOf, line, live } from './making.ts';
import { invoices, parties, stage, type Setting, type Wishes } from './setting.ts';

/** Rules count down in place, so each test gets its own. */
const post = (path = invoices): FaultRule => ({ method: 'POST', path, next: 1 });

describe('an invoice created over a bad line', () => {
  const { start } = stage();

  async function withCustomer(wishes: Wishes = {}): Promise<{ s: Setting; key: string; id: string }> {
    const s = await start(wishes);
    const key = customer(s.fake);
    await s.cycle();
    return { s, key, id: (await s.recordAt('counterparty', key)).id };
  }

  /** Cycles a minute apart, whatever they end as. */
  async function minutes(s: Setting, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await s.sync();
      s.tick(1);
    }
  }

  const faults: readonly (readonly [string, () => Faults])[] = [
    ['its answer is lost', () => ({ dropAfter: post() })],
    ['its answer is cut in the middle', () => ({ cutBody: post() })],
    ['its answer is half a JSON with status 200', () => ({ truncatedJson: post() })],
    ['its request never arrives', () => ({ dropBefore: post() })],
    ['a page comes instead with status 500', () => ({ html500: post() })],
    ['a page comes instead with status 200', () => ({ html200: post() })],
    ['the base goes into exclusive mode', () => ({ exclusive: post() })],
    ['a lock is in the way', () => ({ lockConflict: post() })],
    ['the application server throws', () => ({ appException: post() })],
    ['too many requests were made', () => ({ status: { ...post(), status: 429, retryAfter: 1 } })],
  ];
  for (const clientKeys of ['ignored', 'honoured'] as const)
    for (const [what, given] of faults)
      it(`is there once when ${what}, client keys ${clientKeys}`, async () => {
        const { s, id } = await withCustomer({ fake: { quirks: { clientKeys } } });
        Object.assign(s.fake.faults, given());
        const { id: made } = await issue(s, { counterparty: id });
        await minutes(s, 8);
        expect(s.fake.list(invoices)).to.have.length(1);
        expect(await inStep(s, made)).to.equal(true);
        expect(await s.problems()).to.deep.equal([]);
      });

  it('is there once when the answer takes too long', async () => {
    const { s, id } = await withCustomer({ host: { timeoutSeconds: 1 } });
    s.fake.faults.hang = post();
    const { id: made } = await issue(s, { counterparty: id });
    await minutes(s, 6);
    expect(s.fake.list(invoices)).to.have.length(1);
    expect(await inStep(s, made)).to.equal(true);
  });

  it('counts as ours when lines were edited in the gap', async () => {
    const { s, id } = await withCustomer();
    s.fake.faults.dropAfter = post();
    const { id: made } = await issue(s, { counterparty: id });
    await minutes(s, 1);
    s.fake.edit(invoices, keyOf(s.fake.list(invoices)[0]!), { Товары: [line(700)] });
    await minutes(s, 6);
    expect(s.fake.list(invoices)).to.have.length(1);
    expect((await s.record(made)).fields['total']).to.equal('700');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('keeps an edit made here while the answer was missing', async () => {
    const { s, id } = await withCustomer();
    s.fake.faults.dropAfter = post();
    const { id: made } = await issue(s, { counterparty: id });
    await minutes(s, 1);
    await s.edit(made, { comment: 'дописано' });
    await minutes(s, 6);
    expect(s.fake.list(invoices).map((r) => r['Комментарий'])).to.deep.equal(['дописано']);
    expect(await s.problems()).to.deep.equal([]);
  });

  it('takes a second that no other invoice of ours has', async () => {
    const { s, id } = await withCustomer();
    for (let i = 0; i < 3; i++) await issue(s, { counterparty: id, at: '2026-02-24T12:00:00' });
    await s.cycle();
    const dates = s.fake.list(invoices).map((r) => r['Date']).sort(); // prettier-ignore
    expect(dates).to.deep.equal(['2026-02-24T12:00:00', '2026-02-24T12:00:01', '2026-02-24T12:00:02']);
  });

  it('stands beside another customer invoice of that second', async () => {
    const { s, id } = await withCustomer();
    const other = customer(s.fake, { Description: 'Другой', ИНН: '7707083893', КПП: '770701001' });
    const { id: made } = await issue(s, { counterparty: id, at: '2026-02-24T12:00:00' });
    invoice(s.fake, { Контрагент_Key: other, Date: '2026-02-24T12:00:00' }); // typed there, not seen here yet
    await minutes(s, 3);
    expect(s.fake.list(invoices)).to.have.length(2);
    expect(await inStep(s, made)).to.equal(true);
  });

  it('is a question when two there have its second', async () => {
    const { s, key, id } = await withCustomer();
    s.fake.faults.dropAfter = post();
    await issue(s, { counterparty: id, at: '2026-02-24T12:00:00' });
    await minutes(s, 1);
    invoice(s.fake, { Контрагент_Key: key, Date: '2026-02-24T12:00:00' });
    s.tick(4);
    await s.cycle();
    expect(s.fake.list(invoices)).to.have.length(2);
    expect((await s.problems('duplicate')).length).to.be.at.least(1);
  });

  it('is a question when a stranger of that day might be it', async () => {
    const { s, key, id } = await withCustomer();
    s.fake.faults.dropBefore = post();
    const { id: made } = await issue(s, { counterparty: id });
    await minutes(s, 1);
    invoice(s.fake, { Контрагент_Key: key, Date: '2026-02-24T15:00:00' });
    s.tick(1);
    await s.sync();
    s.tick(4);
    const [before] = [s.fake.list(invoices).length];
    expect(before).to.equal(1);
    await s.sync();
    expect([s.fake.list(invoices).length, await inStep(s, made)]).to.deep.equal([2, true]); // it was seen and stands for itself
  });

  it('is refused aloud when 1C cuts the seconds', async () => {
    const { s, id } = await withCustomer({ fake: { quirks: { seconds: 'cut' } } });
    await issue(s, { counterparty: id, at: '2026-02-24T12:00:07' });
    await s.cycle();
    await issue(s, { counterparty: id, at: '2026-02-24T12:05:09' });
    await s.cycle();
    expect(s.fake.list(invoices)).to.have.length(1);
    expect((await s.problems('refused')).map((p) => p.detail['code'])).to.deep.equal(['seconds-lost']);
  });

  it('goes on with a marker where seconds are cut', async () => {
    const marked = { mappings: { invoice: { marker: 'АдресДоставки' } } };
    const { s, id } = await withCustomer({ fake: { quirks: { seconds: 'cut' } }, host: marked });
    await issue(s, { counterparty: id, at: '2026-02-24T12:00:07' });
    await s.cycle();
    s.fake.faults.dropAfter = post();
    const { id: made } = await issue(s, { counterparty: id, at: '2026-02-24T12:05:09' });
    await minutes(s, 8);
    expect(s.fake.list(invoices).map((r) => r['АдресДоставки'])).to.include(made);
    expect([s.fake.list(invoices).length, await inStep(s, made)]).to.deep.equal([2, true]);
  });

  for (const [what, fault] of [
    ['lost answer', 'dropAfter'],
    ['lost request', 'dropBefore'],
  ] as const)
    // prettier-ignore
    it(`has one counterparty after the ${what} of its own`, async () => {
      const { s } = await withCustomer();
      s.fake.faults[fault] = post(parties);
      const { id } = await live(s, { name: 'Лютик ООО', kind: 'company', taxId: '7707083893', branchCode: '770701001' });
      const { id: made } = await issue(s, { counterparty: id });
      await minutes(s, 8);
      expect(s.fake.list(parties).filter((r) => r['ИНН'] === '7707083893')).to.have.length(1);
      expect([await inStep(s, id), await inStep(s, made)]).to.deep.equal([true, true]);
    });
});
