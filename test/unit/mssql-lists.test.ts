/** Lists in statements for a SQL Server: as many parameters as values, in few shapes, never more than a server takes. */
import { expect } from 'chai';
import { shapeOf, spread } from '../../connector/store/mssql/lists.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('lists in statements', () => {
  it('become parameters, padded to few shapes', () => {
    expect(spread('SELECT 1 WHERE a IN (@ids) AND b = @b', { ids: ['x', 'y'], b: 7 })).to.deep.equal([
      { sql: 'SELECT 1 WHERE a IN (@ids_0, @ids_1) AND b = @b', params: { ids_0: 'x', ids_1: 'y', b: 7 } },
    ]);
    const [padded] = spread('a IN (@ids)', { ids: numbers(9) });
    expect([padded?.params['ids_8'], padded?.params['ids_15'], padded?.params['ids_16']]).to.deep.equal([8, 8, undefined]);
  });

  it('that are empty equal nothing', () => {
    expect(spread('a IN (@ids)', { ids: [] })).to.deep.equal([{ sql: 'a IN (@ids_0)', params: { ids_0: null } }]);
  });

  it('beyond what a server takes are asked in parts, each value once', () => {
    const parts = spread('a IN (@ids) AND k IN (@kinds)', { ids: numbers(2500), kinds: ['p', 'q'] });
    expect(parts.map(({ params }) => Object.keys(params).length)).to.deep.equal([1026, 1026, 514]);
    expect(new Set(parts.flatMap(({ params }) => Object.entries(params).flatMap(([name, v]) => (name.startsWith('ids') ? [v] : [])))).size).to.equal(2500); // prettier-ignore
  });

  it('beyond that are refused where all rows count together', () => {
    expect(() => spread('SELECT COUNT(*) AS n WHERE a IN (@ids)', { ids: numbers(2500) })).to.throw('2500');
  });

  it('of rows go in the same few shapes', () => {
    const shapes = (left: number, most: number): number[] => (left === 0 ? [] : [shapeOf(left, most), ...shapes(left - shapeOf(left, most), most)]); // prettier-ignore
    expect([shapes(5, 86), shapes(400, 86), shapes(9, 4)]).to.deep.equal([[5], [64, 64, 64, 64, 64, 64, 16], [4, 4, 1]]);
  });
});
