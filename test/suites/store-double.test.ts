/** The store for SQL Server on the double of its server: its logic, not its dialect; `npm run test:mssql` asks a real one. */
import { serverSuite } from './store.ts';
import { freshDouble, type DoubleServer } from '../tsql/double.ts';
import { openOn } from '../tsql/open.ts';
import { sharedFeed } from '../tsql/shared-feed.ts';

describe('T-SQL on a double', () => {
  const servers = new Map<string, DoubleServer>();
  afterEach(async () => {
    for (const server of servers.values()) await server.emptied();
    servers.clear();
  });

  const serverOf = (file: string): DoubleServer => {
    const known = servers.get(file) ?? freshDouble();
    servers.set(file, known);
    return known;
  };
  serverSuite('for SQL Server', openOn(serverOf), { snapshots: false });
  sharedFeed('for SQL Server', openOn(serverOf), Number(process.env['FEED_FILTERS'] ?? 40));
});
