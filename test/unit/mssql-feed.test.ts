/** Statements of the feed for a server as texts: what no double of it can show, since it compares texts as we do. */
import { expect } from 'chai';
import { parseFilter } from '../../connector/server/odata/filter.ts';
import { PRIVATE_SETS } from '../../connector/server/odata/private-sets.ts';
import { privateTables } from '../../connector/server/odata/private-tables.ts';
import { SHARED_SETS } from '../../connector/store/feed-sets.ts';
import { FeedTooDeep } from '../../connector/store/feed.ts';
import { MssqlFeed } from '../../connector/store/mssql/feed/source.ts';
import { sharedTables } from '../../connector/store/feed-sql/shared-tables.ts';
import { TSQL } from '../../connector/store/mssql/feed/dialect.ts';
import { TsqlError, type Params } from '../../connector/store/mssql/tsql.ts';
import { KEY } from '../odata/reader.ts';

describe('statements of the feed for a SQL Server', () => {
  async function asked(filter: string, more: Partial<typeof KEY> = {}): Promise<{ sql: string; params: Params }> {
    let found: { sql: string; params: Params } = { sql: '', params: {} };
    const rows = async (sql: string, params: Params = {}) => ((found = { sql, params }), []);
    const [set] = SHARED_SETS;
    if (!set) throw new Error('no set');
    await new MssqlFeed({ rows }, SHARED_SETS, sharedTables(TSQL)).count({ key: { ...KEY, ...more }, set, where: parseFilter(filter, set), search: ["o'brien"] }); // prettier-ignore
    return found;
  }

  it('compare texts with their sizes: a server counts blanks at the end for nothing', async () => {
    for (const filter of [`Name eq 'a '`, `Name ge 'a '`, `Name eq LegalName`, `Name lt LegalName`]) {
      const { sql } = await asked(filter);
      expect(sql.match(/DATALENGTH\(c\.\[name\]\) (?:=|>=|<) DATALENGTH/g), filter).to.have.length(1);
    }
  });

  it('bind every value, the same one once, with a collation that tells a from A', async () => {
    const { sql, params } = await asked(`Name eq 'O''Brien?' or LegalName eq 'O''Brien?'`, { organisations: ['x?', 'y'] });
    expect(Object.values(params)).to.have.members(['x?', 'y', 'O\'Brien?', "o'brien"]);
    expect(sql).not.to.match(/brien|\?|x\?/i);
    expect(sql.match(/@p\d(?= COLLATE Latin1_General_100_BIN2)/g)).to.have.length.greaterThan(3);
  });

  it('name no column twice in their order: a server refuses that', async () => {
    const orders: string[] = [];
    const rows = async (sql: string) => (orders.push(/ ORDER BY (.*) OFFSET /s.exec(sql)?.[1] ?? ''), []);
    for (const [sets, tables] of [[SHARED_SETS, sharedTables(TSQL)], [PRIVATE_SETS, privateTables(TSQL)]] as const)
      for (const set of sets) for (const property of set.properties)
        await new MssqlFeed({ rows }, sets, tables).page({ key: KEY, set, where: null, search: [], properties: [], order: [{ property, isDown: true }, { property, isDown: false }], after: null, skip: 0, limit: 1 });
    for (const order of orders) {
      const columns = order.replaceAll(/CASE .*? END/g, '').replaceAll(/[[\]]/g, '').match(/(?<![.\w(= ])\b[a-z]+\.\w+|(?<=, )[a-z]+\.\w+/g) ?? [];
      expect(new Set(columns), order).to.have.property('size', columns.length);
    }
    expect(orders.filter((order) => order.includes(','))).to.have.length.greaterThan(50);
  });

  it('are not made for truths that are compared with truths again and again', async () => {
    const nested = (depth: number): string => (depth === 0 ? 'Active' : `((Active and ${nested(depth - 1)}) eq DeletionMark)`);
    await asked(nested(3));
    for (const depth of [15, 20]) expect(await asked(nested(depth)).catch((error: unknown) => error)).to.be.instanceOf(FeedTooDeep);
  });

  it('that end in a number no server holds are refused as such, other errors are told as they are', async () => {
    const [set] = SHARED_SETS;
    if (!set) throw new Error('no set');
    for (const [number, name] of [[8115, 'FeedTooLarge'], [1205, 'TsqlError']] as const) {
      const rows = async () => Promise.reject(new TsqlError('other', 'x', number));
      const failed: unknown = await new MssqlFeed({ rows }, SHARED_SETS, sharedTables(TSQL)).count({ key: KEY, set, where: null, search: [] }).catch((error: unknown) => error);
      expect((failed as Error).constructor.name).to.equal(name);
    }
  });
}); // prettier-ignore
