/** Which settlements make one figure, and which none: what a counterparty owes is never guessed. */
import { expect } from 'chai';
import { textOf } from '../../connector/fields.ts';
import type { SharedRecord } from '../../connector/model.ts';
import type { OwedSum, Reader } from '../../connector/store/store.ts';
import { owedFacts } from '../../connector/sync/owed.ts';

const sum = (host: string, debt: string, more: Partial<OwedSum> = {}): OwedSum => ({
  host, organisation: 'org', currency: 'RUB', debt, advance: '0', overdue: '0', since: '2026-02-24T12:00:00.000Z', ...more,
}); // prettier-ignore
const party = { id: 'party' } as SharedRecord;

async function debtOf(...sums: OwedSum[]): Promise<unknown> {
  const currency = async (code: string) => ({ fields: { code } }) as unknown as SharedRecord;
  const reader: Pick<Reader, 'owedBy' | 'record'> = { owedBy: async () => sums, record: currency };
  const fields = await owedFacts(reader as Reader, party, []);
  return fields['debt'] === null ? null : `${textOf(fields, 'debt')} ${textOf(fields, 'debtCurrency')}`;
}

describe('what a counterparty owes', () => {
  it('counts once what two bases say of the same organisation', async () => {
    expect(await debtOf(sum('buh', '100'), sum('ut', '100'))).to.equal('100 RUB');
    expect(await debtOf(sum('buh', '60'), sum('buh', '40'), sum('ut', '100'))).to.equal('100 RUB');
    expect(await debtOf(sum('buh', '100'), sum('ut', '7', { organisation: 'other' }))).to.equal('107 RUB');
  });

  it('is not said where they say different things, settled in full being one of them', async () => {
    expect(await debtOf(sum('buh', '100'), sum('ut', '99'))).to.equal(null);
    expect(await debtOf(sum('buh', '100'), sum('ut', '0'))).to.equal(null);
    expect(await debtOf(sum('buh', '0'), sum('ut', '0'))).to.equal('0 RUB');
  });

  it('takes no notice of a currency in which all is settled', async () => {
    const settled = (host: string): OwedSum => sum(host, '0', { currency: 'USD' });
    expect(await debtOf(settled('buh'), sum('buh', '100'), sum('ut', '100'))).to.equal('100 RUB');
    expect(await debtOf(settled('buh'), sum('buh', '100'))).to.equal('100 RUB');
    expect(await debtOf(sum('buh', '100'), sum('buh', '5', { currency: 'USD' }))).to.equal(null);
  });
});
