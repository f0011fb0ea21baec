/** The private store for SQL Server on the double of its server: its logic, not its dialect; `npm run test:mssql` asks a real one. */
import { openMssqlPrivate } from '../../connector/private/mssql/store.ts';
import { freshDouble, type DoubleServer } from '../tsql/double.ts';
import { importSuite } from './private/imports.ts';
import { privateSuite } from './private.ts';

describe('private T-SQL on a double', () => {
  const servers = new Map<string, DoubleServer>();
  afterEach(async () => {
    for (const server of servers.values()) await server.emptied();
    servers.clear();
  });

  const serverOf = (file: string): DoubleServer => {
    const known = servers.get(file) ?? freshDouble('private');
    servers.set(file, known);
    return known;
  };
  privateSuite('for SQL Server', ({ file, world, fresh }) => openMssqlPrivate({ server: serverOf(file), world, fresh }));
  importSuite('for SQL Server', ({ file, world, fresh }) => openMssqlPrivate({ server: serverOf(file), world, fresh }));
});
