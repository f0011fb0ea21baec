/** A server refuses to sum an expression that names both the summed table and one outside of the subquery (error 8124); the double does not. */
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { COUNTED_OF, ORDER } from '../../connector/store/mssql/tables.ts';

const SCHEMA = new URL('../../connector/store/mssql/schema/', import.meta.url);
/** What stands between the brackets of a sum. */
const sums = (sql: string): string[] => [...sql.matchAll(/\bSUM\(((?:[^()]|\([^()]*\))*)\)/g)].map(([, summed]) => summed ?? '');

describe('sums of payments on a SQL Server', () => {
  it('name nothing of the invoice they are for', () => {
    const schema = readdirSync(SCHEMA).map((file) => readFileSync(new URL(file, SCHEMA), 'utf8'));
    const all = [...ORDER.map(({ sql }) => sql), ...schema].flatMap(sums);
    expect(all).to.include('c.counted');
    expect(all.filter((summed) => /\bi\./.test(summed))).to.deep.equal([]);
    expect(sums(COUNTED_OF)).to.deep.equal([]);
  });
});
