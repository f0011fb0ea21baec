/** Every store suite on the server SIDEBOOK_MSSQL_URL names. */
import { serverSuite } from '../../suites/store.ts';
import { openOn } from '../open.ts';
import { sharedFeed } from '../shared-feed.ts';
import { dropAll, IS_DOUBLE, realServer, type TestServer } from '../server.ts';

describe('T-SQL', function () {
  this.timeout(120_000);
  const servers = new Map<string, TestServer>();
  afterEach(async () => {
    for (const server of servers.values()) await server.emptied();
    servers.clear();
  });
  after(dropAll);

  const serverOf = (file: string): TestServer => {
    const known = servers.get(file) ?? realServer();
    servers.set(file, known);
    return known;
  };
  serverSuite('on a real server', openOn(serverOf), { snapshots: !IS_DOUBLE });
  sharedFeed('on a real server', openOn(serverOf), 400);
});
