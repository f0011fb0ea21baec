/**
 * Random lives over a web service: people edit on both sides, answers are lost and cut, the base closes. In the end both show the same and nothing stands twice. SIDEBOOK_SOAP_SEED=n lives that one alone.
 */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { seeded, type Random } from '../random.ts';
import { customer, issue, live } from './making.ts';
import { invoices, overSoap, parties, stage, type Setting } from './setting.ts';

const ONE = process.env['SIDEBOOK_SOAP_SEED'];
const SEEDS = ONE === undefined ? [1, 2, 3, 4] : [Number(ONE)];
const STEPS = 24;

interface Life {
  readonly s: Setting;
  readonly random: Random;
  next: number;
}
type Step = (life: Life) => unknown;

const keyIn = ({ s, random }: Life): string | undefined => random.pick(s.fake.list(parties).map((r) => String(r['Ref_Key'])));
const next = (life: Life): string => String(++life.next);

const STEPS_OF: Readonly<Record<string, Step>> = {
  thereNew: (life) => void customer(life.s.fake, { Description: `Книги ${next(life)}`, ИНН: innOf(life.next), КПП: '770101001' }),
  hereNew: (life) =>
    live(life.s, { name: `Здесь ${next(life)}`, kind: 'company', taxId: innOf(life.next), branchCode: '770101001' }),
  thereComment: (life) => {
    const key = keyIn(life);
    if (key) life.s.fake.edit(parties, key, { Комментарий: `книги ${next(life)}` });
  },
  herePhone: async (life) => {
    const record = life.random.pick(await life.s.records('counterparty'));
    if (record) await life.s.edit(record.id, { phone: `+7 495 ${next(life)}` });
  },
  bill: async (life) => {
    const record = life.random.pick(await life.s.records('counterparty'));
    if (record) await issue(life.s, { counterparty: record.id });
  },
  between: ({ s, random }) => {
    const key = random.pick(s.fake.list(parties).map((r) => String(r['Ref_Key'])));
    s.fake.beforeWrite = () => {
      s.fake.beforeWrite = undefined;
      if (key) s.fake.edit(parties, key, { НаименованиеПолное: `в последний миг ${String(s.fake.log.length)}` });
    };
  },
  lostAnswer: ({ s }) => void (s.fake.faults.dropAfter = { next: 1, body: '<Создать' }),
  lostChange: ({ s }) => void (s.fake.faults.dropAfter = { next: 1, body: '<Изменить' }),
  cut: ({ s }) => void (s.fake.faults.cutBody = { next: 1, method: 'POST' }),
  page: ({ s }) => void (s.fake.faults.html200 = { next: 1, method: 'POST' }),
  closed: ({ s }) => void (s.fake.faults.exclusive = { next: 3 }),
  cycle: ({ s, random }) => {
    s.tick(1 + Math.floor(random.next() * 40));
    return s.sync();
  },
};

describe('lives over a web service', function () {
  this.timeout(120_000);
  const { start } = stage();

  for (const seed of SEEDS)
    it(`end equal on both sides, seed ${String(seed)}`, async () => {
      const life: Life = { s: await start({ ...overSoap, seed }), random: seeded(seed), next: 100 };
      const { s } = life;
      customer(s.fake);
      await s.cycle();
      const trace: string[] = [];
      for (let i = 0; i < STEPS; i++) {
        const name = life.random.chance(0.4) ? 'cycle' : (life.random.pick(Object.keys(STEPS_OF)) ?? 'cycle');
        trace.push(name);
        await STEPS_OF[name]?.(life);
      }
      for (const name of Object.keys(s.fake.faults)) Reflect.deleteProperty(s.fake.faults, name);
      s.fake.beforeWrite = undefined;
      for (let i = 0; i < 3; i++) {
        s.tick(120);
        await s.sync({ everything: true });
      }
      await s.settle(12);
      const there = s.fake.list(parties).map((r) => [r['Description'], r['ИНН'], r['Комментарий']].map((v) => String(v).trim()).join('|')).sort();
      const here = (await s.records('counterparty')).map(({ fields: f }) => [f['name'], f['taxId'], f['comment'] ?? ''].map(String).join('|')).sort();
      const problems = (await s.problems()).map((p) => `${p.kind} ${p.detail['code'] ?? ''}`);
      const replay = `SIDEBOOK_SOAP_SEED=${String(seed)}: ${trace.join(' ')}`;
      expect({ problems, here }, replay).to.deep.equal({ problems: [], here: there });
      expect(new Set(there.map((t) => t.split('|')[1])).size, replay).to.equal(there.length);
      expect(s.fake.list(invoices).length, replay).to.equal((await s.records('invoice')).filter((r) => r.stage !== 'prospect').length);
    });
}); // prettier-ignore
