/** A fault of one set or one object parks that and not the system; it stays visible until it is over (issue "Bad input and faults"). */
import { expect } from 'chai';
import type { FaultRule } from '../hosts/onec/fake.ts';
import { inStep, party } from './making.ts';
import { publishedWithout } from './published.ts';
import { parties, stage, type Setting } from './setting.ts';

const ITEMS = 'Catalog_Номенклатура';

describe('a fault of one part of 1C', () => {
  const { start } = stage();

  async function withTwo(): Promise<{ s: Setting; keys: readonly [string, string]; ids: readonly [string, string] }> {
    const s = await start();
    const keys = [party(s.fake, { Description: 'Азов' }), party(s.fake, { Description: 'Яхта', ИНН: '', КПП: '' })] as const;
    await s.cycle();
    const ids = [(await s.recordAt('counterparty', keys[0])).id, (await s.recordAt('counterparty', keys[1])).id] as const;
    return { s, keys, ids };
  }

  const codes = async (s: Setting): Promise<unknown[]> => (await s.problems()).map((p) => p.detail['code']);

  /** A day of cycles with an edit on either side at its beginning. */
  async function expectTheRestGoesOn({ s, keys, ids }: Awaited<ReturnType<typeof withTwo>>): Promise<void> {
    await s.edit(ids[1], { comment: 'наше' });
    s.fake.edit(parties, keys[1], { НаименованиеПолное: 'ООО "Их"' });
    s.tick(24 * 60);
    await s.sync();
    expect((await s.record(ids[1])).fields['legalName']).to.equal('ООО "Их"');
    expect(s.fake.get(parties, keys[1])?.['Комментарий']).to.equal('наше');
  }

  const setFaults: readonly (readonly [string, string, (s: Setting) => Promise<void>])[] = [
    [
      'is no longer published',
      'not-published',
      async (s) => void (s.fake.quirks.composition = await publishedWithout(s.fake, ITEMS)),
    ],
    ['answers with a page', 'html-instead-of-json', async (s) => void (s.fake.faults.html200 = { path: ITEMS })],
    ['is always cut half-way', 'json-cut', async (s) => void (s.fake.faults.truncatedJson = { path: ITEMS })],
    ['may not be read any more', 'no-right', async (s) => s.fake.reply({ path: ITEMS, status: 401, body: NO_RIGHT })], // prettier-ignore
  ];
  for (const [what, code, arm] of setFaults) {
    it(`lets other kinds go on when a set ${what}`, async () => {
      const at = await withTwo();
      await arm(at.s);
      await expectTheRestGoesOn(at);
    });

    it(`stays visible with its cure when a set ${what}`, async () => {
      const { s } = await withTwo();
      await arm(s);
      s.tick(20);
      await s.sync({ everything: true });
      expect(await codes(s)).to.include(code);
      s.tick(1);
      await s.sync();
      expect(await codes(s)).to.include(code);
    });
  }

  const objectFaults: readonly (readonly [string, (key: string) => Record<string, FaultRule>, string | null])[] = [
    ['is locked by an open form', (key) => ({ lockConflict: { method: 'PATCH', path: key } }), 'lock-conflict'],
    ['ends in an application exception', (key) => ({ appException: { method: 'PATCH', path: key } }), 'host-exception'],
    ['always loses its answer', (key) => ({ dropAfter: { method: 'PATCH', path: key } }), null],
    ['always cuts the connection', (key) => ({ dropBefore: { method: 'PATCH', path: key } }), 'connection-cut'],
  ];
  for (const [what, fault, code] of objectFaults) {
    it(`is one problem in words once trying does not help when one ${what}`, async () => {
      const { s, keys, ids } = await withTwo();
      await s.edit(ids[0], { comment: 'застряло' });
      Object.assign(s.fake.faults, fault(keys[0]));
      for (let i = 0; i < 7; i++) {
        await s.sync();
        s.tick(90);
      }
      expect(await codes(s)).to.deep.equal(code === null ? [] : [code]); // what arrived is seen to have arrived
    });

    it(`lets other records go on when one ${what}`, async () => {
      const at = await withTwo();
      await at.s.edit(at.ids[0], { comment: 'застряло' });
      Object.assign(at.s.fake.faults, fault(at.keys[0]));
      await expectTheRestGoesOn(at);
    });

    it(`sends it once the fault is over when one ${what}`, async () => {
      const { s, keys, ids } = await withTwo();
      await s.edit(ids[0], { comment: 'застряло' });
      Object.assign(s.fake.faults, fault(keys[0]));
      for (let i = 0; i < 4; i++) {
        await s.sync();
        s.tick(20);
      }
      s.fake.forget();
      s.tick(90);
      await s.cycle();
      await s.cycle();
      expect(s.fake.get(parties, keys[0])?.['Комментарий']).to.equal('застряло');
      expect([await inStep(s, ids[0]), await s.problems()]).to.deep.equal([true, []]);
    });
  }

  for (const isNew of [false, true])
    it(`asks about ${isNew ? 'a new object' : 'an object'} it cannot read, until it can`, async () => {
      const { s, keys } = await withTwo();
      const key = isNew ? party(s.fake, { Description: 'Ветер', ИНН: '', КПП: '' }) : keys[1];
      const row = s.fake.edit(parties, key, { Комментарий: 'их' });
      const body = JSON.stringify({ value: [{ ...row, DeletionMark: 'нет' }] });
      s.fake.reply({ method: 'GET', path: `Ref_Key eq guid'${key}'`, body });
      for (let i = 0; i < 3; i++) {
        s.tick(20);
        await s.cycle();
        expect((await s.problems()).map((p) => [p.kind, p.detail['property']])).to.deep.equal([
          ['unmapped-value', 'DeletionMark'],
        ]);
      }
      s.fake.forget();
      s.tick(20);
      await s.cycle();
      expect(await s.problems()).to.deep.equal([]);
      expect((await s.recordAt('counterparty', key)).fields['comment']).to.equal('их');
    });
});

const NO_RIGHT = JSON.stringify({
  'odata.error': { code: '20', message: { lang: 'ru', value: 'Недостаточно прав для работы с таблицей' } },
});
