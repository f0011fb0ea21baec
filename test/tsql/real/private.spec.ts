/** Every suite of the private store and the audit on the server SIDEBOOK_MSSQL_URL names. */
import { privateSuites } from '../private.ts';
import { dropAll, realServer } from '../server.ts';

describe('private T-SQL', function () {
  this.timeout(120_000);
  after(dropAll);
  privateSuites('on a real server', realServer);
});
