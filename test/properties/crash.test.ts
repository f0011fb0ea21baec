/**
 * Crash equivalence (I9): the same people do the same things while the process dies at one request or commit after another. In the
 * end the books and our records are what they are without any death, and nobody is asked anything.
 */
import { expect } from 'chai';
import type { Entity, Fields, SharedRecord } from '../../connector/model.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import type { Props } from '../hosts/simulated.ts';
import { seeded } from '../random.ts';
import { innOf } from './habits.ts';
import { Installation } from './installation.ts';
import { counterpartyHere, invoiceHere, line, partyThere, recordWith } from './making.ts';

const SEED = Number(process.env['SIDEBOOK_SEED'] ?? 1);
const ENTITIES: readonly Entity[] = ['organisation', 'counterparty', 'invoice'];

type Step = (at: Installation) => Promise<unknown>;

/** Sidebook's people: every field has one side that edits it, so that no question can arise. */
const here = {
  party: (n: number): Step => (at) => counterpartyHere(at, n),
  issue: (n: number, text: string): Step => (at) => invoiceHere(at, n, text),
  comment: (n: number, comment: string): Step => async (at) => {
    const { id } = await recordWith(at, 'counterparty', 'taxId', innOf(n));
    await editRecord(at.engine, { id, changes: { comment }, by: 'anna' });
  },
  lines: (invoice: string, quantity: string): Step => async (at) => {
    const { id } = await recordWith(at, 'invoice', 'comment', invoice);
    await editRecord(at.engine, { id, changes: { lines: [line(invoice, quantity)] }, by: 'anna' });
  },
}; // prettier-ignore

const there = {
  party: (n: number): Step => async (at) => partyThere(at, n),
  name: (n: number, name: string): Step => async (at) => {
    const found = [...at.host('a').of('counterparty').values()].find((o) => o.props['Inn'] === innOf(n));
    if (found) at.host('a').edit('counterparty', found.id, (p) => (p['Name'] = name));
  },
}; // prettier-ignore

const sync: Step = async (at) => {
  for (const id of at.hosts.keys()) {
    at.tick(6);
    await at.sync(id);
  }
};

/** Counterparties and invoices born on both sides, edited on both, some before the last edit had arrived. */
const SCRIPT: readonly Step[] = [
  there.party(1), sync, sync, here.party(2), sync, here.comment(1, 'раз'), there.name(1, 'Иначе 1'), sync, here.comment(1, 'два'),
  here.comment(2, 'раз'), sync, here.comment(2, 'два'), there.name(2, 'Иначе 2'), here.comment(1, 'три'), sync, here.issue(1, 'счёт один'),
  sync, here.lines('счёт один', '3'), sync, here.lines('счёт один', '4'), here.issue(2, 'счёт два'), sync, there.party(3), here.comment(2, 'три'), sync,
]; // prettier-ignore

async function lives(
  diesAt: readonly number[],
): Promise<{ books: unknown; problems: unknown[]; points: number; writes: readonly number[]; deaths: number }> {
  const at = new Installation({ seed: SEED, hosts: { a: 'books', c: 'keys' }, diesAt });
  const writes: number[] = [];
  at.meanwhile = (request) => void (request.endsWith('answered') && writes.push(at.points));
  try {
    await at.boot();
    await at.switchWriting(true);
    for (const step of SCRIPT) await step(at);
    const { points, deaths } = at;
    await at.settle();
    const problems = await at.engine.store.read((t) => t.problems({}));
    return { books: await booksOf(at), problems: problems.map((p) => [p.kind, p.detail]), points, writes, deaths };
  } finally {
    await at.close();
  }
}

/** What stands on both sides, without ids and numbers: references by what they name. */
async function booksOf(at: Installation): Promise<unknown> {
  const sides: Record<string, string[]> = {};
  for (const [id, host] of at.hosts) {
    const nameOf = (value: unknown): unknown =>
      ENTITIES.map((e) => host.of(e).get(String(value))?.props['Inn']).find((inn) => inn !== undefined) ?? value;
    for (const e of ENTITIES) sides[`${id} ${e}`] = [...host.of(e).values()].map((o) => said(o.props, nameOf)).sort();
  }
  const records = new Map<string, SharedRecord>();
  for (const e of ENTITIES) for (const r of await at.engine.store.read((t) => t.recordsOf(e, null, 1000))) records.set(r.id, r);
  const nameOf = (value: unknown): unknown => records.get(String(value))?.fields['taxId'] ?? value;
  sides['here'] = [...records.values()].map((r) => `${r.entity} ${r.stage} ${said(r.fields, nameOf)}`).sort();
  return sides;
}

const said = (fields: Fields | Props, nameOf: (value: unknown) => unknown): string =>
  JSON.stringify(Object.entries(fields).filter(([k]) => !/^number$/i.test(k)).map(([k, v]) => [k, nameOf(v)]).sort()); // prettier-ignore

describe(`a process that dies, seed ${String(SEED)}`, function () {
  this.timeout(120_000);
  let whole: Awaited<ReturnType<typeof lives>>;
  before(async () => {
    whole = await lives([]);
  });

  it('never asks anybody when it does not die', () => {
    expect(whole.problems).to.deep.equal([]);
    expect(whole.points).to.be.greaterThan(300);
  });

  async function endsAlike(diesAt: readonly number[]): Promise<void> {
    const { books, problems, deaths } = await lives(diesAt);
    expect(deaths, `died at ${diesAt.join()}`).to.be.greaterThan(0);
    expect(books, `died at ${diesAt.join()}`).to.deep.equal(whole.books);
    expect(problems, `died at ${diesAt.join()}`).to.deep.equal([]);
  }

  it('once, at any request or commit, ends in the same books', async () => {
    const some = Array.from({ length: Math.floor(whole.points / 8) }, (_, i) => 1 + (SEED % 8) + i * 8);
    // Always where a write was carried out and its answer is not here yet, or not kept yet: however many requests come between.
    const points = new Set([...some, ...whole.writes.flatMap((point) => [point, point + 1])]);
    for (const point of points) await endsAlike([point]);
  });

  it('several times over ends in the same books', async () => {
    const random = seeded(SEED);
    for (let i = 0; i < 20; i++) await endsAlike(Array.from({ length: 2 + random.int(8) }, () => 1 + random.int(whole.points)));
  });
});
