import { expect } from 'chai';
import { keysOf, objectKeys } from '../../connector/identity.ts';
import type { Fields, SharedRecord } from '../../connector/model.ts';
import { match, type Candidate, type Match } from '../../connector/sync/match.ts';

const INN = '7707083893';
const party = (id: string, fields: Fields, taken = false): Candidate => ({
  record: { id, entity: 'counterparty', rev: 1, stage: 'live', fields, changedAt: '', changedBy: '' } satisfies SharedRecord,
  taken,
});

/** The object against all records that share a key with it, as the store would find them. */
function meet(object: Fields, ours: readonly Candidate[], rivals: readonly Fields[] = []): Match {
  const keys = objectKeys('counterparty', object);
  const candidates = new Map(
    keys.map((k) => [k.text, ours.filter((c) => keysOf('counterparty', c.record.fields).some((x) => x.text === k.text))]),
  );
  const count = (text: string): number => rivals.filter((r) => objectKeys('counterparty', r).some((k) => k.text === text)).length;
  return match({
    fields: object,
    keys,
    candidates,
    rivals: new Map(keys.map((k) => [k.text, count(k.text)])),
    nameThreshold: 0.93,
  });
}
const outcome = (m: Match): string => (m.is === 'link' ? `link ${m.record}` : m.is === 'duplicate' ? `duplicate ${m.of}` : m.is);

describe('which record an unknown object stands for', () => {
  const head = { taxId: INN, branchCode: '773601001', name: 'ООО Ромашка' };
  const branch = { taxId: INN, branchCode: '785001001', name: 'Ромашка, филиал в Санкт-Петербурге' };

  it('is the only one with its tax number and branch', () => {
    expect(outcome(meet(head, [party('a', head), party('b', branch)]))).to.equal('link a');
  });

  it('is a question when two records carry its numbers', () => {
    expect(outcome(meet(head, [party('a', head), party('b', head)]))).to.equal('ambiguous');
  });

  it('is a question when another object carries them too', () => {
    expect(outcome(meet(head, [party('a', head)], [head]))).to.equal('ambiguous');
  });

  it('is a duplicate when the record is linked elsewhere', () => {
    expect(outcome(meet(head, [party('a', head, true)]))).to.equal('duplicate a');
  });

  it('is a question while only the tax number is shared', () => {
    expect(outcome(meet(branch, [party('a', head)]))).to.equal('ambiguous');
    expect(outcome(meet(branch, [party('a', head, true)]))).to.equal('new');
  });

  it('is a question for a name that is very near', () => {
    expect(outcome(meet({ name: 'Ромашка ООО' }, [party('a', { name: '«Ромашка»' })]))).to.equal('ambiguous');
    expect(outcome(meet({ name: 'Вектор' }, [party('a', { name: 'Ромашка' })]))).to.equal('new');
  });

  it('is nobody with another valid tax number, whatever the name', () => {
    expect(outcome(meet({ name: 'Ромашка', taxId: '7736050003' }, [party('a', head)]))).to.equal('new');
  });

  it('is never linked by itself while the object is marked', () => {
    expect(outcome(meet({ ...head, deletionMark: true }, [party('a', head)]))).to.equal('ambiguous');
  });

  it('is never a record that is marked', () => {
    expect(outcome(meet(head, [party('a', { ...head, deletionMark: true })]))).to.equal('new');
  });

  it('is found by registration number when neither has a branch', () => {
    const registered = { registrationNo: '1027700132195', name: 'Заря' };
    expect(outcome(meet(registered, [party('a', { ...registered, name: 'Совсем другое' })]))).to.equal('link a');
    expect(outcome(meet(registered, [party('a', { ...registered, name: 'Иное', branchCode: '773601001' })]))).to.equal('new');
  });

  it('is a foreigner of the same country and number', () => {
    const kz = { kind: 'foreign', country: 'KZ', foreignTaxNo: '990140000385', name: 'Alma' };
    expect(outcome(meet(kz, [party('a', { ...kz, name: 'Other' }), party('b', { ...kz, country: 'BY' })]))).to.equal('link a');
  });
});
