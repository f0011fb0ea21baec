/** What stays said and what is over when an answer or a second try meets a question (A6, A9). */
import { expect } from 'chai';
import { customer, invoice, keyOf, live, party } from './making.ts';
import { invoices, parties, stage } from './setting.ts';
import { sqliteOf } from '../sqlite-of.ts';

const REFUSED = JSON.stringify({ 'odata.error': { code: '-1', message: { lang: 'ru', value: 'Не заполнено поле' } } });
const LILY = { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7707083893', branchCode: '770701001' };

describe('a question and what was said before it', () => {
  const { start } = stage();

  it('keeps the unanswered first try when the second is refused', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await live(s, LILY);
    s.fake.faults.dropBefore = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    const sentAt = async (): Promise<unknown> => (await s.links('counterparty')).find((l) => l.record === id)?.sentAt;
    const first = await sentAt();
    expect(first).to.be.a('string');
    s.fake.reply({ method: 'POST', path: parties, status: 500, body: REFUSED });
    s.tick(5);
    await s.cycle();
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['refused']);
    expect(await sentAt()).to.equal(first);
  });

  it('writes no push into the journal for a posting 1C refused', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake) }));
    await s.cycle();
    const { id } = await s.recordAt('invoice', key);
    s.fake.quirks.postingRefusal = { [key]: 'Не заполнен склад!' };
    await s.edit(id, { posted: true });
    await s.cycle();
    expect((await s.problems()).map((p) => p.detail['code'])).to.deep.equal(['act-refused']);
    expect(s.fake.get(invoices, key)).to.include({ Posted: false });
    const rows = await s.sidebook.store.read((t) => t.journal(id));
    expect(rows.filter((r) => r.cause === 'push')).to.deep.equal([]);
  });

  it('about a restored store can be answered for a host that is no longer configured', async () => {
    const s = await start();
    await s.cycle();
    await s.sidebook.store.write({ actor: 'test' }, (t) => {
      t.setSetting('restored', 'yes');
      t.problem({ host: 'old', link: null, record: null, entity: null, unit: null, kind: 'restored', detail: { code: 'store-restored' }, ours: null, theirs: null, base: null, since: s.clock.now().toISOString() }); // prettier-ignore
    });
    const [problem] = await s.problems('restored');
    const refused = await s.answer(problem, { choose: 'module-right' }).catch((e: unknown) => (e as { code: string }).code);
    expect(refused).to.equal('answer-unfit');
    await s.answer(problem, { choose: 'host-right' });
    expect(await s.sidebook.store.read((t) => t.setting('restored'))).to.equal('no');
  });

  it('leaves an object looked at again a rival of its twin', async () => {
    const s = await start();
    party(s.fake);
    await s.cycle();
    party(s.fake);
    s.tick(20);
    await s.cycle();
    const keys = (): unknown => sqliteOf(s.sidebook).database.prepare('select count(*) as n from link_keys').get()?.['n'];
    const before = keys();
    await s.answer((await s.problems('duplicate'))[0], { choose: 'retry' });
    expect(keys()).to.equal(before);
    await s.cycle();
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['duplicate']);
  });
});
