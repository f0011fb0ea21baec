import { expect } from 'chai';
import fc from 'fast-check';
import {
  datetime,
  elementPath,
  groups,
  guid,
  isCast,
  isKey,
  literal,
  query,
  quote,
  setPath,
} from '../../connector/hosts/onec/url.ts';
import { holds } from './property.ts';

const words = fc.string({ unit: fc.constantFrom(...'абвЯё abc0+&=?#%/\'"$,();:@!*«»\t😀'), maxLength: 40 });
/** Web servers refuse addresses longer than about 2 kB (sync-design A3). */
const LIMIT = 1800;

describe('addresses of 1C', () => {
  it('never hold a plus, a blank or a raw Cyrillic letter', () => {
    holds(
      fc.property(words, words, (set, value) => {
        const url = `${setPath(set)}${query({ $filter: value, allowedOnly: 'true' })}`;
        expect(url)
          .to.match(/^[\x21-\x7e]*$/)
          .and.to.not.contain('+');
      }),
    );
  });

  it('come back from the server as they were meant', () => {
    holds(
      fc.property(words, (value) => {
        const [, encoded = ''] = query({ $filter: value }).split('?$filter=');
        expect(decodeURIComponent(encoded)).to.equal(value);
      }),
    );
  });

  it('leave out options that are not wanted', () => {
    expect(query({ $top: undefined })).to.equal('');
    expect(query({ $top: '5', $skip: undefined, $select: 'Ref_Key,ИНН' })).to.equal(
      '?$top=5&$select=Ref_Key%2C%D0%98%D0%9D%D0%9D',
    );
  });

  it('name an element by its key', () => {
    const id = '8b9660f6-6332-11ec-ad72-000c29b45b09';
    expect(decodeURIComponent(elementPath('Catalog_Контрагенты', id))).to.equal(`Catalog_Контрагенты(guid'${id}')`);
  });
});

describe('literals of 1C', () => {
  it('double every quote inside a text', () => {
    expect(quote("О'Нил и 'Ко'")).to.equal("'О''Нил и ''Ко'''");
    holds(
      fc.property(words, (text) => {
        const inside = quote(text).slice(1, -1);
        expect(inside.replaceAll("''", '')).to.not.contain("'");
        expect(inside.replaceAll("''", "'")).to.equal(text);
      }),
    );
  });

  it('follow the type of the property where it is known', () => {
    const id = '8b9660f6-6332-11ec-ad72-000c29b45b09';
    const day = '2026-07-22T00:00:00';
    expect(literal('Контрагент_Key', id, 'Edm.Guid')).to.equal(guid(id));
    expect(literal('Номер', id, 'Edm.String')).to.equal(quote(id));
    expect(literal('Date', day, 'Edm.DateTime')).to.equal(datetime(day));
    expect(literal('Комментарий', day, 'Edm.String')).to.equal(quote(day));
    expect([literal('IsFolder', false, null), literal('ЛинияНомер', 5, null)]).to.deep.equal(['false', '5']);
  });

  it('follow the look of the value where it is not', () => {
    const id = '8b9660f6-6332-11ec-ad72-000c29b45b09';
    expect([literal('Контрагент_Key', id, null), literal('Код', id, null), literal('Key', "x'y", null)]).to.deep.equal([
      guid(id),
      quote(id),
      "'x''y'",
    ]);
  });
});

describe('groups of keys', () => {
  const conditions = [isKey('Ref_Key'), isCast('Документ', 'Document_СчетНаОплатуПокупателю')] as const;

  it('fit their limit and lose no key', () => {
    holds(
      fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 120 }), fc.constantFrom(...conditions), (keys, condition) => {
        const made = groups(keys, condition);
        expect(made.flatMap((g) => g.keys)).to.deep.equal(keys);
        for (const g of made) {
          expect(encodeURIComponent(g.filter).length).to.be.at.most(LIMIT);
          expect(g.filter.split(' or ')).to.deep.equal(g.keys.map(condition));
        }
      }),
    );
  });

  it('hold at most twenty-nine plain keys, far fewer casts', () => {
    const keys = Array.from({ length: 100 }, (_, i) => `8b9660f6-6332-11ec-ad72-${String(i).padStart(12, '0')}`);
    const [plain, cast] = conditions.map((c) => Math.max(...groups(keys, c).map((g) => g.keys.length)));
    expect(plain).to.be.within(20, 29);
    expect(cast).to.be.within(2, 10);
  });

  it('of no keys are none', () => {
    expect(groups([], isKey('Ref_Key'))).to.deep.equal([]);
  });
});
