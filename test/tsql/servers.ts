/** Where a test keeps its store when it is not SQLite: on the double, or on the server SIDEBOOK_MSSQL_URL names. */
import { freshDouble } from './double.ts';
import { realServer, type TestServer } from './server.ts';

export type On = 'double' | 'server';
export const serverOn = (on: On): TestServer => (on === 'double' ? freshDouble() : realServer());
