/** Objects of a service back as they came: what is nil there is nil, what was absent stays absent. */
import { expect } from 'chai';
import { flat, nested } from '../../../connector/hosts/onec-soap/values.ts';
import type { Shape } from '../../../connector/hosts/soap/index.ts';

const field = (name: string, more: Partial<Shape> = {}): Shape => ({ name, type: 'string', kind: 'simple', many: false, optional: false, nillable: false, fields: [], ...more }); // prettier-ignore

describe('values of a web service', () => {
  const shape = field('Данные', {
    kind: 'complex',
    fields: [field('Может'), field('Нет', { optional: true }), field('Пусто', { nillable: true })],
  });

  it('go back without elements that were not there, where the schema knows no nil', () => {
    const shown = flat(shape, { Может: '', Пусто: null });
    expect(nested(shape, {}, shown)).to.deep.equal({ Может: '', Пусто: null });
    expect(nested(shape, { Нет: 'есть', Пусто: 'x' }, shown)).to.deep.equal({ Может: '', Нет: 'есть', Пусто: 'x' });
    expect(nested(shape, { Нет: null }, { ...shown, Нет: 'было' })).to.deep.equal({ Может: '', Пусто: null });
  });
});
