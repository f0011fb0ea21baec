/** The audit on a SQL Server: it stands in the schema of the private store, so that changes and the rows that tell of them go together. */
import { ownFile } from '../../own-files.ts';
import { Opened } from '../../store/mssql/opened.ts';
import type { TsqlServer } from '../../store/mssql/tsql.ts';
import type { Audit } from '../audit.ts';
import { MssqlAudit } from './audit.ts';

const TABLES = ownFile('connector/private/mssql/schema');

/** Connects when first asked. */
export const openMssqlAudit = (server: TsqlServer, now: () => Date): Audit =>
  new MssqlAudit(new Opened(server, now, TABLES), now);
