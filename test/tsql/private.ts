/** The private store and its audit on a server for the suites: in memory or "on disk" it is the same schema. */
import { MssqlAudit } from '../../connector/audit/mssql/audit.ts';
import type { Audit, Finding, Head } from '../../connector/audit/audit.ts';
import { Base } from '../../connector/private/mssql/base.ts';
import { MssqlPrivateStore, openMssqlPrivate } from '../../connector/private/mssql/store.ts';
import type { BatchRow } from '../../connector/store/mssql/batch.ts';
import type { Tsql, TsqlServer } from '../../connector/store/mssql/tsql.ts';
import type { SqlRow } from '../../connector/store/rows.ts';
import { insert } from '../../connector/private/mssql/tables.ts';
import { AUDIT, VALUES } from '../../connector/audit/mssql/append.ts';
import { importSuite } from '../suites/private/imports.ts';
import { serverAuditSuite } from '../suites/audit.ts';
import type { AuditDesk } from '../suites/audit/bench.ts';
import { privateSuite } from '../suites/private.ts';
import { auditTeller } from '../../connector/audit/mssql/teller.ts';
import { ANNA, competitor, failure, FRESH } from '../suites/private/bench.ts';
import { expect } from 'chai';
import { seeded } from '../random.ts';
import { privateFeed } from './private-feed.ts';
import type { TestServer } from './server.ts';

/** `fresh`: an empty server, of the kind the private store makes its tables on. `share`: of the random tries. */
export function privateSuites(name: string, fresh: () => TestServer, share = 1): void {
  const servers = new Map<string, TestServer>();
  const serverOf = (file: string): TestServer => {
    const known = servers.get(file) ?? fresh();
    servers.set(file, known);
    return known;
  };
  afterEach(async () => {
    for (const server of servers.values()) await server.emptied();
    servers.clear();
  });
  type At = Parameters<Parameters<typeof privateSuite>[1]>[0];
  const open = ({ file, world, fresh: days }: At) => openMssqlPrivate({ server: serverOf(file), world, fresh: days });
  privateSuite(name, open, share);
  importSuite(name, open);
  serverAuditSuite(name, () => new ServerDesk(() => serverOf('audit')), Math.ceil(200 * share));
  privateFeed(name, () => shared(serverOf('feed')));
  describe(`the audit ${name} beside the private store`, () => {
    beside(() => serverOf('beside'));
  });
}

/** What is stored and the row that tells of it: both or none. */
function beside(server: () => TestServer): void {
  const world = { now: () => new Date('2026-07-22T10:00:00.000Z'), uuid: () => `id-${String((made += 1))}` };
  let made = 0;
  const desk = (): { store: MssqlPrivateStore; audit: MssqlAudit } => {
    const base = new Base({ server: shared(server()), world, fresh: FRESH, audit: auditTeller(world.now) });
    return { store: new MssqlPrivateStore(base), audit: new MssqlAudit(base, world.now) };
  };

  it('is told of each change by ids alone, in the transaction of the change', async () => {
    const { store, audit } = desk();
    const saved = await store.as(ANNA).saveCompetitor(competitor('Тайный соперник'), null);
    const told = await audit.rows({});
    expect(told.map((r) => [r.actor, r.what, r.subject, r.value])).to.deep.equal([
      ['anna', 'write:competitors', saved.id, { count: 1 }],
    ]);
    expect(await audit.verify()).to.deep.equal([]);
  });

  it('is not told of what was not stored, and nothing is stored that it cannot be told of', async () => {
    const { store, audit } = desk();
    await failure(store.as(ANNA).saveCompetitor(competitor('   '), null));
    await server().run(`UPDATE sb.locks SET name = N'away' WHERE name = N'audit'`);
    await failure(store.as(ANNA).saveCompetitor(competitor('Соперник'), null));
    await server().run(`UPDATE sb.locks SET name = N'audit' WHERE name = N'away'`);
    expect([(await store.as(ANNA).competitors(null)).rows, await audit.rows({})]).to.deep.equal([[], []]);
  });
}

const TABLES = [['audit', AUDIT], ['audit_values', VALUES]] as const; // prettier-ignore

class ServerDesk implements AuditDesk {
  readonly #server: () => TestServer;
  #at = 0;
  #open: Audit[] = [];
  #audit: Audit | null = null;

  constructor(server: () => TestServer) {
    this.#server = server;
    beforeEach(() => {
      this.#at = Date.parse('2026-07-22T10:00:00.000Z');
      this.#audit = this.open();
    });
    afterEach(async () => {
      for (const audit of this.#open.splice(0)) await audit.close();
    });
  }

  get audit(): Audit {
    if (!this.#audit) throw new Error('only inside a test');
    return this.#audit;
  }

  open(): Audit {
    const now = () => new Date(this.#at);
    const base = new Base({
      server: shared(this.#server()),
      world: { now, uuid: () => '' },
      fresh: { price: 1, stock: 1, offer: 1 },
    });
    const random = seeded(7);
    const audit = new MssqlAudit(base, now, (n) => Uint8Array.from({ length: n }, () => random.int(256)));
    this.#open.push(audit);
    return audit;
  }

  later(minutes: number): void {
    this.#at += minutes * 60_000;
  }

  chain = (): Promise<readonly SqlRow[]> => this.#server().rows('SELECT n, digest, previous, seal FROM sb.audit ORDER BY n');

  async after(sql: string, kept?: Head): Promise<readonly Finding[]> {
    const server = this.#server();
    const before = new Map<string, readonly SqlRow[]>();
    for (const [table] of TABLES) before.set(table, await server.rows(`SELECT * FROM sb.${table}`));
    for (const one of sql.split(';').filter((s) => s.trim() !== '')) await server.run(inTables(one));
    const found = await this.audit.verify(kept);
    await server.transaction('change', (t) => restored(t, before));
    return found;
  }
}

/** One pool for all who stand for processes. */
const shared = (server: TestServer): TsqlServer => ({
  name: server.name,
  schema: server.schema,
  rows: (sql, params) => server.rows(sql, params),
  run: (sql, params) => server.run(sql, params),
  transaction: (kind, work) => server.transaction(kind, work),
  close: async () => undefined,
});

/** The statements of the tests as they are for a file, with our schema before their tables. */
const inTables = (sql: string): string =>
  sql.replace(/\b(audit_values|audit)\b(?! *')/g, 'sb.$1').replace(/\b(at|value)\b(?= *[,=])/g, '[$1]');

async function restored(t: Tsql, before: ReadonlyMap<string, readonly SqlRow[]>): Promise<void> {
  for (const [table, columns] of TABLES) {
    await t.run(`DELETE FROM sb.${table}`);
    await insert(t, table, columns, (before.get(table) ?? []) as readonly BatchRow[]);
  }
}
