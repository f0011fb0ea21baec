/**
 * Random lives of 1C and Business Central over one store, with real requests: people edit both sides and ours, answers are lost, stamps
 * lie. In the end both show the same and nothing stands twice. SIDEBOOK_BC_SEED=n lives that one alone.
 */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { seeded, type Random } from '../random.ts';
import { BC, BOOKS, bcStage, type BcSetting } from './bc-setting.ts';
import { customer } from './dataverse-books.ts';

const PARTIES = 'Catalog_Контрагенты';
const ONE = process.env['SIDEBOOK_BC_SEED'];
const SEEDS = ONE === undefined ? [1, 2, 3, 4] : [Number(ONE)];
const STEPS = 24;

interface Life {
  readonly s: BcSetting;
  readonly random: Random;
  next: number;
}

type Step = (life: Life) => Promise<void> | void;

const keyIn = ({ s, random }: Life): string | undefined => random.pick(s.books.list(PARTIES).map((r) => String(r['Ref_Key'])));
const idIn = ({ s, random }: Life): string | undefined => random.pick(s.list('customers').map((r) => String(r['id'])));

const STEPS_OF: Readonly<Record<string, Step>> = {
  inBooks: (life) => {
    const n = ++life.next;
    customer(life.s.books, { Description: `Книги ${String(n)}`, ИНН: innOf(n), КПП: '770101001' });
  },
  inSales: (life) => {
    const n = ++life.next;
    life.s.customer({ displayName: `Продажи ${String(n)}`, taxRegistrationNumber: `${innOf(n)}/770101001` });
  },
  nameInBooks: (life) => {
    const key = keyIn(life);
    if (key) life.s.books.edit(PARTIES, key, { Комментарий: `книги ${String(++life.next)}` });
  },
  phoneInSales: (life) => {
    const id = idIn(life);
    if (id) life.s.main.update('customers', id, { phoneNumber: `+7 495 ${String(++life.next)}` });
  },
  oldStamp: (life) => {
    const id = idIn(life);
    if (!id) return;
    life.s.main.update('customers', id, { website: `www${String(++life.next)}.example` });
    life.s.main.stamp('customers', id, '2019-01-01T00:00:00Z');
  },
  mailHere: async (life) => {
    const record = life.random.pick(await life.s.records('counterparty'));
    if (record) await life.s.edit(record.id, { email: `m${String(++life.next)}@here.example` });
  },
  lostAnswer: ({ s, random }) => void (s.bc.faults.dropAfter = { next: 1, method: random.chance(0.5) ? 'POST' : 'PATCH' }),
  storm: ({ s }) => void (s.bc.faults.status = { status: 429, retryAfter: 3, next: 2 }),
  down: ({ s }) => void (s.bc.faults.status = { status: 503, next: 4 }),
  restart: ({ s }) => s.restart(),
  cycle: async ({ s, random }) => {
    s.clock.pass(1 + Math.floor(random.next() * 40));
    await s.sync(random.pick([BOOKS, BC]) ?? BC);
  },
};

const named = (rows: readonly Record<string, unknown>[], columns: readonly string[]): string[] =>
  rows.map((row) => columns.map((c) => (typeof row[c] === 'string' ? row[c] : '')).join('/')).sort();

describe('lives of 1C and Business Central together', function () {
  this.timeout(120_000);
  const start = bcStage();

  for (const seed of SEEDS)
    it(`end equal on both sides, seed ${String(seed)}`, async () => {
      const life: Life = { s: await start({ books: true, seed }), random: seeded(seed), next: 100 };
      const trace: string[] = [];
      for (let i = 0; i < STEPS; i++) {
        const name = life.random.chance(0.4) ? 'cycle' : (life.random.pick(Object.keys(STEPS_OF)) ?? 'cycle');
        trace.push(name);
        await STEPS_OF[name]?.(life);
      }
      for (const fault of ['status', 'dropAfter'] as const) Reflect.deleteProperty(life.s.bc.faults, fault);
      for (let i = 0; i < 2; i++) {
        life.s.clock.pass(120);
        await life.s.settle(12);
      }
      const books = named(life.s.books.list(PARTIES), ['Description', 'ИНН', 'КПП']);
      const sales = named(life.s.list('customers'), ['displayName', 'taxRegistrationNumber']);
      const problems = (await life.s.problems()).map((p) => `${p.kind} ${p.detail['code'] ?? ''}`);
      const replay = `SIDEBOOK_BC_SEED=${String(seed)}: ${trace.join(' ')}`;
      expect({ problems, sales }, replay).to.deep.equal({ problems: [], sales: books });
      expect(new Set(sales.map((text) => text.split('/')[1])).size, replay).to.equal(sales.length);
    });
});
