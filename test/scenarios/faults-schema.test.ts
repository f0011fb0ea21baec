/** The configuration is updated under us: only the kind it concerns stops, before any write, and goes on when it fits again (M2). */
import { expect } from 'chai';
import { customer, inStep, invoice, keyOf } from './making.ts';
import { invoices, parties, stage, writesIn, type Setting } from './setting.ts';

describe('a configuration updated under us', () => {
  const { start } = stage();

  interface Base {
    readonly s: Setting;
    readonly key: string;
    readonly id: string;
    readonly invoiceKey: string;
    readonly invoiceId: string;
  }
  async function loaded(): Promise<Base> {
    const s = await start();
    const key = customer(s.fake);
    const invoiceKey = keyOf(invoice(s.fake, { Контрагент_Key: key }));
    await s.cycle();
    return { s, key, invoiceKey, id: (await s.recordAt('counterparty', key)).id, invoiceId: (await s.recordAt('invoice', invoiceKey)).id };
  } // prettier-ignore

  const changes = [
    ['renamed', { set: parties, rename: 'НаименованиеПолное', to: 'ПолноеНаименование' }],
    ['removed', { set: parties, remove: 'НаименованиеПолное' }],
  ] as const;
  for (const [what, change] of changes) {
    it(`writes nothing of the kind whose field was ${what}`, async () => {
      const { s, key, id } = await loaded();
      await s.edit(id, { legalName: 'ООО "Наше"', comment: 'наше' });
      s.fake.changeSchema(change);
      for (let i = 0; i < 3; i++) {
        await s.sync();
        s.tick(20);
      }
      expect(writesIn(s.fake.log)).to.deep.equal([]);
      expect(s.fake.get(parties, key)?.['Комментарий']).to.equal('');
    });

    it(`names the field that was ${what}, for as long as it lasts`, async () => {
      const { s, key } = await loaded();
      s.fake.changeSchema(change);
      s.fake.edit(parties, key, { Комментарий: 'их' });
      for (let i = 0; i < 3; i++) {
        s.tick(20);
        await s.sync();
        expect((await s.problems()).map((p) => JSON.stringify(p.detail)).join('\n')).to.include('НаименованиеПолное');
      }
    });

    it(`lets the other kinds go on when one was ${what}`, async () => {
      const { s, id, invoiceKey, invoiceId } = await loaded();
      await s.edit(id, { legalName: 'ООО "Наше"' });
      s.fake.changeSchema(change);
      await s.edit(invoiceId, { comment: 'наше' });
      for (let i = 0; i < 3; i++) {
        s.tick(20);
        await s.sync();
      }
      expect(s.fake.get(invoices, invoiceKey)?.['Комментарий']).to.equal('наше');
    });
  }

  it('goes on by itself when the field is back', async () => {
    const { s, key, id } = await loaded();
    await s.edit(id, { legalName: 'ООО "Наше"' });
    s.fake.changeSchema({ set: parties, rename: 'НаименованиеПолное', to: 'Иначе' });
    for (let i = 0; i < 3; i++) {
      s.tick(20);
      await s.sync();
    }
    s.fake.changeSchema({ set: parties, rename: 'Иначе', to: 'НаименованиеПолное' });
    s.tick(7 * 60);
    await s.everything();
    s.tick(20);
    await s.cycle();
    expect(s.fake.get(parties, key)?.['НаименованиеПолное']).to.equal('ООО "Наше"');
    expect([await inStep(s, id), await s.problems()]).to.deep.equal([true, []]);
  });

  it('asks one question, not a new one every cycle', async () => {
    const { s } = await loaded();
    s.fake.changeSchema({ set: parties, remove: 'НаименованиеПолное' });
    s.tick(7 * 60); // metadata is read again
    await s.sync();
    const before = (await s.problems()).map((p) => [p.id, p.since]);
    for (let i = 0; i < 3; i++) {
      s.tick(1);
      await s.sync();
    }
    expect(before).to.have.length(1);
    expect((await s.problems()).map((p) => [p.id, p.since])).to.deep.equal(before);
  });

  it('loses the meaning of nothing when a field is added', async () => {
    const { s, key } = await loaded();
    s.fake.changeSchema({ set: parties, add: 'Б_Код s20' });
    s.fake.edit(parties, key, { Комментарий: 'их' });
    s.tick(20);
    await s.cycle();
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('их');
  });

  it('stops invoices when a column of their lines is gone', async () => {
    const { s, key, invoiceId } = await loaded();
    await s.edit(invoiceId, { comment: 'наше' });
    s.fake.changeSchema({ set: `${invoices}_Товары`, remove: 'СуммаНДС' });
    s.fake.edit(parties, key, { Комментарий: 'их' });
    for (let i = 0; i < 3; i++) {
      s.tick(20);
      await s.sync();
    }
    expect(writesIn(s.fake.log)).to.deep.equal([]);
    expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('их');
    expect((await s.problems()).map((p) => JSON.stringify(p.detail)).join('\n')).to.include('СуммаНДС');
  });
});
