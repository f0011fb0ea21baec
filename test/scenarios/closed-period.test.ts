/** A closed period: nobody here changes what lies in it, the reason is plain, and an opened one goes on by itself (C5). */
import { expect } from 'chai';
import { message } from '../../connector/errors.ts';
import { EditRefused } from '../../connector/sync/edit.ts';
import { customer, invoice, issue, keyOf } from './making.ts';
import { invoices, stage, type Setting } from './setting.ts';

describe('a closed period', () => {
  const { start } = stage();

  async function withInvoice(): Promise<{ s: Setting; party: string; key: string; id: string }> {
    const s = await start();
    const party = customer(s.fake);
    const key = keyOf(invoice(s.fake, { Контрагент_Key: party, Date: '2026-01-15T10:00:00' }));
    await s.cycle();
    return { s, party, key, id: (await s.recordAt('invoice', key)).id };
  }
  const refusal = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'taken',
      (e: unknown) => (e instanceof EditRefused ? e.code : e),
    );

  it('refuses edits here once it was seen', async () => {
    const { s, id } = await withInvoice();
    s.fake.closePeriod('2026-01-31');
    s.tick(5);
    await s.cycle();
    expect(await refusal(s.edit(id, { date: '2026-01-16T10:00:00' }))).to.equal('period-closed');
  });

  it('says plainly why 1C refused an edit', async () => {
    const { s, key, id } = await withInvoice();
    s.fake.closePeriod('2026-01-31'); // not seen here yet
    await s.edit(id, { comment: 'после закрытия' });
    await s.cycle();
    const [problem] = await s.problems('refused');
    const said = message(problem?.detail['code'] ?? '', { host: 'buh', ...problem?.detail }, 'ru');
    expect(problem?.detail['code']).to.equal('period-closed');
    expect(said.what).to.match(/Период закрыт.*запрещено/i);
    expect(said.next).to.not.equal('');
    expect(s.fake.get(invoices, key)?.['Комментарий']).to.equal('');
  });

  it('lets everything else go on meanwhile', async () => {
    const { s, party, id } = await withInvoice();
    s.fake.closePeriod('2026-01-31');
    await s.edit(id, { comment: 'после закрытия' });
    const { id: other } = await issue(s, { counterparty: (await s.recordAt('counterparty', party)).id });
    await s.cycle();
    expect((await s.objectOf(invoices, other))['СуммаДокумента']).to.equal(1500);
  });

  it('is not run against again and again for a day', async () => {
    const { s, id } = await withInvoice();
    s.fake.closePeriod('2026-01-31');
    await s.edit(id, { comment: 'после закрытия' });
    for (let i = 0; i < 48; i++) {
      await s.cycle();
      s.tick(30);
    }
    expect(s.writes.length).to.be.at.most(2); // the same refusal twice parks it (A16)
  });

  it('lets edits through again once it was opened', async () => {
    const { s, key, id } = await withInvoice();
    s.fake.closePeriod('2026-01-31');
    s.tick(5);
    await s.cycle();
    s.fake.closePeriod(null);
    s.tick(5);
    await s.cycle();
    expect(await refusal(s.edit(id, { date: '2026-01-16T10:00:00' }))).to.equal('taken');
    await s.cycle();
    expect(s.fake.get(invoices, key)?.['Date']).to.equal('2026-01-16T10:00:00');
  });

  it('sends what it held back by retry after opening', async () => {
    const { s, key, id } = await withInvoice();
    s.fake.closePeriod('2026-01-31');
    await s.edit(id, { comment: 'после закрытия' });
    await s.cycle();
    s.fake.closePeriod(null);
    s.tick(5);
    await s.answer((await s.problems('refused'))[0], { choose: 'retry' });
    await s.cycle();
    expect(s.fake.get(invoices, key)?.['Комментарий']).to.equal('после закрытия');
    expect(await s.problems()).to.deep.equal([]);
  });

  it('refuses a new invoice dated inside of it', async () => {
    const { s, party } = await withInvoice();
    s.fake.closePeriod('2026-01-31');
    await issue(s, { counterparty: (await s.recordAt('counterparty', party)).id, at: '2026-01-20T10:00:00' });
    await s.cycle();
    expect(s.fake.list(invoices)).to.have.length(1);
    expect((await s.problems('refused')).map((p) => p.detail['code'])).to.deep.equal(['period-closed']);
  });
});
