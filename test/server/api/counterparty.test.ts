/** The counterparty's panel: who, how much, whose, how fresh - in one call, from outside. */
import { expect } from 'chai';
import type { CounterpartyAnswer, CounterpartyView } from '../../../connector/server/contract/counterparty.ts';
import type { NotLinked } from '../../../connector/server/contract/shared.ts';
import { customer, keyOf, live, prospect } from '../../scenarios/making.ts';
import { contract, invoice, line, organisationOf, party, payment, shipment } from '../../hosts/onec/samples.ts';
import { parties, type Setting } from '../../scenarios/setting.ts';
import { about, office, PARTY, type Office } from './client.ts';

describe('GET /counterparty', () => {
  const { open } = office();
  const view = ({ api }: Office, entity: string) => api.get<CounterpartyView>(`/counterparty?${about(entity)}`);

  async function withParty(more: Record<string, unknown> = {}): Promise<Office & { key: string; under: string }> {
    const o = await open();
    const key = party(o.s.fake, more);
    const under = contract(o.s.fake, key);
    await o.s.cycle();
    return { ...o, key, under };
  }
  const later = async (s: Setting): Promise<void> => {
    s.tick(20);
    await s.everything();
  };

  it('finds it by the name of the form, by our word, and by our own id', async () => {
    const o = await withParty();
    const v = await view(o, PARTY(o.key));
    expect([v.name, v.taxId, v.branchCode, v.stage]).to.deep.equal(['Василёк ООО', '7736050003', '773601001', 'live']);
    for (const name of [
      `buh:counterparty:${o.key}`,
      `sidebook:counterparty:${v.id}`,
      PARTY(o.key.toUpperCase()),
      PARTY(`{${o.key}}`),
    ])
      expect([name, (await view(o, name)).id]).to.deep.equal([name, v.id]);
  });

  it('shows the debt of the ledger with its time, per organisation and currency', async () => {
    const o = await withParty();
    shipment(o.s.fake, o.key, o.under, 2500.5);
    await later(o.s);
    const v = await view(o, PARTY(o.key));
    expect(v.debts).to.deep.equal([{ organisation: 'Ромашка ООО', currency: 'RUB', debt: '2500.5', advance: '0', overdue: '0' }]);
    expect([v.debtWhy, v.debtAt]).to.deep.equal([null, o.s.clock.now().toISOString()]);
    expect(v.guard).to.deep.equal({ warn: false, text: '' });
  });

  it('owes nothing, said without a reason, when there is nothing', async () => {
    const o = await withParty();
    const v = await view(o, PARTY(o.key));
    expect([v.debts, v.debtWhy, v.overdueDays, v.unpaid]).to.deep.equal([[], null, null, []]);
  });

  it('says why debt is unknown where the ledger is not published', async () => {
    const o = await open();
    o.s.fake.quirks.composition = (await published(o.s)).filter((name) => !name.startsWith('AccountingRegister_Хозрасчетный'));
    const key = party(o.s.fake);
    await o.s.cycle();
    const v = await view(o, PARTY(key));
    expect([v.debts, v.debtAt]).to.deep.equal([[], null]);
    expect(v.debtWhy).to.equal('1C:Accounting does not publish its settlements');
  });

  it('keeps "not paid by invoices" apart, and counts overdue days by the reader’s day', async () => {
    const o = await withParty();
    const made = invoice(o.s.fake, { Контрагент_Key: o.key, Posted: true, Date: '2026-02-10T10:00:00', СуммаДокумента: 2500 });
    o.s.fake.setRegister('InformationRegister_СрокиОплатыДокументов', { Организация_Key: made['Организация_Key'], Документ: made['Ref_Key'], Документ_Type: 'StandardODATA.Document_СчетНаОплатуПокупателю', СрокОплаты: '2026-02-20T00:00:00' }); // prettier-ignore
    await later(o.s);
    const v = await view(o, PARTY(o.key));
    expect(v.unpaid).to.deep.equal([{ currency: 'RUB', amount: '2500', count: 1 }]);
    expect([v.overdueDays, v.invoices[0]?.overdueDays, v.invoices[0]?.paidState]).to.deep.equal([4, 4, 'unpaid']);
    expect(v.debts).to.deep.equal([]);
    expect(v.guard.warn).to.equal(true);
    expect(v.warnings.map((w) => w.kind)).to.deep.equal(['debtor']);
    const east = await o.api.as({ timeZone: 'Pacific/Kiritimati' }).get<CounterpartyView>(`/counterparty?${about(PARTY(o.key))}`);
    expect(east.overdueDays).to.equal(5 - Number(o.s.clock.now().getUTCHours() < 10));
  });

  it('counts overdue days from the oldest of all our organisations', async () => {
    const o = await withParty();
    for (const [organisation, due] of [['Ромашка ООО', '2026-02-20'], ['Петров П.П. ИП', '2026-02-14'], ['Ромашка ООО', '2026-03-30']] as const) {
      const made = invoice(o.s.fake, { Контрагент_Key: o.key, Организация_Key: organisationOf(o.s.fake, organisation), Posted: true, Date: '2026-02-10T10:00:00', СуммаДокумента: 100 });
      o.s.fake.setRegister('InformationRegister_СрокиОплатыДокументов', { Организация_Key: made['Организация_Key'], Документ: made['Ref_Key'], Документ_Type: 'StandardODATA.Document_СчетНаОплатуПокупателю', СрокОплаты: `${due}T00:00:00` });
    }
    await later(o.s);
    const v = await view(o, PARTY(o.key));
    expect([v.overdueDays, new Set(v.invoices.map((i) => i.overdueDays))]).to.deep.equal([10, new Set([10, 4, null])]);
    const other = o.s.fake.list('Document_СчетНаОплатуПокупателю').find((r) => r['Организация_Key'] === organisationOf(o.s.fake, 'Петров П.П. ИП'));
    o.s.fake.edit('Document_СчетНаОплатуПокупателю', String(other?.['Ref_Key']), { DeletionMark: true, Posted: false });
    await later(o.s);
    expect((await view(o, PARTY(o.key))).overdueDays).to.equal(4);
  }); // prettier-ignore

  it('warns of a debtor in the reader’s language, sums written as people write them', async () => {
    const o = await withParty();
    o.s.fake.edit('Catalog_ДоговорыКонтрагентов', o.under, { УстановленСрокОплаты: true, СрокОплаты: 3 });
    shipment(o.s.fake, o.key, o.under, 410000);
    o.s.tick(5 * 24 * 60);
    await later(o.s);
    const v = await o.api.as({ lang: 'ru' }).get<CounterpartyView>(`/counterparty?${about(PARTY(o.key))}`);
    expect(v.guard.text.replaceAll(/\s/g, ' ')).to.equal('Должник: просрочено 410 000,00 ₽');
    expect(v.guard.text).to.contain('00\u00a0₽'); // one sum, never broken over two lines
    expect(v.debts[0]?.overdue).to.equal('410000');
  });

  it('says in one line what they prefer, that they are marked, that they are no longer active', async () => {
    const o = await withParty({ Комментарий: 'Не звонить по понедельникам\nвторая строка' });
    o.s.fake.edit(parties, o.key, { DeletionMark: true });
    await later(o.s);
    for (const p of await o.s.problems('marked')) await o.s.answer(p, { choose: 'deactivate' });
    const v = await view(o, PARTY(o.key));
    expect(v.warnings.map((w) => [w.kind, w.text])).to.deep.include(['preference', 'Не звонить по понедельникам']);
    expect(v.warnings.map((w) => w.kind))
      .to.include('deletion-mark')
      .and.to.include('inactive');
  });

  it('hints a limit from three paid invoices on, in decimals', async () => {
    const o = await withParty();
    for (const [i, amount] of [1000, 2000.1, 3000.2].entries()) {
      const made = invoice(o.s.fake, { Контрагент_Key: o.key, ДоговорКонтрагента_Key: o.under, Posted: true, Date: `2026-01-1${String(i)}T10:00:00`, Товары: [line(amount)], СуммаДокумента: amount });
      payment(o.s.fake, o.key, o.under, [[amount, keyOf(made)]], { Date: `2026-01-2${String(i)}T12:00:00` });
    } // prettier-ignore
    await later(o.s);
    const v = await view(o, PARTY(o.key));
    expect(v.limitHint).to.deep.equal({
      currency: 'RUB',
      paid: '6000.3',
      invoices: 3,
      medianLateDays: 10,
      limit: '500.03',
      lastPaidAt: '2026-01-22',
    });
  });

  it('has a badge for every host, and says when it was read', async () => {
    const o = await withParty();
    await later(o.s);
    const v = await view(o, PARTY(o.key));
    expect(v.badges.map((b) => [b.host, b.title, b.state])).to.deep.equal([['buh', '1C:Accounting', 'in-step']]);
    expect(v.freshness).to.deep.equal([
      { host: 'buh', title: '1C:Accounting', at: o.s.clock.now().toISOString(), stale: false, cause: null },
    ]);
    await o.s.edit(v.id, { name: 'Василёк' });
    expect((await view(o, PARTY(o.key))).badges[0]?.state).to.equal('waiting');
    const ours = await prospect(o.s, { name: 'Новый' });
    expect((await view(o, `sidebook:counterparty:${ours.id}`)).badges[0]?.state).to.equal('not-there');
  });

  it('says of one that left what is exchanged that nothing crosses, not that it is in step', async () => {
    const o = await open({ host: { mappings: { counterparty: { scope: { in: { folder: ['Покупатели'] } } } } } });
    const folder = keyOf(o.s.fake.create(parties, { Description: 'Покупатели', IsFolder: true }));
    const key = party(o.s.fake, { Parent_Key: folder });
    await o.s.cycle();
    expect((await view(o, PARTY(key))).badges[0]?.state).to.equal('in-step');
    o.s.fake.edit(parties, key, { Parent_Key: '00000000-0000-0000-0000-000000000000' });
    await later(o.s);
    const [badge] = (await view(o, PARTY(key))).badges;
    expect([badge?.state, badge?.text]).to.deep.equal(['read-only', 'outside of what is exchanged: changes do not cross']);
  });

  it('is read-only where nothing is written, and says who switches it on', async () => {
    const o = await withParty();
    await later(o.s);
    const { id } = await view(o, PARTY(o.key));
    await o.s.switchWriting(false);
    await o.s.edit(id, { name: 'Василёк' });
    const [badge] = (await view(o, PARTY(o.key))).badges;
    expect([badge?.state, badge?.text]).to.deep.equal(['read-only', 'Writing is switched off.']);
  });

  it('is stale after fifteen minutes and a cycle, with the cause and whose turn it is', async () => {
    const o = await withParty();
    await later(o.s);
    o.s.tick(15);
    expect((await view(o, PARTY(o.key))).freshness[0]?.stale).to.equal(false);
    o.s.tick(2);
    const [late] = (await view(o, PARTY(o.key))).freshness;
    expect([late?.stale, late?.cause?.code, late?.cause?.who]).to.deep.equal([true, 'data-late', 'itself']);
    await o.s.fake.close();
    await o.s.sync({ everything: true });
    const [down] = (await view(o, PARTY(o.key))).freshness;
    expect([down?.cause?.code, down?.cause?.who]).to.deep.equal(['host-unreachable', 'itself']);
    expect(down?.cause?.retryAt).to.match(/^2026-/);
  });

  it('counts problems that wait for a person, and shows the one towards the host', async () => {
    const o = await withParty();
    const { id } = await view(o, PARTY(o.key));
    o.s.fake.edit(parties, o.key, { Description: 'Василёк плюс ООО' });
    await o.s.edit(id, { name: 'Василёк и Ко' });
    await later(o.s);
    const v = await view(o, PARTY(o.key));
    expect([v.problems, v.badges[0]?.state]).to.deep.equal([1, 'problem']);
    expect(v.badges[0]?.problem).to.equal((await o.s.problems('conflict'))[0]?.id);
  });

  it('is answered with 304 while nothing moved', async () => {
    const o = await withParty();
    const first = await o.api.ask('get', `/counterparty?${about(PARTY(o.key))}`);
    expect(first.etag).to.match(/^W\//);
    expect((await o.api.ask('get', `/counterparty?${about(PARTY(o.key))}`, { none: first.etag ?? '' })).status).to.equal(304);
  });

  it('gives what people typed back as it is: markup is text', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'`&';
    const o = await withParty({ Description: evil, НаименованиеПолное: evil, Комментарий: `</script>${evil}` });
    const answer = await o.api.ask<CounterpartyView>('get', `/counterparty?${about(PARTY(o.key))}`);
    expect([answer.body.name, answer.body.legalName]).to.deep.equal([evil, evil]);
    expect(answer.body.warnings[0]?.text).to.equal(`</script>${evil}`);
  });

  describe('of an object nobody knows', () => {
    const ask = ({ api }: Office, entity: string) => api.get<CounterpartyAnswer>(`/counterparty?${about(entity)}`);

    it('that was never read, says so and shows nothing', async () => {
      const o = await withParty();
      const v = (await ask(o, PARTY('00000000-0000-4000-8000-000000000001'))) as NotLinked;
      expect([v.state, v.candidates, v.mayLink]).to.deep.equal(['not-linked', [], false]);
    });

    it('that may be one of ours, names the candidates to those who may link, and links', async () => {
      const o = await open();
      await o.s.cycle();
      const ours = await live(o.s, { name: 'Василёк', taxId: '7736050003', branchCode: null, kind: 'company' });
      const key = customer(o.s.fake, { КПП: '773601001' });
      await o.s.everything();
      const v = (await ask(o, PARTY(key))) as NotLinked;
      expect(v.state).to.equal('not-linked');
      expect(v.candidates.map((c) => [c.id, c.name, c.taxId])).to.deep.equal([[ours.id, 'Василёк', '7736050003']]);
      const asSales = await o.api.as({ roles: ['sales'] }).get<NotLinked>(`/counterparty?${about(PARTY(key))}`);
      expect([asSales.candidates, asSales.mayLink]).to.deep.equal([[], false]);
      await o.api.as({}).post('/links', { entity: PARTY(key), record: ours.id });
      await o.s.everything();
      expect(((await ask(o, PARTY(key))) as CounterpartyView).id).to.equal(ours.id);
    });

    it('is refused by kind, not guessed', async () => {
      const o = await withParty();
      for (const entity of ['buh:Catalog_Валюты:x', 'nobody:counterparty:x', 'buh:counterparty:', 'x'])
        expect([entity, (await o.api.ask('get', `/counterparty?${about(entity)}`)).status]).to.deep.equal([entity, 400]);
      expect((await o.api.ask('get', '/counterparty')).status).to.equal(400);
      expect(
        (await o.api.ask('get', '/counterparty?entity=sidebook:counterparty:00000000-0000-4000-8000-000000000001')).status,
      ).to.equal(404);
    });
  });
});

/** Every set the base publishes. */
async function published({ fake }: Setting): Promise<string[]> {
  const login = Buffer.from(`${fake.user}:${fake.password}`, 'utf8').toString('base64');
  const answer = await fetch(`${fake.url}?$format=json`, { headers: { authorization: `Basic ${login}` } });
  const { value } = (await answer.json()) as { value: { name: string }[] };
  return value.map((v) => v.name);
}
