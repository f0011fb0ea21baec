/** A problem is a consequence of pictures: what has gone away closes itself, what stands can be answered (A9). */
import { expect } from 'chai';
import { promote } from '../../connector/sync/edit.ts';
import { customer, invoice, keyOf, live, party, prospect } from './making.ts';
import { invoices, parties, PLAN, stage, type Setting } from './setting.ts';

const REFUSED = JSON.stringify({ 'odata.error': { code: '-1', message: { lang: 'ru', value: 'Не заполнено поле' } } });
const UNPUBLISHED = JSON.stringify({ 'odata.error': { code: '8', message: { lang: 'ru', value: 'нет' } } });
const open = async (s: Setting): Promise<unknown[]> => (await s.problems()).map((p) => [p.kind, p.detail['code']]);

async function hours(s: Setting, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    s.tick(60);
    await s.everything();
  }
}

describe('a problem whose cause is over', () => {
  const { start } = stage();

  it('closes when the accountant types what 1C refused from us', async () => {
    const s = await start();
    await s.cycle();
    await live(s, { name: 'Лютик ООО', kind: 'company', country: 'RU', taxId: '7707083893', branchCode: '770701001' });
    s.fake.reply({ method: 'POST', path: parties, status: 500, body: REFUSED });
    await s.cycle();
    expect(await open(s)).to.deep.equal([['refused', 'host-refused']]);
    s.fake.forget();
    party(s.fake, { Description: 'Лютик ООО', ИНН: '7707083893', КПП: '770701001' });
    s.tick(20);
    await s.cycle(); // the sweep shows it, matching ties it to our record
    await hours(s, 3);
    expect(s.fake.list(parties)).to.have.length(1);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes when a twin is deleted in 1C', async () => {
    const s = await start();
    party(s.fake);
    await s.cycle();
    const twin = party(s.fake);
    s.tick(20);
    await s.cycle();
    expect((await open(s)).map((p) => (p as string[])[0])).to.deep.equal(['duplicate']);
    s.fake.remove(parties, twin);
    await hours(s, 3);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes when the invoice of a party outside the scope is deleted', async () => {
    const s = await start({ host: { mappings: { counterparty: { scope: { in: { fields: { country: ['BY'] } } } } } } });
    const key = customer(s.fake);
    const made = keyOf(invoice(s.fake, { Контрагент_Key: key }));
    await s.cycle();
    expect((await open(s)).map((p) => (p as string[])[0])).to.deep.equal(['out-of-scope']);
    s.fake.remove(invoices, made);
    await hours(s, 3);
    expect(await open(s)).to.deep.equal([]);
  });

  it('stays answered when the object of an unanswered write is gone', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.faults.dropBefore = [
      { method: 'PATCH', path: key },
      { method: 'GET', path: `(guid'${key}')`, after: 1 },
    ];
    await s.sync();
    expect((await s.linkAt('counterparty', key))?.sent).to.not.equal(null);
    s.fake.forget();
    s.fake.remove(parties, key);
    await hours(s, 2);
    for (const p of await s.problems('vanished')) await s.answer(p, { choose: 'keep' });
    for (const p of await s.problems()) await s.answer(p, { choose: 'retry' });
    await hours(s, 2);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes with its object when that is created again', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.edit(parties, key, { Комментарий: 'их' });
    s.tick(20);
    await s.cycle();
    expect((await open(s)).map((p) => (p as string[])[0])).to.deep.equal(['conflict']);
    s.fake.remove(parties, key);
    await hours(s, 1);
    for (const p of await s.problems('vanished')) await s.answer(p, { choose: 'create-again' });
    await hours(s, 3);
    expect(s.fake.list(parties).map((r) => r['Комментарий'])).to.deep.equal(['наше']);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes when 1C shows its old value again', async () => {
    const s = await start();
    const key = party(s.fake, { ИНН: '', КПП: '' });
    await s.cycle();
    const before = s.fake.get(parties, key)?.['СтранаРегистрации_Key'];
    const nowhere = keyOf(s.fake.create('Catalog_СтраныМира', { Code: '380', Description: 'ИТАЛИЯ', КодАльфа2: '' }));
    s.fake.edit(parties, key, { СтранаРегистрации_Key: nowhere });
    s.tick(20);
    await s.cycle();
    expect((await open(s)).map((p) => (p as string[])[0])).to.deep.equal(['unmapped-value']);
    s.fake.edit(parties, key, { СтранаРегистрации_Key: before });
    await hours(s, 3);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes with a feed nobody asks any more', async () => {
    const s = await start({ host: { exchangePlan: PLAN } });
    await s.cycle();
    s.fake.quirks.exchangePlan = false;
    s.fake.reply({
      path: PLAN.plan,
      status: 404,
      body: UNPUBLISHED,
    });
    await s.sync();
    expect((await open(s)).length).to.be.at.least(1);
    const host = { ...s.config.hosts['buh']!, exchangePlan: null };
    Object.assign(s, { config: { ...s.config, hosts: { buh: host } } });
    const { store } = s.sidebook;
    Object.assign(store, { close: async () => undefined });
    const { Sidebook } = await import('../../connector/main.ts');
    s.sidebook = new Sidebook(s.config, { world: s.world, holder: 'test' }, store);
    await s.sidebook.begin();
    await hours(s, 2);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes with the feed of a kind that was switched off', async () => {
    const s = await start();
    await s.cycle();
    s.fake.reply({ path: parties, status: 404, body: UNPUBLISHED });
    await s.everything();
    expect(new Set((await s.problems()).map((p) => `${p.kind} ${String(p.entity)}`))).to.deep.equal(new Set(['unreachable counterparty'])); // prettier-ignore
    await s.reconfigure({ mappings: { counterparty: { off: true }, contract: { off: true }, invoice: { off: true } } });
    await s.cycle();
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes when a value 1C does not have is corrected here', async () => {
    const s = await start();
    const key = party(s.fake, { ИНН: '', КПП: '' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { country: 'XX' });
    await s.cycle();
    expect((await open(s)).map((p) => (p as string[])[0])).to.deep.equal(['unmapped-value']);
    await s.edit(id, { country: 'BY' });
    await hours(s, 3);
    expect(await open(s)).to.deep.equal([]);
  });

  it('closes on both sides when one of two questions about the same pair is answered', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await prospect(s, { name: 'Иванов Иван Иванович', kind: 'person', country: 'RU' });
    const key = party(s.fake, { Description: 'Иванов Иван Иванович', ИНН: '', КПП: '' });
    s.tick(20);
    await s.cycle();
    await promote(s.sidebook.engine, id, 'anna');
    await s.cycle();
    const stranger = await s.linkAt('counterparty', key);
    expect((await s.problems('ambiguous')).length).to.equal(2);
    await s.answer(
      (await s.problems('ambiguous')).find((p) => p.link === stranger?.id),
      { choose: 'same', as: id },
    );
    await hours(s, 3);
    expect(s.fake.list(parties)).to.have.length(1);
    const rest = await s.problems();
    const answered = await Promise.all(
      rest.map((p) =>
        s.answer(p, { choose: 'retry' }).then(
          () => 'answered',
          (e: unknown) => (e as { code: string }).code,
        ),
      ),
    );
    expect(answered).to.deep.equal([]);
  });

  it('asks anew about the other of two cards of one company once a person said whose the first is', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await prospect(s, { name: 'Ромашка ООО', kind: 'company', taxId: '7707083893', branchCode: '773601001', country: 'RU' });
    for (const Description of ['Ромашка ООО', 'Ромашка (дубль)']) party(s.fake, { Description, ИНН: '7707083893', КПП: '773601001' });
    s.tick(20);
    await s.cycle();
    const [first, second, ...more] = await s.problems();
    expect([first?.kind, second?.kind, more.length]).to.deep.equal(['ambiguous', 'ambiguous', 0]);
    await s.answer(first, { choose: 'same', as: id });
    await s.cycle();
    const rest = (await s.problems()).filter((p) => p.link === second?.link);
    expect(rest.map((p) => [p.kind, p.detail['record']])).to.deep.equal([['duplicate', id]]);
    await s.answer(rest[0], { choose: 'same', as: id });
    await s.cycle();
    expect([await s.problems('ambiguous'), await s.problems('duplicate'), (await s.records('counterparty')).length]).to.deep.equal([[], [], 1]);
  }); // prettier-ignore

  it('makes a prospect live when a person says which object it is', async () => {
    const s = await start();
    await s.cycle();
    const { id } = await prospect(s, { name: 'Иванов Иван Иванович', kind: 'person', country: 'RU' });
    party(s.fake, { Description: 'Иванов Иван Иванович', ИНН: '', КПП: '' });
    s.tick(20);
    await s.cycle();
    await s.answer((await s.problems('ambiguous'))[0], { choose: 'same', as: id });
    await hours(s, 1);
    expect((await s.record(id)).stage).to.equal('live');
  });
});
