/** The private store and the audit for SQL Server on the double of their server: their logic, not their dialect; `npm run test:mssql` asks a real one. */
import { freshDouble } from '../tsql/double.ts';
import { privateSuites } from '../tsql/private.ts';

/** Of the random tries; the rest are made by `npm run test:mssql`. */
const SHARE = 0.25;

describe('private T-SQL on a double', () => {
  privateSuites('for SQL Server', () => freshDouble('private'), SHARE);
});
