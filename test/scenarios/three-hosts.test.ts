/**
 * Random lives of three hosts over one store, with real requests: 1C that keeps the books, a second 1C that copies from it by its own
 * exchange and follows it, and Dynamics. Parties, invoices and payments come from everywhere, answers are lost, hosts are down. In the
 * end the books and Dynamics show the same, nothing stands twice, and nothing was ever written to the follower.
 * SIDEBOOK_THREE_SEED=n lives that one alone.
 */
import { expect } from 'chai';
import { innOf } from '../properties/habits.ts';
import { seeded, type Random } from '../random.ts';
import { makeDebtColumns, makePaymentColumns } from '../hosts/dataverse/schema.ts';
import type { FakeOnec, Row } from '../hosts/onec/fake.ts';
import { contract, invoice, invoices, line, parties, payment, shipment, shipments } from '../hosts/onec/samples.ts';
import { customer } from './dataverse-books.ts';
import { issue } from './dataverse-making.ts';
import { BOOKS, CRM, crmStage, FOLLOWER, type CrmSetting } from './dataverse-setting.ts';

const ONE = process.env['SIDEBOOK_THREE_SEED'];
const SEEDS = ONE === undefined ? [1, 2, 3] : [Number(ONE)];
const STEPS = 26;
const CONTRACTS = 'Catalog_ДоговорыКонтрагентов';

interface Life {
  readonly s: CrmSetting;
  readonly random: Random;
  next: number;
}
type Step = (life: Life) => Promise<void> | void;

const keyOf = (row: Row | undefined): string | undefined => (row ? String(row['Ref_Key']) : undefined);
/** Another second each time: an invoice is known by it until it has its number. */
const at = (n: number): string => `2026-02-24T10:${String(Math.floor(n / 60) % 60).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`; // prettier-ignore
const billed = ({ s }: Life): Row[] => s.books.list(invoices);

/** The exchange of the two bases: everything of the first arrives in the second with its key, what moved there in the first wins. */
function exchange(from: FakeOnec, to: FakeOnec): void {
  for (const set of [parties, CONTRACTS, invoices])
    for (const whole of from.list(set)) {
      const row = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== 'DataVersion'));
      const there = to.get(set, String(row['Ref_Key']));
      const same =
        there !== undefined && ['Description', 'Комментарий', 'СуммаДокумента', 'ИНН'].every((c) => there[c] === row[c]);
      if (!there) to.create(set, row);
      else if (!same) to.edit(set, String(row['Ref_Key']), Object.fromEntries(['Description', 'Комментарий', 'ИНН'].flatMap((c) => (c in row ? [[c, row[c]]] : [])))); // prettier-ignore
    }
}

const STEPS_OF: Readonly<Record<string, Step>> = {
  partyInBooks: (life) => void customer(life.s.books, { Description: `Книги ${String(++life.next)}`, ИНН: innOf(life.next), КПП: '770101001' }), // prettier-ignore
  accountInSales: (life) => void life.s.account({ name: `Продажи ${String(++life.next)}`, new_inn: innOf(life.next), new_kpp: '770101001' }), // prettier-ignore
  commentInBooks: (life) => {
    const key = keyOf(life.random.pick(life.s.books.list(parties)));
    if (key) life.s.books.edit(parties, key, { Комментарий: `книги ${String(++life.next)}` });
  },
  billInBooks: (life) => {
    const of = keyOf(life.random.pick(life.s.books.list(parties)));
    const n = ++life.next;
    if (of) invoice(life.s.books, { Контрагент_Key: of, Date: at(n), Товары: [line(100 + n)] });
  },
  billInSales: (life) => {
    const account = life.random.pick(life.s.crm.list('account'))?.['accountid'];
    if (typeof account === 'string') life.s.invoice(account, { new_date: `${at(++life.next)}Z`, new_vatincluded: false });
  },
  billHere: async (life) => {
    const party = life.random.pick(await life.s.records('counterparty'));
    const isReady = (await life.s.records('organisation')).length > 0 && (await life.s.records('currency')).length > 0;
    if (party && isReady) await issue(life.s, { counterparty: party.id, vatIncluded: true, at: at(++life.next) });
  },
  pay: (life) => {
    const bill = life.random.pick(billed(life));
    if (!bill) return;
    const of = String(bill['Контрагент_Key']);
    payment(life.s.books, of, contract(life.s.books, of), [[10 + (++life.next % 90), String(bill['Ref_Key'])]]);
  },
  ship: (life) => {
    const of = keyOf(life.random.pick(life.s.books.list(parties)));
    if (of) shipment(life.s.books, of, contract(life.s.books, of), 100 + ++life.next);
  },
  copied: ({ s }) => exchange(s.books, s.follower),
  lostInSales: ({ s }) => void (s.crm.faults.dropAfter = { next: 1, method: 'POST' }),
  lostInBooks: ({ s }) => void (s.books.faults.dropAfter = { next: 1, method: 'POST' }),
  salesDown: ({ s }) => void (s.crm.faults.status = { status: 503, next: 3 }),
  followerDown: ({ s }) => void (s.follower.faults.status = { status: 503, next: 3 }),
  restart: ({ s }) => s.restart(),
  cycle: async ({ s, random }) => {
    s.clock.pass(1 + Math.floor(random.next() * 40));
    await s.sync(random.pick([BOOKS, FOLLOWER, CRM]) ?? CRM);
  },
};

const sorted = (rows: readonly unknown[][]): string[] =>
  rows.map((row) => row.map((v) => (typeof v === 'string' ? v : '')).join('|')).sort();
const sum = (amount: unknown): string => Number(amount).toFixed(2);

/** What is paid of an invoice by the documents of the books. */
function paidOf(books: FakeOnec, key: string): number {
  const rows = books.list('Document_ПоступлениеНаРасчетныйСчет').flatMap((d) => (d['РасшифровкаПлатежа'] ?? []) as Row[]);
  return rows.filter((r) => r['СчетНаОплату_Key'] === key).reduce((all, r) => all + Number(r['СуммаПлатежа']), 0);
}

/** What a customer owes by the documents of the books, advances taken off. */
function owedIn(books: FakeOnec, key: unknown): string {
  const total = (set: string, sum: string): number =>
    books.list(set).reduce((all, d) => all + ((d['Контрагент'] ?? d['Контрагент_Key']) === key ? Number(d[sum]) : 0), 0);
  return sum(total(shipments, 'СуммаДокумента') - total('Document_ПоступлениеНаРасчетныйСчет', 'СуммаДокумента'));
}

async function calm({ s }: Life): Promise<void> {
  for (const fake of [s.crm, s.books, s.follower]) for (const name of ['status', 'dropAfter'] as const) Reflect.deleteProperty(fake.faults, name); // prettier-ignore
  for (let i = 0; i < 3; i++) {
    s.clock.pass(120);
    exchange(s.books, s.follower);
    await s.settle(14);
  }
}

describe('lives of 1C, a 1C that follows it, and Dynamics', function () {
  this.timeout(120_000);
  const start = crmStage();

  for (const seed of SEEDS)
    it(`end equal everywhere, seed ${String(seed)}`, async () => {
      const life: Life = { s: await start({ books: true, follower: true, seed }), random: seeded(seed), next: 100 };
      const { s } = life;
      for (const make of [makePaymentColumns, makeDebtColumns]) make(s.crm.org.tables);
      const trace: string[] = [];
      for (let i = 0; i < STEPS; i++) {
        const name = life.random.chance(0.35) ? 'cycle' : (life.random.pick(Object.keys(STEPS_OF)) ?? 'cycle');
        trace.push(name);
        await STEPS_OF[name]?.(life);
      }
      await calm(life);
      const replay = `SIDEBOOK_THREE_SEED=${String(seed)}: ${trace.join(' ')}`;
      const books = {
        parties: sorted(
          s.books.list(parties).map((r) => [r['Description'], r['ИНН'], r['Комментарий'], owedIn(s.books, r['Ref_Key'])]),
        ),
        bills: sorted(
          billed(life).map((r) => [r['Number'], sum(r['СуммаДокумента']), sum(paidOf(s.books, String(r['Ref_Key'])))]),
        ),
      };
      const sales = {
        parties: sorted(
          s.crm
            .list('account')
            .map((r) => [r['name'], r['new_inn'], r['description'], sum(Number(r['new_debt']) - Number(r['new_advance']))]),
        ),
        bills: sorted(s.crm.list('invoice').map((r) => [r['invoicenumber'], sum(r['totalamount']), sum(r['new_paid'])])),
      };
      const problems = (await s.problems()).map((p) => `${p.host} ${p.kind} ${p.detail['code'] ?? ''}`);
      expect({ problems, ...sales }, replay).to.deep.equal({ problems: [], ...books });
      expect((await s.records('invoice')).length, replay).to.equal(books.bills.length);
      expect(
        s.follower.log.filter((r) => r.method !== 'GET').map((r) => `${r.method} ${r.path}`),
        replay,
      ).to.deep.equal([]);
    });
});
