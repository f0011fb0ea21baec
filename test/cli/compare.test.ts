/** sidebook prices compare: our own figures against the rivals', as a person reads them and as a program does. */
import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity, Fields } from '../../connector/model.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { desks, type Desk } from './desk.ts';

describe('sidebook prices compare', () => {
  const open = desks();
  const said = async (desk: Desk, args: readonly string[], lang: 'ru' | 'en' = 'en'): Promise<string> => {
    const { code, out, err } = await desk.say(args, lang);
    expect([code, err]).to.deep.equal([0, '']);
    return out.replace(/[\u00a0\u202f]/g, ' ');
  };

  async function books(desk: Desk): Promise<void> {
    const store = openSqlite({ file: join(desk.folder, 'data', 'sidebook.db'), world: desk.clock });
    const record = (entity: Entity, id: string, fields: Fields) => ({ id, entity, rev: 1, stage: 'live', fields, changedAt: '2026-02-20T10:00:00.000Z', changedBy: 'test' }) as const; // prettier-ignore
    const lines = [{ product: 'bolt', text: null, quantity: '100', unit: 'pc', price: '12', discount: '0', amount: '1200', vatRate: '20', vatAmount: '200' }]; // prettier-ignore
    await store.write({ actor: 'test' }, (t) => {
      t.setRecord(record('currency', 'rub', { code: 'RUB' }), null);
      t.setRecord(record('unit', 'pc', { name: 'шт' }), null);
      t.setRecord(record('product', 'bolt', { name: 'Болт М8 цинк', sku: 'B8', unit: 'pc' }), null);
      t.setRecord(record('invoice', 'i', { number: 'РМ-7', date: '2026-02-20T10:00:00', state: 'issued', currency: 'rub', vatIncluded: true, lines }), null); // prettier-ignore
    });
    await store.close();
  }

  async function filled(): Promise<Desk> {
    const desk = await open();
    await books(desk);
    await said(desk, ['prices', 'add', 'Болт М8', 'Крепёж+', '2000', '--new', '--unit', 'уп', '--pack', '200', '--vat', '20', '--vat-on-top']); // prettier-ignore
    const search = await said(desk, ['prices', 'search', 'болт']);
    expect(search).to.include('уп');
    return desk;
  }

  it('says where our price is from, every step of theirs, and what counts', async () => {
    const desk = await open();
    await books(desk);
    await said(desk, ['prices', 'add', 'Болт М8', 'Крепёж+', '10', '--new', '--unit', 'шт', '--vat', '20', '--vat-on-top']);
    await said(desk, ['prices', 'add', 'Болт М8', 'МетизТорг', '5', '--new', '--seen', '2025-01-10']);
    await said(desk, ['prices', 'add', 'Болт М8', 'Bolts Ltd', '0.1', '--new', '--currency', 'USD']);
    expect(await said(desk, ['prices', 'compare', 'Болт М8'])).to.include('Ours: unknown, the item is no product of ours yet');
    expect(await said(desk, ['prices', 'product', 'Болт М8', 'b8'])).to.equal('Болт М8 = Болт М8 цинк\n');
    const page = await said(desk, ['prices', 'compare', 'Болт М8']);
    expect(page).to.include('Ours: 12.00 RUB/шт with VAT · invoice РМ-7 of 20/02/2026');
    expect(page).to.include(
      'Крепёж+: 10.00 RUB/шт without VAT · 0 d · we are at 0 %\n    with VAT 20 %: × (100 + 20) ÷ 100 = 12\n    = 12.00',
    );
    expect(page).to.match(/МетизТорг: 5.00 RUB\/шт with VAT · 410 d · stale, does not count/);
    expect(page)
      .to.include('not comparable: no rate of USD to RUB')
      .and.to.include('Counted 1 of 3: lowest 12.00, middle 12.00; cheaper than we: 0');
    const rated = await said(desk, ['prices', 'compare', 'Болт М8', '--rate', 'USD=92,5', '--vat', 'out'], 'ru');
    expect(rated).to.include('Наша: 12,00 RUB/шт с НДС · счёт РМ-7 от 20.02.2026\n  без НДС 20 %: × 100 ÷ (100 + 20) = 10');
    expect(rated).to.include('ставка НДС неизвестна');
    const wrong = await desk.say(['prices', 'compare', 'Болт М8', '--rate', 'доллар']);
    expect([wrong.code, wrong.err.includes('is not a rate of exchange')]).to.deep.equal([1, true]);
  });

  it('takes rates, the type of price and the word on VAT from the configuration; what is typed goes before it', async () => {
    const desk = await open();
    await books(desk);
    const file = join(desk.folder, 'sidebook.config.jsonc');
    const config = JSON.parse(readFileSync(file, 'utf8')) as object;
    const compare = { rates: { USD: { rate: '90', date: '2026-02-20' }, JPY: { rate: '60', per: '100', date: '2026-02-19' } } };
    writeFileSync(file, JSON.stringify({ ...config, compare }));
    await said(desk, ['prices', 'add', 'Болт М8', 'Bolts Ltd', '0.1', '--new', '--unit', 'шт', '--currency', 'USD']);
    await said(desk, ['prices', 'add', 'Болт М8', 'Neji', '15', '--new', '--unit', 'шт', '--currency', 'JPY']);
    await said(desk, ['prices', 'product', 'Болт М8', 'b8']);
    const page = await said(desk, ['prices', 'compare', 'Болт М8']);
    expect(page)
      .to.match(/Bolts Ltd.*\n.*90.*20\/02\/2026.*= 9\n/)
      .and.to.match(/Neji[^]*60[^]*= 9\n/);
    expect(await said(desk, ['prices', 'compare', 'Болт М8', '--rate', 'USD=100'])).to.match(/Bolts Ltd[^]*= 10\n/);
    expect(await said(desk, ['prices', 'compare', 'Болт М8', '--currency', 'usd']))
      .to.include('Neji')
      .and.to.include('19/02/2026');
    writeFileSync(file, JSON.stringify({ ...config, compare: { rates: { USD: { rate: '0', date: '2026-02-20' }, usd: { rate: '1', date: 'today' } } } })); // prettier-ignore
    const wrong = await desk.say(['prices', 'compare', 'Болт М8']);
    expect([wrong.code, /compare\.rates\.USD\.rate.*above zero/.test(wrong.err)]).to.deep.equal([1, true]);
  });

  it('gives the same as JSON, and is audited as a reading of prices', async () => {
    const desk = await filled();
    const told: unknown = JSON.parse(await said(desk, ['prices', 'compare', 'Болт М8', '--json']));
    expect(told).to.have.nested.property('item.name', 'Болт М8');
    expect(told).to.have.nested.property('rivals[0].competitor', 'Крепёж+');
    desk.clock.pass(61);
    expect(await said(desk, ['audit', 'list', '--kind', 'read'])).to.include('read:prices');
  });
});
