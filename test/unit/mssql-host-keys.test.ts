/** A server finds links by the id of the host only through links_by_host, which rests on host_key: by host_id it reads all of them. */
import { expect } from 'chai';
import { MssqlReader } from '../../connector/store/mssql/reader.ts';
import { ORDER } from '../../connector/store/mssql/tables.ts';

const BY_ID = /\bhost_id (?:=|>|IN\b)|= (?:\w+\.)?host_id\b|ORDER BY (?:\w+\.)?host_id\b/;

describe('ids of a host on a SQL Server', () => {
  it('are looked for by what the index rests on', async () => {
    const said: string[] = [];
    const asked = async (sql: string) => (said.push(sql), []);
    const reader = new MssqlReader({ rows: asked, run: async () => 0 });
    await reader.linksAt('buh', 'invoice', ['a']);
    await reader.versionsAt('buh', 'invoice', ['a']);
    await reader.recordsAt('buh', 'invoice', ['a']);
    await reader.liveLinks('buh', 'invoice', 'a', 10);
    await reader.paymentsOfLateInvoices('buh', ['order'], 0, 10);
    expect(said.filter((sql) => sql.includes('host_key'))).to.have.length(5);
    const all = [...said, ...ORDER.map((batch) => batch.sql)];
    expect(all.filter((sql) => BY_ID.test(sql))).to.deep.equal([]);
  });
});
