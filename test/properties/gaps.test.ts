/**
 * What people do in the gaps of a cycle: between a look and a create, between a look and a write, between an answer and its storing.
 * Nothing of it is overwritten unseen, and a second object of anything becomes a question (A6, A9, A17, I3, I4).
 */
import { expect } from 'chai';
import type { Problem, SharedRecord } from '../../connector/model.ts';
import { editRecord } from '../../connector/sync/edit.ts';
import { resolveProblem } from '../../connector/sync/resolve.ts';
import { innOf } from './habits.ts';
import { Installation } from './installation.ts';
import { counterpartyHere, invoiceHere, partyThere, recordWith } from './making.ts';

const SEED = Number(process.env['SIDEBOOK_SEED'] ?? 1);

describe(`in the gaps of a cycle, seed ${String(SEED)}`, () => {
  let at: Installation;

  async function begin(diesAt: readonly number[] = []): Promise<void> {
    await at?.close();
    at = new Installation({ seed: SEED, hosts: { a: 'books' }, diesAt });
    await at.boot();
    await at.switchWriting(true);
    await at.settle();
  }
  beforeEach(() => begin());
  after(() => at.close());

  const open = (): Promise<readonly Problem[]> => at.engine.store.read((t) => t.problems({}));
  const kinds = async (): Promise<string[]> => (await open()).map((p) => p.kind);
  const inns = (): unknown[] => [...at.host('a').of('counterparty').values()].map((o) => o.props['Inn']);
  const edit = (record: SharedRecord, comment: string): Promise<SharedRecord> =>
    editRecord(at.engine, { id: record.id, changes: { comment }, by: 'anna' });
  const partyHere = (n: number): Promise<SharedRecord> => recordWith(at, 'counterparty', 'taxId', innOf(n));

  /** Does it once, at the first request that is one. */
  function once(what: string, does: () => void): void {
    at.meanwhile = (now) => {
      if (now !== `a ${what}`) return;
      at.meanwhile = () => undefined;
      does();
    };
  }

  it('a twin typed right before our look is the one', async () => {
    await counterpartyHere(at, 1);
    once('find', () => partyThere(at, 1));
    await at.settle();
    expect([...at.host('a').of('counterparty').values()].map((o) => o.madeFor)).to.deep.equal([null]); // the accountant's own
    expect(inns()).to.deep.equal([innOf(1)]);
    expect(await kinds()).to.deep.equal([]);
  });

  describe('a twin typed between our look and our create', () => {
    for (const fate of ['answered', 'lost', 'edited', 'invoiced'] as const)
      it(`is a question and never a third one, ${fate}`, async () => {
        const record = await counterpartyHere(at, 1);
        if (fate === 'invoiced') await invoiceHere(at, 1, 'счёт');
        const host = at.host('a');
        host.guardWrite = (_entity, wish) => {
          if (wish !== record.id || inns().length > 0) return;
          partyThere(at, 1, { Name: 'Двойник' });
          if (fate === 'lost') host.faults.loseAnswer = 1;
        };
        await at.sync('a');
        host.faults.loseAnswer = 0;
        if (fate === 'edited') await edit(record, 'дальше');
        await at.settle();
        expect(inns()).to.deep.equal([innOf(1), innOf(1)]);
        expect(await kinds()).to.include.oneOf(['duplicate', 'ambiguous']);
        expect(host.writes.filter((w) => w.does === 'create' && w.entity === 'counterparty')).to.have.length(1);
        const twin = [...host.of('counterparty').values()].find((o) => o.madeFor === null);
        expect(twin?.props['Name']).to.equal('Двойник');
      });

    it('is quiet for good once a person says it is the same', async () => {
      const record = await counterpartyHere(at, 1);
      at.host('a').guardWrite = (_entity, wish) => {
        if (wish === record.id && inns().length === 0) partyThere(at, 1);
      };
      await at.settle();
      const [problem] = await open();
      await resolveProblem(at.engine, problem?.id ?? 0, { choose: 'same', as: record.id }, 'boris');
      await at.settle();
      const before = at.host('a').writes.length;
      await edit(record, 'дальше');
      await at.settle();
      expect(
        at
          .host('a')
          .writes.slice(before)
          .map((w) => w.does),
      ).to.deep.equal(['update']);
      expect(await kinds()).to.deep.equal([]);
      expect(inns()).to.have.length(2);
    });
  });

  it('an edit typed there right before our write is asked about', async () => {
    const there = partyThere(at, 1);
    await at.settle();
    await edit(await partyHere(1), 'наше');
    once('read', () => at.host('a').edit('counterparty', there.id, (p) => (p['Note'] = 'их')));
    await at.sync('a');
    expect(await kinds()).to.deep.equal(['conflict']);
    expect(at.host('a').of('counterparty').get(there.id)?.props['Note']).to.equal('их');
  });

  it('an edit typed there after a refusal is asked about by the next try', async () => {
    const there = partyThere(at, 1);
    await at.settle();
    await edit(await partyHere(1), 'наше');
    at.host('a').faults.refuse = 1;
    await at.sync('a');
    at.host('a').faults.refuse = 0;
    at.host('a').edit('counterparty', there.id, (p) => (p['Note'] = 'их'));
    await at.sync('a', { only: [] }); // seen, not settled
    const [refused] = await open();
    await resolveProblem(at.engine, refused?.id ?? 0, { choose: 'retry' }, 'boris');
    await at.settle();
    expect(await kinds()).to.deep.equal(['conflict']);
    expect(at.host('a').of('counterparty').get(there.id)?.props['Note']).to.equal('их');
  });

  it('what a feed showed a process that died comes again by that feed', async () => {
    partyThere(at, 1);
    const [first] = [at.points];
    await at.sync('a');
    const last = at.points;
    for (let point = first + 1; point <= last; point++) {
      await begin([point]);
      partyThere(at, 1);
      for (let i = 0; i < 3; i++) {
        await at.sync('a');
        at.tick(1);
      }
      expect(at.deaths, `died at ${String(point)}`).to.equal(1);
      expect((await partyHere(1)).fields['name'], `died at ${String(point)}`).to.equal('Фирма 1');
    }
  });
});
