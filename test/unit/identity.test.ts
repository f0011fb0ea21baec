import { expect } from 'chai';
import { keyHash, keysOf, objectKeys } from '../../connector/identity.ts';
import { ENTITY_ORDER, type Fields } from '../../connector/model.ts';

const INN = '7707083893';
const strong = (fields: Fields): string[] =>
  keysOf('counterparty', fields).filter((k) => k.strong).map((k) => k.text); // prettier-ignore

describe('identity of a counterparty', () => {
  it('is tax number and branch code of a company', () => {
    expect(strong({ taxId: INN, branchCode: '773601001' })).to.deep.equal([`tax|${INN}|773601001`]);
  });

  it('tells head office and branches apart', () => {
    const [head, branch, bare] = ['773601001', '785001001', null].map((branchCode) => strong({ taxId: INN, branchCode })[0]);
    expect(new Set([head, branch, bare]).size).to.equal(3);
  });

  it('of a sole trader is the tax number alone', () => {
    const trader = { taxId: '500100732259', kind: 'soleTrader' };
    expect(strong({ ...trader, branchCode: '773601001' })).to.deep.equal(strong(trader));
  });

  it('is the registration number only without a branch code', () => {
    const registrationNo = '1027700132195';
    expect(strong({ registrationNo })).to.deep.equal([`registration|${registrationNo}`]);
    expect(strong({ registrationNo, branchCode: '773601001' })).to.deep.equal([]);
    expect(strong({ registrationNo: '1027700132190' })).to.deep.equal([]);
  });

  it('of a foreigner is country and foreign number', () => {
    expect(strong({ kind: 'foreign', country: 'KZ', foreignTaxNo: '990140000385' })).to.deep.equal(['foreign|KZ|990140000385']);
    expect(strong({ kind: 'foreign', country: 'RU', foreignTaxNo: '990140000385' })).to.deep.equal([]);
    expect(strong({ kind: 'foreign', country: null, foreignTaxNo: '990140000385' })).to.deep.equal([]);
  });

  it('is never an invalid number or a placeholder', () => {
    for (const taxId of ['0000000000', '1111111111', '1234567890', '000000000000', '', null])
      expect(strong({ taxId })).to.deep.equal([]);
  });

  it('never rests on a branch code of equal digits', () => {
    expect(strong({ taxId: INN, branchCode: '000000000' }).filter((k) => k.includes('000000000'))).to.deep.equal([]);
  });

  it('only asks by name and by tax number alone', () => {
    const weak = keysOf('counterparty', { taxId: INN, branchCode: '773601001', name: 'ООО Ромашка' }).filter((k) => !k.strong);
    expect(weak.map((k) => [k.name, k.exclusive])).to.deep.equal([
      ['inn', false],
      ['name', false],
    ]);
  });

  it('is nothing at all for a marked record', () => {
    const fields = { taxId: INN, name: 'Ромашка', deletionMark: true };
    expect(keysOf('counterparty', fields)).to.deep.equal([]);
    expect(objectKeys('counterparty', fields).map((k) => k.exclusive)).to.deep.equal([false, false, false]);
  });
});

describe('identity of documents and references', () => {
  const invoice = { organisation: 'o', counterparty: 'c', number: '0000-000001', date: '2026-07-22T10:00:00' };

  it('of an invoice is number within organisation and year', () => {
    expect(keysOf('invoice', invoice).map((k) => k.text)).to.deep.equal([
      'number|o|0000-000001|2026',
      'second|o|c|2026-07-22T10:00:00',
    ]);
    expect(keysOf('invoice', { ...invoice, total: '5' })).to.deep.equal(keysOf('invoice', invoice));
  });

  it('before a number is the second, which many may share', () => {
    const keys = keysOf('invoice', { ...invoice, number: null });
    expect(keys.map((k) => [k.name, k.strong, k.exclusive])).to.deep.equal([['second', true, false]]);
  });

  it('of host facts is nothing', () => {
    const fields = { number: '1', name: 'x', code: 'y', date: '2026-07-22T10:00:00' };
    for (const entity of ['contract', 'product', 'price', 'person', 'payment', 'balance'] as const)
      expect(keysOf(entity, fields)).to.deep.equal([]);
  });

  it('hashes to sixty-three bits that depend on the entity', () => {
    const hashes = ENTITY_ORDER.map((entity) => keyHash(entity, 'tax|1|2'));
    expect(new Set(hashes).size).to.equal(ENTITY_ORDER.length);
    expect(hashes.every((h) => h >= 0n && h < 2n ** 63n)).to.equal(true);
  });
});
