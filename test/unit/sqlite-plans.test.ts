/** How SQLite comes by what a page of a list shows besides: never by reading a whole table for it. */
import { expect } from 'chai';
import { openMigrated } from '../../connector/store/sqlite/migrate.ts';
import { SqliteViewQueries } from '../../connector/store/sqlite/view-queries.ts';
import { SqliteReader } from '../../connector/store/sqlite/reader.ts';
import type { Database } from '../../connector/store/sqlite/driver.ts';

const open = (): Database => openMigrated({ file: ':memory:', pragmas: '', now: () => new Date(0) });

/** What is scanned by the statements that were prepared. */
async function scanned(db: Database, work: (views: SqliteViewQueries) => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const views = new SqliteViewQueries({ ...db, prepare: (sql, options) => {
    const statement = db.prepare(sql, options);
    return { ...statement, all: (...params) => (said.push(sql), statement.all(...params)) };
  } }); // prettier-ignore
  await work(views);
  const plans = said.flatMap((sql) => db.prepare(`explain query plan ${sql}`).all(...Array<string>((sql.match(/\?/g) ?? []).length).fill('[]')));
  expect(plans).to.not.deep.equal([]);
  return plans.map((row) => String(row['detail'])).filter((d) => /^SCAN (?!.*VIRTUAL TABLE)|AUTOMATIC/.test(d)); // an index made for one statement reads the table too
} // prettier-ignore

describe('a page of invoices in SQLite', () => {
  it('learns what was paid in another currency from its own payments alone', async () => {
    const db = open();
    expect(await scanned(db, (views) => views.paidOtherwise(['a']))).to.deep.equal([]);
    db.close();
  });

  it('learns what nobody tells the payments of from the links of those invoices alone', async () => {
    const db = open();
    const of = { counterparty: 'c', invoice: null, tellers: ['buh'] };
    expect(await scanned(db, (views) => views.unpaidSums(of, '2026-02-24'))).to.deep.equal([]);
    db.close();
  });
});

describe('a question in SQLite', () => {
  for (const filter of [
    { link: 1 },
    { link: 1, kind: 'duplicate' },
    { record: 'r', kind: 'duplicate', open: false },
    { host: 'h', kind: 'duplicate' },
  ] as const)
    it(`is found by ${Object.keys(filter).join(', ')} without reading all there ever were`, async () => {
      const db = open();
      const said: string[] = [];
      const reader = new SqliteReader({ ...db, prepare: (sql, options) => (said.push(sql), db.prepare(sql, options)) });
      said.length = 0;
      await reader.problems(filter);
      const plans = said.flatMap((sql) =>
        db.prepare(`explain query plan ${sql}`).all(...Array<string>((sql.match(/\?/g) ?? []).length).fill('1')),
      );
      expect(plans.map((row) => String(row['detail']))[0]).to.match(/^SEARCH problems USING INDEX/);
      db.close();
    });
});
