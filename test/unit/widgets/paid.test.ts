import { expect } from 'chai';
import { messages as counterparty } from '../../../widgets/counterparty/messages.ts';
import { messages as invoices } from '../../../widgets/invoices/messages.ts';
import { paidLook } from '../../../widgets/paid.ts';

const issued = { state: 'issued', paidState: 'unpaid', overdueDays: null } as const;

describe('where an invoice stands', () => {
  it('overdue is said first also where a payment was taken back, and nothing of one that is paid, cancelled or a draft', () => {
    expect(paidLook({ ...issued, paidState: 'reversed', overdueDays: 20 }).is).equal('overdueBy');
    expect(paidLook({ ...issued, paidState: 'part', overdueDays: 20 }).is).equal('overdueBy');
    expect(paidLook({ ...issued, paidState: 'reversed' }).is).equal('reversed');
    expect(paidLook({ ...issued, paidState: 'paid', overdueDays: 20 }).is).equal('paid');
    for (const state of ['draft', 'cancelled'] as const) expect(paidLook({ ...issued, state, overdueDays: 20 }).is).equal(state);
  });

  it('what nobody tells the payments of is neither unpaid nor alarming, and its draft is a draft', () => {
    expect(paidLook({ ...issued, paidState: 'untold' })).deep.equal({ tone: 'muted', icon: 'none', is: 'untold' });
    expect(paidLook({ ...issued, state: 'draft', paidState: 'untold' }).is).equal('draft');
  });

  it('each panel has words for all of it, in both languages', () => {
    for (const is of ['draft', 'cancelled', 'paid', 'overdueBy', 'reversed', 'part', 'unpaidOne', 'untold'])
      for (const lang of ['ru', 'en'] as const) {
        expect(counterparty[lang]).property(`counterparty.${is}`);
        expect(invoices[lang]).property(`invoices.${is}`);
      }
  });
});
