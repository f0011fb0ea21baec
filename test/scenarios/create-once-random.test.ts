/**
 * Eight lives of invoices on a bad line: answers and requests get lost while both sides edit. The seed stands in the title
 * and replays the life. In the end each issued invoice is in 1C once and nothing differs.
 */
import { expect } from 'chai';
import { seeded, type Random } from '../random.ts';
import type { FakeOnec, Faults } from '../hosts/onec/fake.ts';
import { customer, differences, inStep, issue, keyOf, line } from './making.ts';
import { invoices, parties, stage, type Setting } from './setting.ts';

const SEEDS = 8;
const FAULTS = [
  'dropAfter',
  'dropBefore',
  'cutBody',
  'truncatedJson',
  'html500',
  'html200',
  'lockConflict',
  'appException',
] as const;

function breakLine(fake: FakeOnec, random: Random): void {
  const name = random.pick(FAULTS);
  const method = random.pick(['POST', 'POST', 'PATCH', 'GET']);
  fake.faults[name] = { method, next: 1 + random.int(2), after: random.int(4) } satisfies Faults[typeof name];
}

/** One thing that happens: somebody works here or there, the line breaks, time passes. */
async function happen(s: Setting, random: Random, customers: readonly string[], issued: string[]): Promise<void> {
  const there = s.fake.list(invoices);
  const [dice, pick] = [random.int(10), there.length > 0 ? keyOf(random.pick(there)) : null];
  if (dice < 3) issued.push((await issue(s, { counterparty: random.pick(customers), at: '2026-02-24T12:00:00' })).id);
  else if (dice < 5 && issued.length > 0) await s.edit(random.pick(issued), { comment: `наше ${random.int(99)}` });
  else if (dice < 6 && pick !== null) s.fake.edit(invoices, pick, { Товары: [line(100 + random.int(900))] });
  else if (dice < 7 && pick !== null) s.fake.edit(invoices, pick, { Ответственный_Key: keyOf(random.pick(s.fake.list('Catalog_Пользователи'))) });
  else if (dice < 8) breakLine(s.fake, random);
  else s.tick(random.int(6));
  if (random.chance(0.6)) await s.sync();
} // prettier-ignore

describe('eight lives of invoices on a bad line', () => {
  const { start } = stage();

  for (let seed = 1; seed <= SEEDS; seed++)
    it(`end with every invoice there once, seed ${seed}`, async () => {
      const random = seeded(seed);
      const quirks = {
        clientKeys: random.pick(['ignored', 'honoured'] as const),
        ifMatch: random.pick(['ignored', 'honoured'] as const),
      };
      const s = await start({ fake: { quirks, seed }, seed, host: random.chance(0.5) ? { exchangePlan: { plan: 'ExchangePlan_Sidebook' } } : {} }); // prettier-ignore
      for (const taxId of ['7707083893', '7736050003', '5001007322']) customer(s.fake, { Description: taxId, ИНН: taxId });
      await s.cycle();
      const customers = await Promise.all(s.fake.list(parties).map(async (r) => (await s.recordAt('counterparty', keyOf(r))).id));
      const issued: string[] = [];
      for (let i = 0; i < 25; i++) await happen(s, random, customers, issued);
      s.fake.forget();
      for (let i = 0; i < 3; i++) {
        s.tick(20);
        await s.everything();
      }
      expect(s.fake.list(invoices).map((r) => r['Date']).sort()).to.deep.equal((await s.records('invoice')).map((r) => r.fields['date']).sort()); // prettier-ignore
      expect(s.fake.list(invoices)).to.have.length(issued.length);
      expect(await differences(s)).to.deep.equal([]);
      const open = new Set((await s.problems()).map((p) => p.record));
      for (const id of issued) if (!open.has(id)) expect(await inStep(s, id), id).to.equal(true);
    });
});
