/** No ping-pong (A4): a host that rewrites what it is sent is left its spelling, and two robots that fight are stopped. */
import { expect } from 'chai';
import type { Problem, SharedRecord } from '../../connector/model.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import { resolveProblem } from '../../connector/sync/resolve.ts';
import { innOf } from './habits.ts';
import { Installation } from './installation.ts';
import { counterpartyHere, partyThere, recordWith } from './making.ts';

describe('no ping-pong', () => {
  let at: Installation;
  beforeEach(async () => {
    at = new Installation({ seed: 1, hosts: { a: 'books', c: 'keys' } });
    await at.boot();
    await at.switchWriting(true);
    await at.settle();
  });
  afterEach(() => at.close());

  const open = (): Promise<readonly Problem[]> => at.engine.store.read((t) => t.problems({}));
  const partyHere = (): Promise<SharedRecord> => recordWith(at, 'counterparty', 'taxId', innOf(1));
  const writes = (): number => [...at.hosts.values()].reduce((n, h) => n + h.writes.length, 0);

  it('with a host that rewrites every phone on the way in', async () => {
    const { id } = await counterpartyHere(at, 1);
    await at.settle();
    const before = writes();
    await editRecord(at.engine, { id, changes: { phone: '81' }, by: 'anna' });
    await at.settle();
    expect((await partyHere()).fields['phone']).to.equal('81');
    expect(writes() - before).to.equal(2); // one a host
    expect((await open()).map((p) => [p.kind, p.host, p.unit])).to.deep.equal([['altered', 'a', 'phone']]);
  });

  /** A robot in a base: whatever name stands there, it soon says its own again. */
  function robot(host: string, name: string): void {
    const [party] = at.host(host).of('counterparty').values();
    if (party && party.props['Name'] !== name) at.host(host).edit('counterparty', party.id, (p) => (p['Name'] = name));
  }

  it('between two robots that each insist on another name', async () => {
    partyThere(at, 1);
    await at.settle();
    const after: number[] = [];
    for (let round = 0; round < 20; round++) {
      at.tick(5);
      robot('a', 'Ромашка');
      await at.sync('a');
      await at.sync('c');
      at.tick(5);
      robot('c', 'Василёк');
      await at.sync('c');
      await at.sync('a');
      after.push(writes());
    }
    expect((await open()).map((p) => [p.kind, p.unit])).to.deep.include(['oscillating', 'name']);
    expect(after.at(-1)).to.equal(after.at(8)); // silent long before the end
  });

  it('once a person says which value holds', async () => {
    partyThere(at, 1);
    await at.settle();
    for (let round = 0; round < 20; round++)
      for (const [host, name] of [
        ['a', 'Ромашка'],
        ['c', 'Василёк'],
      ] as const) {
        at.tick(5);
        robot(host, name);
        for (const id of ['a', 'c']) await at.sync(id);
      }
    const [problem] = (await open()).filter((p) => p.kind === 'oscillating');
    expect([problem?.ours, problem?.theirs].map((v) => typeof v?.['name'])).to.deep.equal(['string', 'string']);
    await resolveProblem(at.engine, problem?.id ?? 0, { choose: 'theirs' }, 'boris');
    expect((await partyHere()).fields['name']).to.equal(problem?.theirs?.['name']);
  });

  it('is not suspected when people change their minds', async () => {
    partyThere(at, 1);
    await at.settle();
    for (let i = 0; i < 12; i++) {
      await editRecord(at.engine, { id: (await partyHere()).id, changes: { name: i % 2 === 0 ? 'Так' : 'Иначе' }, by: 'anna' });
      await at.settle();
    }
    expect(await open()).to.deep.equal([]);
  });
});
