/**
 * Random lives of 1C and Dynamics over one store, with real requests: people edit both sides and ours, answers are lost, links expire.
 * In the end both show the same and nothing stands twice. SIDEBOOK_CRM_SEED=n lives that one alone.
 */
import { expect } from 'chai';
import { seeded, type Random } from '../random.ts';
import { innOf } from '../properties/habits.ts';
import { customer } from './dataverse-books.ts';
import { BOOKS, CRM, type CrmFake, type CrmSetting } from './dataverse-setting.ts';
import { DOORS } from './organization-setting.ts';

const PARTIES = 'Catalog_Контрагенты';
const ONE = process.env['SIDEBOOK_CRM_SEED'];
/** Both doors lead to one engine: the second needs fewer. */
const seedsOf = (door: string): readonly number[] =>
  ONE === undefined ? (door === 'Dynamics' ? [1, 2, 3, 4, 5, 6] : [1, 2, 3, 4]) : [Number(ONE)];
const STEPS = 24;

interface Life {
  readonly s: CrmSetting<CrmFake>;
  readonly random: Random;
  next: number;
}

type Step = (life: Life) => Promise<void> | void;

const keyIn = ({ s, random }: Life): string | undefined => random.pick(s.books.list(PARTIES).map((r) => String(r['Ref_Key'])));
const accountIn = ({ s, random }: Life): string | undefined =>
  random.pick(s.crm.list('account').map((r) => String(r['accountid'])));

const STEPS_OF: Readonly<Record<string, Step>> = {
  inBooks: (life) => {
    const n = ++life.next;
    customer(life.s.books, { Description: `Книги ${String(n)}`, ИНН: innOf(n), КПП: '770101001' });
  },
  inSales: (life) => {
    const n = ++life.next;
    life.s.account({ name: `Продажи ${String(n)}`, new_inn: innOf(n), new_kpp: '770101001' });
  },
  commentInBooks: (life) => {
    const key = keyIn(life);
    if (key) life.s.books.edit(PARTIES, key, { Комментарий: `книги ${String(++life.next)}` });
  },
  phoneInSales: (life) => {
    const id = accountIn(life);
    if (id) life.s.crm.edit('account', id, { telephone1: `+7 495 ${String(++life.next)}` });
  },
  mailHere: async (life) => {
    const record = life.random.pick(await life.s.records('counterparty'));
    if (record) await life.s.edit(record.id, { email: `m${String(++life.next)}@here.example` });
  },
  lostAnswer: ({ s }) =>
    void (s.crm.faults.dropAfter = { next: 1, method: s.clock.now().getTime() % 2 === 0 ? 'POST' : 'PATCH' }),
  storm: ({ s }) => void (s.crm.faults.status = { status: 429, retryAfter: 3, next: 2 }),
  down: ({ s }) => void (s.crm.faults.status = { status: 503, next: 4 }),
  expired: ({ s }) => void (s.crm.org.schemaVersion += 1),
  restart: ({ s }) => s.restart(),
  cycle: async ({ s, random }) => {
    s.clock.pass(1 + Math.floor(random.next() * 40));
    await s.sync(random.pick([BOOKS, CRM]) ?? CRM);
  },
};

const named = (rows: readonly Record<string, unknown>[], columns: readonly string[]): string[] =>
  rows.map((row) => columns.map((c) => (typeof row[c] === 'string' ? row[c] : '')).join('|')).sort();

for (const [door, stage] of Object.entries(DOORS))
  describe(`lives of 1C and ${door} together`, function () {
    this.timeout(120_000);
    const start = stage();

    for (const seed of seedsOf(door))
      it(`end equal on both sides, seed ${String(seed)}`, async () => {
        const life: Life = { s: await start({ books: true, seed }), random: seeded(seed), next: 100 };
        const trace: string[] = [];
        for (let i = 0; i < STEPS; i++) {
          const name = life.random.chance(0.4) ? 'cycle' : (life.random.pick(Object.keys(STEPS_OF)) ?? 'cycle');
          trace.push(name);
          await STEPS_OF[name]?.(life);
        }
        Reflect.deleteProperty(life.s.crm.faults, 'status');
        Reflect.deleteProperty(life.s.crm.faults, 'dropAfter');
        for (let i = 0; i < 2; i++) {
          life.s.clock.pass(120);
          await life.s.settle(12);
        }
        const books = named(life.s.books.list(PARTIES), ['Description', 'ИНН', 'Комментарий']);
        const sales = named(life.s.crm.list('account'), ['name', 'new_inn', 'description']);
        const problems = (await life.s.problems()).map((p) => `${p.kind} ${p.detail['code'] ?? ''}`);
        const replay = `SIDEBOOK_CRM_SEED=${String(seed)}: ${trace.join(' ')}`;
        expect({ problems, sales }, replay).to.deep.equal({ problems: [], sales: books });
        expect(new Set(sales.map((text) => text.split('|')[1])).size, replay).to.equal(sales.length);
      });
  });
