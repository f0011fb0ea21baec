import { expect } from 'chai';
import type { Entity } from '../../connector/model.ts';
import type { MappingOverride } from '../../connector/config.ts';
import { readPack, withOverrides } from '../../connector/packs.ts';
import { compileMapping, type HostSchema } from '../../mappings/compile.ts';

const pack = readPack('onec-bp30');
const counterparty = (override: MappingOverride) => {
  const [file] = withOverrides(pack.filter((f) => f.entity === 'counterparty'), { counterparty: override }); // prettier-ignore
  const { mapping, findings } = compileMapping(file, null);
  if (!mapping) throw new Error(JSON.stringify(findings));
  return mapping;
};

describe('a pack changed by one installation', () => {
  it('leaves out a kind that is switched off', () => {
    expect(withOverrides(pack, { price: { off: true } }).map((f) => f.entity)).to.not.include('price');
  });

  it('changes policy and direction of a single field', () => {
    const units = counterparty({ fields: { name: { policy: 'theirs' }, comment: { direction: 'from-host' } } }).units;
    expect(units.find((u) => u.unit === 'name')?.policy).to.equal('theirs');
    expect(units.find((u) => u.unit === 'comment')?.direction).to.equal('from-host');
  });

  it('leaves a field alone that is omitted', () => {
    expect(counterparty({ fields: { comment: { omit: true } } }).units.map((u) => u.unit)).to.not.include('comment');
  });

  it('leaves a phone alone that is omitted', () => {
    expect(counterparty({ fields: { phone: { omit: true } } }).units.map((u) => u.unit)).to.not.include('phone');
  });

  it('changes the policy of an e-mail like any other', () => {
    expect(counterparty({ fields: { email: { policy: 'ours' } } }).units.find((u) => u.unit === 'email')?.policy).to.equal(
      'ours',
    );
  });

  it('takes a phone from a property of its own', () => {
    const mapping = counterparty({ fields: { phone: { host: 'ТелефонСтрокой', direction: 'from-host' } } });
    expect([mapping.hostName('phone'), mapping.hostName('email')]).to.deep.equal(['ТелефонСтрокой', 'Тип']);
    expect(mapping.units.find((u) => u.unit === 'phone')?.direction).to.equal('from-host');
  });

  it('changes the hash of one contact and of no other', () => {
    const hashes = (o: MappingOverride) => new Map(counterparty(o).units.map((u) => [u.unit, u.hash]));
    const [before, after] = [hashes({}), hashes({ fields: { email: { policy: 'ours' } } })];
    expect([...before].filter(([unit, hash]) => after.get(unit) !== hash).map(([unit]) => unit)).to.deep.equal(['email']);
  });

  it('changes the hash of the unit and of no other', () => {
    const hashes = (o: MappingOverride) => new Map(counterparty(o).units.map((u) => [u.unit, u.hash]));
    const [before, after] = [hashes({}), hashes({ fields: { comment: { policy: 'ours' } } })];
    expect([...before].filter(([unit, hash]) => after.get(unit) !== hash).map(([unit]) => unit)).to.deep.equal(['comment']);
  });
});

describe('a pack against a base that changed', () => {
  const schema = (types: Readonly<Record<string, string>>): HostSchema => ({
    hasSet: () => true,
    type: (_set, property) => types[property] ?? 'Edm.String',
  });
  const file = (entity: Entity) => pack.find((f) => f.entity === entity);

  it('names the property that is no longer there', () => {
    const gone: HostSchema = { hasSet: () => true, type: (_s, property) => (property === 'НомерСчета' ? null : 'Edm.String') };
    const { mapping, findings } = compileMapping(file('bankAccount'), gone);
    expect(mapping).to.equal(null);
    expect(findings.map((f) => [f.code, f.field, f.property])).to.deep.equal([['property-missing', 'number', 'НомерСчета']]);
  });

  const settled = ['СуммаВзаиморасчетов', '$ВалютаВзаиморасчетов_Key'];
  for (const [what, lacking, kept] of [
    ['publishes no contracts', 'Catalog_ДоговорыКонтрагентов', settled.slice(0, 1)],
    ['names no contract in the row', 'ДоговорКонтрагента_Key', settled.slice(0, 1)],
    ['does not say what a payment settles', 'СуммаВзаиморасчетов', settled.slice(1)],
  ] as const)
    it(`reads payments of a base that ${what}, without it`, () => {
      const is = (name: string): string => (name.startsWith('Сумма') ? 'Edm.Double' : name === 'Date' ? 'Edm.DateTime' : /^Posted|Mark$/.test(name) ? 'Edm.Boolean' : 'Edm.String'); // prettier-ignore
      const base: HostSchema = {
        hasSet: (set) => set !== lacking,
        type: (set, property) => (set === lacking || property === lacking ? null : is(property)),
      };
      const { mapping, findings } = compileMapping(file('payment'), base);
      expect(findings.map((f) => [f.code, f.property ?? f.set])).to.deep.equal([['property-left-out', lacking]]);
      const columns = mapping?.needs.filter((n) => n.part !== null).map((n) => n.property);
      expect(columns).to.deep.equal(['СчетНаОплату_Key', 'СуммаПлатежа', ...kept]);
      expect(mapping?.source.joins).to.have.length(kept.includes('$ВалютаВзаиморасчетов_Key') ? 1 : 0);
    });

  it('names the property whose type changed', () => {
    const { findings } = compileMapping(
      file('counterparty'),
      schema({ DeletionMark: 'Edm.String', Ответственный_Key: 'Edm.String' }),
    );
    expect(findings.map((f) => f.code)).to.include('type-differs');
  });

  it('refuses a mapping that names a private field', () => {
    const leaking = { ...file('unit'), fields: [{ name: 'competitorPrice', type: 'text', host: 'X' }] };
    expect(compileMapping(leaking, null).findings.map((f) => f.code)).to.deep.equal(['field-private']);
  });

  it('refuses private words wherever a mapping can hold one, with the place', () => {
    const invoice = readPack('onec-bp30').find((f) => f.entity === 'invoice');
    const party = readPack('onec-bp30').find((f) => f.entity === 'counterparty');
    const withColumn = (invoice?.['fields'] as { type: string; columns?: object[] }[]).map((f) =>
      f.type === 'lines' ? { ...f, columns: [...(f.columns ?? []), { name: 'competitorPrice', type: 'text', host: 'X' }] } : f,
    );
    const places = (raw: unknown) => compileMapping(raw, null).findings.map((f) => [f.code, f.field ?? f.property]);
    expect(places({ ...invoice, fields: withColumn })).to.deep.equal([['field-private', 'lines.competitorPrice']]);
    expect(places({ ...party, scope: { out: { fields: { rivalOffer: ['x'] } } } })).to.deep.equal([['field-private', 'rivalOffer']]); // prettier-ignore
    expect(places({ ...party, constants: { Конкурент: true } })).to.deep.equal([['field-private', 'Конкурент']]);
    expect(places({ ...party, marker: 'КодКонкурента' })).to.deep.equal([['field-private', 'КодКонкурента']]);
  });
});
