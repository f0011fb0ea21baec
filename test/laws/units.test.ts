import { expect } from 'chai';
import fc from 'fast-check';
import type { Fields, Pictures } from '../../connector/model.ts';
import { readPack } from '../../connector/packs.ts';
import { reconcile, type At } from '../../connector/sync/reconcile.ts';
import { compileMapping } from '../../mappings/compile.ts';
import { holds } from '../unit/property.ts';
import type { One } from './decision-table.ts';
import { decided, situation } from './one-unit.ts';

const text = (name: string) => ({ name, type: 'text', host: name, max: 10, long: 'shorten' });
const compiled = (file: unknown, books = false) => {
  const { mapping, findings } = compileMapping(file, null, { books });
  if (!mapping) throw new Error(JSON.stringify(findings));
  return mapping;
};
const two = compiled({ entity: 'invoice', host: 'x', collections: ['X'], fields: [text('number'), text('comment')] });

/** `number` in one situation, `comment` in another, as the pictures of one link. */
function merged([a, b]: readonly [One, One]): Pictures {
  const of = (value: (o: One) => unknown): Fields =>
    Object.fromEntries([['number', value(a)], ['comment', value(b)]].filter(([, v]) => v !== undefined)) as Fields; // prettier-ignore
  return {
    ours: of((o) => o.ours),
    theirs: of((o) => o.theirs),
    base: { ours: of((o) => o.base?.ours), theirs: of((o) => o.base?.theirs) },
    sent: of((o) => o.sent),
  };
}

describe('several units at once', () => {
  it('are decided as if each were alone', () => {
    const plainly = (s: One, freezes: boolean): One => ({
      ...s,
      freezes,
      direction: 'both',
      policy: 'ask',
      first: 'ask',
      folds: false,
      max: 10,
    });
    holds(
      fc.property(situation, situation, fc.boolean(), (a, b, frozen) => {
        const at: At = { books: true, frozen, follower: false };
        const units = [plainly(a, true), plainly(b, false)] as const;
        const [number, comment] = units.map((u) =>
          decided({ ...u, at: { ...at, foldedElsewhere: false, decidedElsewhere: false } }),
        );
        const both = reconcile(merged(units), two, at);
        expect(both.rows).to.deep.equal({ ...number?.rows, ...comment?.rows });
        expect(both.ours).to.deep.equal({ ...number?.ours, ...comment?.ours });
        expect(both.base.theirs).to.deep.equal({ ...number?.base.theirs, ...comment?.base.theirs });
      }),
      3_000,
    );
  });
});

describe('an invoice of the pack for БП', () => {
  const file = readPack('onec-bp30').find((f) => f.entity === 'invoice');
  const invoice = compiled(file, true);
  const line = {
    product: null,
    text: 'Услуга',
    quantity: '1',
    unit: null,
    price: '120',
    discount: '0',
    amount: '120',
    vatRate: '20',
    vatAmount: '20',
  };
  const shown: Fields = { organisation: 'o', counterparty: 'c', contract: null, bankAccount: null, date: '2026-07-22T10:00:00', dueDate: null, number: '0000-000001', state: 'issued', posted: true, currency: 'r', rate: '1', vatIncluded: true, lines: [line], total: '120', vatTotal: '20', responsible: null, comment: null }; // prettier-ignore
  const dearer: Fields = {
    ...shown,
    lines: [{ ...line, price: '240', amount: '240', vatAmount: '40' }],
    total: '240',
    vatTotal: '40',
  };
  const posted: At = { books: true, frozen: true, follower: false };
  const agreed = { ours: shown, theirs: shown };

  it('posted, takes the lines of the books as a revision', () => {
    const d = reconcile({ ours: shown, theirs: dearer, base: agreed, sent: {} }, invoice, posted);
    expect([d.ours['total'], d.revise.map((r) => r.unit), d.propose, d.push]).to.deep.equal(['240', ['money'], [], []]);
  });

  it('posted, keeps lines of the sales side as a proposal', () => {
    const d = reconcile({ ours: dearer, theirs: shown, base: agreed, sent: {} }, invoice, posted);
    expect([d.ours['total'], d.revise, d.propose.map((p) => [p.unit, p.value['total'], p.from])]).to.deep.equal([
      '120',
      [],
      [['money', '240', 'ours']],
    ]);
  });

  it('posted, still sends the comment of the sales side', () => {
    const d = reconcile({ ours: { ...shown, comment: 'Срочно' }, theirs: shown, base: agreed, sent: {} }, invoice, posted);
    expect([d.push, d.act]).to.deep.equal([['comment'], []]);
  });

  it('wished posted, is posted as an action and not as a property', () => {
    const theirs = { ...shown, posted: false };
    const d = reconcile({ ours: shown, theirs, base: { ours: theirs, theirs }, sent: {} }, invoice, { ...posted, frozen: false });
    expect([d.act, d.push]).to.deep.equal([['posted'], []]);
  });

  it('waits while the host shows an object nobody matched', () => {
    const theirs = { ...shown, counterparty: '?counterparty:x' };
    const d = reconcile({ ours: shown, theirs, base: agreed, sent: {} }, invoice, { ...posted, frozen: false });
    expect([d.waiting, d.rows['parties'], d.ours['counterparty']]).to.deep.equal([['?counterparty:x'], 'waiting', 'c']);
  });

  it('changed in lines here and in comment there merges both', () => {
    const theirs = { ...shown, comment: 'Из 1С', posted: false };
    const ours = { ...dearer, posted: false };
    const base = { ours: { ...shown, posted: false }, theirs: { ...shown, posted: false } };
    const d = reconcile({ ours, theirs, base, sent: {} }, invoice, { ...posted, frozen: false });
    expect([d.push, d.pull.map((p) => p.unit), d.ours['comment'], d.ask]).to.deep.equal([['money'], ['comment'], 'Из 1С', {}]);
  });

  it('beside other books asks when it is met first', () => {
    // B3 row 7: the books host is pulled from, any other asks.
    const beside = compiled(file, false);
    const never = { ours: {}, theirs: {} };
    const d = reconcile(
      { ours: { ...shown, comment: 'Наш' }, theirs: { ...shown, comment: 'Их' }, base: never, sent: {} },
      beside,
      { ...posted, books: false, frozen: false },
    );
    expect([Object.keys(d.ask), d.ours['comment']]).to.deep.equal([['comment'], 'Наш']);
  });
});
