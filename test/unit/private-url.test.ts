/** Private data on a SQL Server: an address and a login of its own, or nothing starts. */
import { expect } from 'chai';
import { ConfigInvalid, parseConfig } from '../../connector/config.ts';
import { PRIVATE_URL } from '../../connector/config/secrets.ts';
import { hasPrivate } from '../../connector/server/private.ts';
import { parsePrivateAddress } from '../../connector/store/mssql/address.ts';
import { host } from './config-samples.ts';

const URLS = {
  A: 'mssql://sync:one@db/books',
  B: 'mssql://own:two@db/books',
  C: 'mssql://own:two@DB/books?schema=sidebook',
  D: 'mssql://own:two@db',
};
const read = (own: string) =>
  parseConfig(`{"store": {"file": "./s.db", "url": {"env": "A"}}, "private": {"url": {"env": "${own}"}}, "hosts": {"buh": ${host()}}}`, '/x/sidebook.config.jsonc', { ...URLS, BUH: 'secret' }, 'en'); // prettier-ignore
const problems = (own: string): string => {
  try {
    read(own);
    return '';
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    return JSON.stringify(error.problems);
  }
};

describe('private data on a server', () => {
  it('stands in a schema of its own beside the store', () => {
    const config = read('B');
    expect(parsePrivateAddress(config.secrets.get(PRIVATE_URL) ?? '')).to.include({ schema: 'sidebook_private', user: 'own' });
    expect(hasPrivate(config)).to.equal(true);
  });

  it('is refused in the schema of the store, whatever the letters of the address, and where it is no address', () => {
    expect(problems('C')).to.include('private.url').and.include('schema and a login of its own').and.not.include('two');
    expect(problems('D')).to.include('private.url').and.include('database').and.not.include('two');
  });
});
