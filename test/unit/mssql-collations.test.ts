/** Which collation texts are compared and put together in: a server refuses two at once, and an older Babelfish searches only by code points. */
import { expect } from 'chai';
import { ownFile } from '../../connector/own-files.ts';
import { migrationsIn } from '../../connector/store/migrations.ts';
import { ServerPersonalData } from '../../connector/store/mssql/personal.ts';
import { removeRecord } from '../../connector/store/mssql/record-steps.ts';
import type { SqlRow } from '../../connector/store/rows.ts';
import { Work } from '../../connector/store/mssql/work.ts';

describe('texts on a SQL Server', () => {
  let said: string[];
  beforeEach(() => (said = []));
  const asked = (answer: readonly SqlRow[]) => ({
    rows: async (sql: string) => (said.push(sql), answer),
    run: async (sql: string) => (said.push(sql), 1),
  });

  it('of people are put together here, where no two collations meet', async () => {
    expect(await new ServerPersonalData(asked([])).find('Иванов')).to.deep.equal([]);
    expect([said.length, said.filter((sql) => sql.includes('CONCAT'))]).to.deep.equal([7, []]);
  });

  it('are searched for a reference by code points', async () => {
    const nobody = { n: 0, entity: 'counterparty', fields: '{}' };
    await removeRecord(new Work(asked([nobody]), []), 'c', 1);
    const searches = said.filter((sql) => sql.includes('CHARINDEX'));
    expect(searches).to.have.length(2);
    for (const sql of searches) expect(sql).to.match(/CHARINDEX\(@id, .* COLLATE Latin1_General_100_BIN2\) > 0/);
  });

  it('are kept in one collation, whatever that of the database: CASE, COALESCE and UNION of two fail (451)', () => {
    const folders = ['connector/store/mssql/schema', 'connector/private/mssql/schema'];
    const columns = folders.flatMap((folder) => migrationsIn(ownFile(folder)).flatMap(({ sql }) => sql.match(/^.*\bNVARCHAR\(.*$/gm) ?? [])); // prettier-ignore
    expect(columns.length).to.be.greaterThan(200);
    expect(columns.filter((line) => !line.includes(') COLLATE Latin1_General_100_BIN2'))).to.deep.equal([]);
  });
});
