/** Edits of either side that meet something rare: nothing is overwritten unseen, made twice, or shown as what it is not (I3, I4). */
import { expect } from 'chai';
import { Sidebook } from '../../connector/main.ts';
import type { Line } from '../../connector/model.ts';
import type { Store } from '../../connector/store/store.ts';
import { resolveProblem } from '../../connector/sync/resolve.ts';
import { enums } from '../hosts/onec/profiles/bp30-198/enums.ts';
import { customer, invoice, keyOf, line, live, party } from './making.ts';
import { configOf, HOST, invoices, parties, stage, type Setting } from './setting.ts';

async function minutes(s: Setting, count: number, each = 1): Promise<void> {
  for (let i = 0; i < count; i++) {
    s.tick(each);
    await s.sync();
  }
}

describe('an edit that meets something rare', () => {
  const { start, ending } = stage();

  it('never overwrites an identity of 1C that it does not understand', async () => {
    const s = await start();
    const key = party(s.fake, { ИНН: '7736050003', КПП: '773601001' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    const nowhere = keyOf(s.fake.create('Catalog_СтраныМира', { Code: '380', Description: 'ИТАЛИЯ', КодАльфа2: '' }));
    s.fake.edit(parties, key, { СтранаРегистрации_Key: nowhere, КПП: '770701001' });
    s.tick(20);
    await s.cycle();
    expect((await s.problems('unmapped-value')).length).to.equal(1);
    await s.edit(id, { registrationNo: '1027700132195' });
    await minutes(s, 3, 20);
    expect(s.fake.get(parties, key)).to.include({ СтранаРегистрации_Key: nowhere, КПП: '770701001' });
  });

  it('never overwrites lines of 1C with a rate of VAT that came with a new law', async () => {
    const rates = enums['СтавкиНДС'] ?? '';
    Object.assign(enums, { СтавкиНДС: `${rates} НДС24` });
    ending(() => Object.assign(enums, { СтавкиНДС: rates }));
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake), Товары: [line(100)] }));
    await s.cycle();
    const { id, fields } = await s.recordAt('invoice', key);
    s.fake.edit(invoices, key, { Товары: [line(700, { СтавкаНДС: 'НДС24' })] });
    s.tick(20);
    await s.everything();
    expect((await s.problems('unmapped-value')).length).to.equal(1);
    const [ours] = fields['lines'] as readonly Line[];
    await s.edit(id, { lines: [{ ...ours, text: 'Иначе' }] });
    await minutes(s, 3, 20);
    const [there] = s.fake.get(invoices, key)?.['Товары'] as Record<string, unknown>[];
    expect(there).to.include({ Сумма: 700, СтавкаНДС: 'НДС24' });
  });

  it('is not posted with an amount that is still in question', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake), Товары: [line(100)] }));
    await s.cycle();
    const { id, fields } = await s.recordAt('invoice', key);
    const [ours] = fields['lines'] as readonly Line[];
    const amounts = { price: '300', amount: '300', vatAmount: '50' };
    await s.edit(id, { lines: [{ ...ours, ...amounts }], posted: true });
    s.fake.edit(invoices, key, { Товары: [line(700)], СуммаДокумента: 700 });
    s.tick(20);
    await s.cycle();
    expect(s.fake.get(invoices, key)).to.include({ Posted: false });
    expect((await s.problems()).map((p) => p.kind)).to.deep.equal(['conflict']);
  });

  it('made here before the field was mapped is not forgotten when it is', async () => {
    const omitted = { counterparty: { fields: { comment: { omit: true } } } };
    const s = await start({ host: { mappings: omitted } });
    const key = party(s.fake, { Комментарий: 'их' });
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    await s.settle();
    const config = configOf({ url: s.fake.url, user: s.fake.user, password: s.fake.password });
    s.sidebook = new Sidebook(config, { world: s.world, holder: 'test' }, s.sidebook.store);
    await s.sidebook.begin();
    await minutes(s, 4, 20);
    const same = (await s.record(id)).fields['comment'] === s.fake.get(parties, key)?.['Комментарий'];
    expect(same || (await s.problems()).length > 0, 'two values, and nobody is asked').to.equal(true);
  });

  it('is not shown as posted while 1C shows it is not', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake) }));
    await s.cycle();
    const { id } = await s.recordAt('invoice', key);
    expect((await s.sidebook.store.queries.invoice(id))?.posted).to.equal(false);
    await s.edit(id, { posted: true });
    expect(s.fake.get(invoices, key)?.['Posted']).to.equal(false);
    expect((await s.sidebook.store.queries.invoice(id))?.posted).to.equal(false);
  });

  it('is sent once though its neighbour was told apart and the answer is lost', async () => {
    const s = await start({ fake: { quirks: { clientKeys: 'ignored' } } });
    await s.cycle();
    party(s.fake, { Description: 'Иванов Иван Иванович', ИНН: '', КПП: '' });
    await live(s, { name: 'Иванов Иван Иванович', kind: 'person', country: 'RU' });
    s.tick(20);
    await s.cycle();
    const links = await s.links('counterparty');
    const waiting = links.find((l) => l.hostId === null);
    const [problem] = (await s.problems('ambiguous')).filter((p) => p.link === waiting?.id);
    await s.answer(problem, { choose: 'apart' });
    s.fake.faults.dropAfter = { method: 'POST', path: parties, next: 1 };
    await minutes(s, 12, 2);
    expect(s.fake.list(parties)).to.have.length(2);
  });

  it('does not create what went out of the scope while its answer was missing', async () => {
    const s = await start({ host: { mappings: { counterparty: { scope: { out: { fields: { country: ['RU'] } } } } } } });
    await s.cycle();
    const { id } = await live(s, {
      name: 'Лютик ООО',
      kind: 'company',
      country: 'RU',
      taxId: '7707083893',
      branchCode: '770701001',
    });
    s.fake.faults.dropBefore = { method: 'POST', path: parties, next: 1 };
    await s.sync();
    expect(s.fake.list(parties)).to.have.length(0);
    await s.edit(id, { country: 'DE' });
    await minutes(s, 5, 4);
    expect(s.fake.list(parties)).to.deep.equal([]);
  });

  for (const busyHost of [false, true])
    it(`stands over 1C where the module is right, ${busyHost ? 'though its link moves meanwhile' : 'nothing else happening'}`, async () => {
      const s = await start();
      const key = party(s.fake, { Комментарий: 'старое' });
      await s.cycle();
      const backup = s.fake.snapshot();
      const { id } = await s.recordAt('counterparty', key);
      await s.edit(id, { comment: 'после копии' });
      await s.settle();
      s.fake.restore(backup);
      await s.sidebook.store.write({ actor: 'test' }, (t) => {
        t.setHost(HOST, { state: 'restored' });
        t.problem({ host: HOST, link: null, record: null, entity: null, unit: null, kind: 'restored', detail: { code: 'host-restored' }, ours: null, theirs: null, base: null, since: s.clock.now().toISOString() }); // prettier-ignore
      });
      s.tick(20);
      await s.everything();
      const link = await s.linkAt('counterparty', key);
      const { store } = s.sidebook;
      let moved = !busyHost;
      const busy: Store = Object.create(store, {
        write: {
          value: async (...[by, work]: Parameters<Store['write']>) => {
            if (!moved) {
              moved = true;
              await store.write({ actor: 'a page of the host' }, (t) => t.touchLink(link?.id ?? 0));
            }
            return store.write(by, work);
          },
        },
      }) as Store;
      for (const name of ['read', 'linkIds'] as const) Object.defineProperty(busy, name, { value: store[name].bind(store) });
      const [problem] = await s.problems('restored');
      await resolveProblem({ ...s.sidebook.engine, store: busy }, problem?.id ?? 0, { choose: 'module-right' }, 'anna');
      await minutes(s, 4, 20);
      expect((await s.record(id)).fields['comment']).to.equal('после копии');
      expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('после копии');
    });

  it('that nobody can read holds up itself alone', async () => {
    const s = await start();
    const keys = ['Азов', 'Буй'].map((Description) => party(s.fake, { Description, ИНН: '', КПП: '' }));
    await s.cycle();
    const rows = keys.map((key) => s.fake.edit(parties, key, { Комментарий: 'их' }));
    const body = JSON.stringify({ value: [{ ...rows[0], DeletionMark: 'нет' }, rows[1]] });
    s.fake.reply({ method: 'GET', path: `Ref_Key eq guid'${keys[0] ?? ''}'`, body });
    await minutes(s, 3, 20);
    expect((await s.recordAt('counterparty', keys[1])).fields['comment']).to.equal('их');
  });

  it('reaches us when a row of a register is deleted', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake) }));
    const row = { Организация_Key: s.fake.get(invoices, key)?.['Организация_Key'], Документ: key, Документ_Type: `StandardODATA.${invoices}` }; // prettier-ignore
    s.fake.setRegister('InformationRegister_СрокиОплатыДокументов', { ...row, СрокОплаты: '2026-05-01T00:00:00' });
    await s.cycle();
    await minutes(s, 2, 20);
    expect((await s.recordAt('invoice', key)).fields['dueDate']).to.equal('2026-05-01');
    s.fake.removeRegister('InformationRegister_СрокиОплатыДокументов', row);
    await minutes(s, 12, 120); // a day
    expect((await s.recordAt('invoice', key)).fields['dueDate']).to.equal(null);
  });

  it('that is refused stays one problem with its first moment', async () => {
    const s = await start();
    const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake) }));
    await s.cycle();
    const { id } = await s.recordAt('invoice', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.reply({ method: 'PATCH', path: key, status: 500, body: JSON.stringify({ 'odata.error': { code: '-1', message: { lang: 'ru', value: 'Нельзя' } } }) }); // prettier-ignore
    await minutes(s, 1);
    const [first] = await s.problems('refused');
    await minutes(s, 3, 61);
    expect((await s.problems('refused')).map((p) => [p.id, p.since])).to.deep.equal([[first?.id, first?.since]]);
  });

  it('that is refused twice is not tried every hour', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await s.edit(id, { comment: 'наше' });
    s.fake.reply({ method: 'PATCH', path: key, status: 500, body: JSON.stringify({ 'odata.error': { code: '-1', message: { lang: 'ru', value: 'Нельзя' } } }) }); // prettier-ignore
    await minutes(s, 24, 60);
    expect(s.writes.filter((r) => r.method === 'PATCH').length).to.be.at.most(3);
  });

  it('of the mark is asked again when 1C took the mark back', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    s.fake.edit(parties, key, { DeletionMark: true });
    s.tick(20);
    await s.cycle();
    const [problem] = await s.problems('marked');
    s.fake.edit(parties, key, { DeletionMark: false });
    s.tick(20);
    await s.sync({ planOnly: true });
    await s.answer(problem, { choose: 'deactivate' }).catch(() => undefined);
    await minutes(s, 2, 20);
    expect((await s.record(id)).fields).to.include({ deletionMark: false });
    expect((await s.record(id)).fields['active']).to.not.equal(false);
  });

  it('into an object that is gone does not wait for ever', async () => {
    const s = await start();
    const key = party(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    s.fake.remove(parties, key);
    await minutes(s, 1, 20);
    await s.answer((await s.problems('vanished'))[0], { choose: 'keep' });
    await s.edit(id, { comment: 'наше' });
    await minutes(s, 3, 20);
    const counts = (await s.sidebook.store.queries.counts()).filter((c) => c.entity === 'counterparty');
    expect(counts.map((c) => c.waiting)).to.deep.equal([0]);
  });

  for (const failing of [false, true])
    it(`meets the closed period of our own user, ${failing ? 'though the list of users failed once' : 'read at first try'}`, async () => {
      const s = await start();
      const key = keyOf(invoice(s.fake, { Контрагент_Key: customer(s.fake), Date: '2026-01-15T10:00:00' }));
      const users = s.fake.list('Catalog_Пользователи').filter((r) => String(r['Description']).trim() === s.fake.user);
      const user = keyOf(users[0] ?? s.fake.create('Catalog_Пользователи', { Description: s.fake.user }));
      const SET = 'InformationRegister_ДатыЗапретаИзменения';
      s.fake.closePeriod('2025-12-31'); // for all
      const [row] = s.fake.list(SET);
      s.fake.setRegister(SET, { ...row, Пользователь: user, Пользователь_Type: 'StandardODATA.Catalog_Пользователи', ДатаЗапрета: '2026-01-31T00:00:00' }); // prettier-ignore
      if (failing)
        s.fake.reply({
          path: 'Catalog_Пользователи?$format=json&$select=Ref_Key%2CDescription',
          status: 502,
          body: '<html>',
          next: 5,
        });
      await s.sync();
      s.fake.forget();
      for (let i = 0; i < 3; i++) {
        s.tick(5);
        await s.cycle();
      }
      const { id } = await s.recordAt('invoice', key);
      const refused = await s.edit(id, { date: '2026-01-16T10:00:00' }).then(
        () => 'taken',
        (e: unknown) => (e as { code: string }).code,
      );
      expect([await s.records('closedPeriod')].flat().map((r) => r.fields['until'])).to.deep.equal(['2026-01-31']);
      expect(refused).to.equal('period-closed');
    });
});
