/**
 * Looks need SNAPSHOT isolation: on in Azure SQL and Babelfish, off in a new database of SQL Server. It is switched on where the login
 * may; else a person reads which statement to run.
 */
import { TsqlError, type TsqlServer } from './tsql.ts';

const PROBE = `SELECT COUNT(*) AS n FROM sb.schema_versions`;
/** The connection may be one whose last look failed: it still asks for what is not allowed yet. */
const ALLOW = `SET TRANSACTION ISOLATION LEVEL READ COMMITTED; ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON`;

const look = (server: TsqlServer) => server.transaction('look', (t) => t.rows(PROBE));

export async function allowSnapshots(server: TsqlServer): Promise<void> {
  try {
    await look(server);
  } catch (error) {
    if (!(error instanceof TsqlError) || error.kind !== 'no-snapshot') throw error;
    await switchOn(server, error);
  }
}

/** Of processes that start together one switches it on, and the others may be refused at it: what counts is whether a look goes through then. */
async function switchOn(server: TsqlServer, why: TsqlError): Promise<void> {
  const refused = await server.run(ALLOW).then(() => undefined, (error: unknown) => error); // prettier-ignore
  try {
    await look(server);
  } catch (error) {
    throw new TsqlError('no-snapshot', why.message, why.number, refused ?? error);
  }
}
