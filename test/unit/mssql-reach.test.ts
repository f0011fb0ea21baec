/** How `npm run test:mssql` comes to its server: strict unless the server is next door and the address says nothing. */
import { expect } from 'chai';
import { SidebookError } from '../../connector/errors.ts';
import type { MssqlAddress } from '../../connector/store/mssql/address.ts';
import { TsqlError, type TsqlServer } from '../../connector/store/mssql/tsql.ts';
import { reach } from '../tsql/reach.ts';
import { rejection } from '../suites/store/bench.ts';

/** A server that is spoken to in one way only. */
const only =
  (fits: (address: MssqlAddress) => boolean, met: MssqlAddress[] = []) =>
  (address: MssqlAddress): TsqlServer => {
    met.push(address);
    const rows = async () => {
      if (!fits(address)) throw new TsqlError('tls', 'self-signed certificate', null);
      return [{ version: 'Babelfish 4.0\nmore' }];
    };
    return { name: 'n', schema: 's', rows: (sql) => (sql.includes('sys.') ? Promise.resolve([]) : rows()), run: async () => 0, transaction: () => Promise.reject(new Error('no')), close: async () => undefined }; // prettier-ignore
  };

describe('the server of test:mssql', () => {
  it('is taken as the address says where that works', async () => {
    const found = await reach(
      'mssql://sa:p%40@db.example/books',
      only((a) => a.encrypt && !a.trustServerCertificate),
    );
    expect(found).to.deep.equal({ url: 'mssql://sa:p%40@db.example/books?encrypt=true&trustServerCertificate=false', version: 'Babelfish 4.0', note: null }); // prettier-ignore
  });

  it('next door may have a certificate of its own making, or none', async () => {
    expect(
      (
        await reach(
          'mssql://sa:p@127.0.0.1:1433/x',
          only((a) => a.trustServerCertificate),
        )
      ).note,
    ).to.contain('trusted for this run');
    const plain = await reach(
      'mssql://sa:p@mssql',
      only((a) => !a.encrypt),
    );
    expect([plain.url, plain.note]).to.deep.equal(['mssql://sa:p@mssql/master?encrypt=false&trustServerCertificate=false', 'it has no certificate; this run is not encrypted']); // prettier-ignore
  });

  it('far away, or told how, is never spoken to otherwise', async () => {
    const met: MssqlAddress[] = [];
    for (const url of ['mssql://sa:p@db.example/x', 'mssql://sa:p@localhost/x?encrypt=true'])
      expect(await rejection(reach(url, only(() => false, met)))).to.be.instanceOf(SidebookError).and.include({ code: 'store-tls' }); // prettier-ignore
    expect(met.length).to.equal(2);
  });
});
