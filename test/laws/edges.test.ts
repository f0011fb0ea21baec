/** Named examples of values the laws of sync-design B6 have to hold for as well. */
import { expect } from 'chai';
import type { Fields } from '../../connector/model.ts';
import { pick } from '../../connector/fields.ts';
import { HostError } from '../../connector/hosts/host.ts';
import { readPack } from '../../connector/packs.ts';
import { fromHost } from '../../connector/sync/shown.ts';
import { MissingProperty } from '../../mappings/mapping.ts';
import { emptyObject } from './host-objects.ts';
import { allUnits, hostIds, refs, sample, type Json, type Sample } from './sample.ts';

const pack = readPack('onec-bp30');
const of = (entity: string): Sample => sample(pack.find((f) => f.entity === entity) ?? { entity: 'invoice' });
const [party, invoice] = [of('counterparty'), of('invoice')];
const answer = (s: Sample, x: Fields): Fields =>
  s.mapping.fromHost({ ...emptyObject(s), ...s.mapping.toHost(x, allUnits(s), refs, null).body }, refs).fields;
const text = (more: Json): Sample => sample({ entity: 'counterparty', host: 'x', collections: ['X'], fields: [{ name: 'name', type: 'text', host: 'Name', ...more }] }); // prettier-ignore
const line = {
  product: null,
  text: 'a',
  quantity: '1',
  unit: null,
  price: '1',
  discount: '0',
  amount: '1',
  vatRate: '20',
  vatAmount: '0.17',
};
const draft: Fields = { organisation: 'organisation-1', counterparty: 'counterparty-1', currency: 'currency-1', vatIncluded: true, lines: [line], total: '1', vatTotal: '0.17', rate: '1', state: 'issued' }; // prettier-ignore

describe('what a host is sent is what it shows', () => {
  /** The law fromHost(toHost(x)) = view(x), for the fields named. */
  const obeys = (s: Sample, x: Fields, ...names: string[]): void => {
    expect(pick(answer(s, x), names)).to.deep.equal(pick(s.mapping.view(x), names));
  };

  it('for an amount that is empty', () => obeys(invoice, { ...draft, total: null }, 'total'));
  it('for a flag that is not known', () => obeys(invoice, { ...draft, vatIncluded: null }, 'vatIncluded'));
  it('for a rate of six places', () => obeys(invoice, { ...draft, rate: '90.123456' }, 'rate'));
  it('for a rate that is empty', () => obeys(invoice, { ...draft, rate: null }, 'rate'));
  it('for a company registered abroad', () => obeys(party, { kind: 'company', country: 'DE' }, 'kind', 'country'));
  it('for a foreign party without a country', () => obeys(party, { kind: 'foreign', country: null }, 'kind', 'country'));
  it('for VAT amounts of four places', () => {
    const lines = [{ ...line, vatAmount: '0.1666' }, { ...line, vatAmount: '0.1666' }, { ...line, vatAmount: '0.1666' }]; // prettier-ignore
    obeys(invoice, { ...draft, lines, vatTotal: '0.4998' }, 'lines', 'vatTotal');
  });

  it('without a digit the host cannot hold', () => {
    const { body } = invoice.mapping.toHost(
      { ...draft, lines: [{ ...line, price: '1.234567', quantity: '0.123456' }] },
      allUnits(invoice),
      refs,
      null,
    );
    const [row] = body['Товары'] as Json[];
    expect([row?.['Цена'], row?.['Количество']]).to.deep.equal([1.23, 0.123]);
  });

  it('though ours has more digits than a number carries', () => {
    const { body } = invoice.mapping.toHost({ ...draft, lines: [{ ...line, price: '123456789012.345678' }] }, allUnits(invoice), refs, null); // prettier-ignore
    expect((body['Товары'] as Json[])[0]?.['Цена']).to.equal(123456789012.35);
  });

  it('without half a character at the end', () => {
    const short = text({ max: 3, long: 'shorten' });
    const sent = String(short.mapping.toHost({ name: 'ab😀c' }, ['name'], refs, null).body['Name']);
    expect(Buffer.from(sent, 'utf8').toString('utf8')).to.equal(sent);
  });
});

describe('what a record holds survives a look', () => {
  it('view of a view is the view for VAT of four places', () => {
    const x = { ...draft, lines: [{ ...line, vatAmount: '0.1666' }, { ...line, vatAmount: '0.1666' }, { ...line, vatAmount: '0.1666' }] }; // prettier-ignore
    expect(invoice.mapping.view(invoice.mapping.view(x))).to.deep.equal(invoice.mapping.view(x));
  });

  it('putting back what is shown keeps a VAT total of our own', () => {
    const ours = { ...draft, vatTotal: '0.16' };
    expect(invoice.mapping.put(ours, invoice.mapping.view(ours), ours)).to.deep.equal(ours);
  });

  it('a rate for many units is rounded only once', () => {
    const h = { ...emptyObject(invoice), КурсВзаиморасчетов: 0.0499, КратностьВзаиморасчетов: '100000' };
    expect(invoice.mapping.fromHost(h, refs).fields['rate']).to.equal('0');
  });
});

describe('a reply that cannot be understood', () => {
  const contact = { Тип: 'Телефон', Вид_Key: '0000000f-6332-11ec-ad72-000000000001', Представление: '+7', LineNumber: '1' };
  const without = (object: Json, name: string): Json => Object.fromEntries(Object.entries(object).filter(([k]) => k !== name));
  const whole: Json = { ...emptyObject(party), ЮридическоеФизическоеЛицо: 'ФизическоеЛицо', ИндивидуальныйПредприниматель: true, КонтактнаяИнформация: [contact] }; // prettier-ignore

  const carries = party.mapping.needs.filter((n) => n.property !== 'LineNumber');
  for (const { property, part } of carries)
    it(`is one that leaves out ${part === null ? property : `${part}.${property}`}`, () => {
      const object = part === null ? without(whole, property) : { ...whole, [part]: [without(contact, property)] };
      expect(() => party.mapping.fromHost(object, refs)).to.throw(MissingProperty);
    });

  for (const [what, change] of Object.entries({
    'an amount that is a word': { СуммаДокумента: 'сто' },
    'an amount of twenty digits': { СуммаДокумента: 1e20 },
    'a date that is no date': { Date: '2026-99-99T00:00:00' },
    'a date with something behind it': { Date: '2026-07-22T10:00:00+03:00' },
    'a reference that is a number': { Контрагент_Key: 5 },
    'a flag that is a word': { СуммаВключаетНДС: 'да' },
  }))
    it(`is ${what}, told as a bad response`, () => {
      const object = { ...emptyObject(invoice), Контрагент_Key: hostIds('counterparty')[0], ...change };
      const seen = { entity: 'invoice' as const, hostId: 'x', version: '1', object };
      expect(() => fromHost('buh', invoice.mapping, refs, seen))
        .to.throw(HostError)
        .with.property('kind', 'bad-response');
    });
});
