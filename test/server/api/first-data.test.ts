/** What a panel first shows comes in one call of at most 16 kB, packed as a proxy packs it, however much there is (widgets.md 3). */
import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import type { InvoicesView } from '../../../connector/server/contract/invoices.ts';
import type { ProblemsView } from '../../../connector/server/contract/problems.ts';
import { customer } from '../../scenarios/making.ts';
import { invoice, line } from '../../hosts/onec/samples.ts';
import { parties } from '../../scenarios/setting.ts';
import { about, office, PARTY } from './client.ts';

const LIMIT = 16 * 1024;
const LONG = 'Научно-производственное объединение «Спецгидроэлектромонтажналадка»';

describe('the first data of a panel', () => {
  const { open } = office();

  it('has at most 16 kB', async () => {
    const o = await open();
    const keys = Array.from({ length: 25 }, (_, i) =>
      customer(o.s.fake, { Description: `${LONG} ${String(i)}`, ИНН: '', КПП: '' }),
    );
    const [first = ''] = keys;
    for (let i = 0; i < 40; i++) invoice(o.s.fake, { Контрагент_Key: first, Date: `2026-02-01T10:${String(10 + i)}:00`, Товары: [line(100 + i)], СуммаДокумента: 100 + i, Комментарий: LONG }); // prettier-ignore
    await o.s.everything();
    for (const [i, key] of keys.entries()) {
      await o.s.edit((await o.s.recordAt('counterparty', key)).id, { name: `${LONG} здесь ${String(i)}` });
      o.s.fake.edit(parties, key, { Description: `${LONG} там ${String(i)}` });
    }
    await o.s.everything();
    expect((await o.api.get<ProblemsView>('/problems')).rows.length).to.equal(20);
    expect((await o.api.get<InvoicesView>('/invoices')).rows.length).to.equal(30);
    for (const path of [
      `/counterparty?${about(PARTY(first))}`,
      `/invoices?${about(PARTY(first))}`,
      '/invoices',
      '/problems',
      '/sync',
    ]) {
      const { text } = await o.api.ask('get', path);
      expect(gzipSync(text, { level: 9 }).length, path).to.be.at.most(LIMIT);
    }
  });
});
