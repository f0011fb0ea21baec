/** What goes to the driver `mssql` and what comes back, on a stand-in for the package: types, lengths, transactions, errors. */
import { expect } from 'chai';
import { AddressWrong, parseAddress } from '../../connector/store/mssql/address.ts';
import { openServer, type Library } from '../../connector/store/mssql/driver.ts';
import { TsqlError } from '../../connector/store/mssql/tsql.ts';
import { rejection } from '../suites/store/bench.ts';

const ADDRESS = parseAddress('mssql://anna:p%40ss@db.example:1444/books?schema=own');

interface Said {
  readonly inputs: Record<string, [type: string, value: unknown]>;
  readonly sql: string;
}

/** Answers every statement alike, keeps what it was given, fails where told. */
class StandIn {
  readonly said: Said[] = [];
  readonly steps: string[] = [];
  config: unknown = null;
  answer: { recordset?: object; rowsAffected: number[] } = { rowsAffected: [0] };
  fails: Partial<Record<'connect' | 'query' | 'rollback', Error>> = {};

  readonly library = (): Library => {
    const step = async (name: string): Promise<void> => {
      this.steps.push(name);
      const error = this.fails[name as 'connect'];
      if (error) throw error;
    };
    const request = () => {
      const inputs: Said['inputs'] = {};
      return {
        input: (name: string, type: unknown, value: unknown) => (inputs[name] = [String(type), value]),
        query: async (sql: string) => {
          this.said.push({ inputs, sql });
          await step('query');
          return this.answer as never;
        },
      };
    };
    const transaction = () => ({ begin: (level: number) => step(`begin ${String(level)}`), commit: () => step('commit'), rollback: () => step('rollback'), request }); // prettier-ignore
    const standIn = this; // oxlint-disable-line typescript/no-this-alias -- the class below is made by the driver
    return {
      ConnectionPool: class {
        constructor(config: unknown) {
          standIn.config = config;
        }
        connect = () => step('connect');
        close = () => step('close');
        on = () => undefined;
        request = request;
        transaction = transaction;
      },
      ISOLATION_LEVEL: { READ_COMMITTED: 2, SNAPSHOT: 5 },
      MAX: 65_535,
      BigInt: 'BigInt',
      NVarChar: (length) => `NVarChar(${String(length)})`,
    };
  };
}

describe('the driver of SQL Server', () => {
  let at: StandIn;
  beforeEach(() => (at = new StandIn()));
  const open = () => openServer(ADDRESS, async () => at.library());

  it('binds texts and whole numbers as they are stored, and no float at all', async () => {
    await open().run('UPDATE sb.links SET a = @a', {
      a: '123456789012345.6789',
      b: 7,
      c: 2n ** 62n,
      d: null,
      e: 'x'.repeat(4001),
    });
    const [{ inputs, sql } = { inputs: {}, sql: '' }] = at.said;
    expect(sql).to.equal('UPDATE [own].links SET a = @a');
    expect(inputs['a']).to.deep.equal(['NVarChar(4000)', '123456789012345.6789']);
    expect([inputs['b'], inputs['c']]).to.deep.equal([['BigInt', '7'], ['BigInt', '4611686018427387904']]); // prettier-ignore
    expect([inputs['d'], inputs['e']?.[0]]).to.deep.equal([['NVarChar(4000)', null], 'NVarChar(65535)']);
    expect(String(await rejection(open().run('x', { a: 1.5 })))).to.contain('1.5');
  });

  it('gives BIGINT back exactly', async () => {
    const recordset = Object.assign([{ n: '9223372036854775807', dirty: 1, name: null }], { columns: { n: { type: 'BigInt' }, dirty: { type: 'Int' }, name: { type: 'NVarChar' } } }); // prettier-ignore
    at.answer = { recordset, rowsAffected: [1] };
    expect(await open().rows('SELECT')).to.deep.equal([{ n: 9_223_372_036_854_775_807n, dirty: 1, name: null }]);
  });

  it('gives back more rows than a call takes arguments', async () => {
    at.answer = { recordset: Array.from({ length: 150_000 }, (_, n) => ({ n })), rowsAffected: [150_000] };
    const rows = await open().rows('SELECT');
    expect([rows.length, rows.at(-1)]).to.deep.equal([150_000, { n: 149_999 }]);
  });

  it('looks at one moment, changes as a whole', async () => {
    const server = open();
    await server.transaction('look', (t) => t.rows('SELECT'));
    await server.transaction('change', (t) => t.run('UPDATE'));
    expect(at.steps).to.deep.equal(['connect', 'begin 5', 'query', 'commit', 'begin 2', 'query', 'commit']);
  });

  it('asks one statement of a transaction after the other', async () => {
    let busy = 0;
    const server = open();
    await server.transaction('look', async (t) => {
      at.answer = { rowsAffected: [0], get recordset() { busy += 1; return []; } }; // prettier-ignore
      await Promise.all([t.rows('a'), t.rows('b'), t.rows('c')]);
    });
    expect([busy, at.said.map((s) => s.sql)]).to.deep.equal([3, ['a', 'b', 'c']]);
  });

  it('tells the first error though the rollback is refused as done already', async () => {
    at.fails = { query: Object.assign(new Error('deadlock'), { number: 1205, code: 'EREQUEST' }), rollback: Object.assign(new Error('aborted'), { code: 'EABORT' }) }; // prettier-ignore
    const error = await rejection(open().transaction('change', (t) => t.run('UPDATE')));
    expect(error).to.include({ kind: 'deadlock', number: 1205, place: 'db.example:1444/books' });
  });

  for (const [number, kind] of [
    [2601, 'unique'],
    [2627, 'unique'],
    [8152, 'too-long'],
    [2628, 'too-long'],
    [1105, 'full'],
    [3952, 'no-snapshot'],
    [229, 'right'],
    [4711, 'other'],
  ] as const)
    // prettier-ignore
    it(`knows number ${String(number)} as ${kind}`, async () => {
      at.fails = { query: Object.assign(new Error('no'), { number, code: 'EREQUEST' }) };
      expect(await rejection(open().rows('SELECT'))).to.include({ kind, number });
    });

  for (const [code, kind] of [
    ['ELOGIN', 'login'],
    ['ESOCKET', 'unreachable'],
    ['ETIMEOUT', 'unreachable'],
    ['EENCRYPT', 'tls'],
  ] as const)
    it(`knows ${code} as ${kind}, and tries again the next time`, async () => {
      at.fails = { connect: Object.assign(new Error('no'), { code }) };
      const server = open();
      expect(await rejection(server.rows('SELECT'))).to.include({ kind });
      at.fails = {};
      expect(await server.rows('SELECT')).to.deep.equal([]);
    });

  it('tells a certificate nobody vouches for from a server that is not there, and a slow answer from both', async () => {
    at.fails = {
      connect: Object.assign(new Error('Failed to connect to db:1433 - self-signed certificate'), { code: 'ESOCKET' }),
    };
    expect(await rejection(open().rows('SELECT'))).to.include({ kind: 'tls' });
    at.fails = { query: Object.assign(new Error('Timeout: Request failed to complete'), { code: 'ETIMEOUT' }) };
    expect(await rejection(open().rows('SELECT'))).to.include({ kind: 'timeout' });
  });

  it('finds the number that tells among what the driver wraps and what the server said before', async () => {
    const before = [Object.assign(new Error('Violation of UNIQUE KEY'), { number: 2627 })];
    at.fails = { query: Object.assign(new Error('terminated'), { number: 3621, code: 'EREQUEST', precedingErrors: before }) };
    expect(await rejection(open().rows('SELECT'))).to.include({
      kind: 'unique',
      number: 2627,
      message: 'Violation of UNIQUE KEY',
    });
    at.fails = { query: Object.assign(new Error('x'), { code: 'EREQUEST', originalError: Object.assign(new Error('y'), { info: { number: 1205 } }) }) }; // prettier-ignore
    expect(await rejection(open().rows('SELECT'))).to.include({ kind: 'deadlock', number: 1205 });
  });

  it('says that the package is not installed', async () => {
    const absent = openServer(ADDRESS, () => Promise.reject(new TsqlError('missing', 'not installed', null)));
    expect(await rejection(absent.rows('SELECT'))).to.include({ kind: 'missing' });
  });

  it('finds nobody behind a port where nobody listens', async () => {
    const real = openServer(parseAddress('mssql://a:b@127.0.0.1:1/x'));
    expect(await rejection(real.rows('SELECT 1 AS one'))).to.include({ kind: 'unreachable', place: '127.0.0.1:1/x' });
    await real.close();
  });

  it('opens its pool with what the address says, encrypted, and undoing the whole at any error', async () => {
    await open().rows('SELECT');
    expect(at.config).to.deep.include({ server: 'db.example', port: 1444, database: 'books', user: 'anna', password: 'p@ss' });
    expect((at.config as { options: object }).options).to.include({ encrypt: true, trustServerCertificate: false, abortTransactionOnError: true }); // prettier-ignore
  });
});

describe('the address of a SQL Server', () => {
  const wrong = (text: string): string => {
    try {
      parseAddress(text);
      return 'nothing';
    } catch (error) {
      return error instanceof AddressWrong ? error.part : String(error);
    }
  };

  it('is read with its instance, schema and switches', () => {
    expect(parseAddress('mssql://u:p@server/db?instance=SQLEXPRESS&encrypt=false&trustServerCertificate=true')).to.deep.equal({
      name: 'server/db', server: 'server', port: null, instance: 'SQLEXPRESS', database: 'db', user: 'u', password: 'p', encrypt: false, trustServerCertificate: true, schema: 'sidebook',
    }); // prettier-ignore
  });

  it('says which part of it is wrong, and nothing of the password', () => {
    const texts = ['', 'postgres://u:p@h/d', 'mssql://u:p@h', 'mssql://h/d', 'mssql://u:p@h/d?schema=a;drop', 'mssql://u:p@h/d?encrypt=maybe', 'mssql://u:p@h/d?Speed=9', 'mssql://u:p@/d', 'Server=h;Database=d', 'Server=h;Database=d;Trusted_Connection=yes']; // prettier-ignore
    expect(texts.map(wrong)).to.deep.equal(['mssql://', 'mssql://', 'database', 'user', 'schema', 'encrypt', 'Speed', 'server', 'user', 'trusted_connection']); // prettier-ignore
  });

  it('is read though the password is written as it is, and whatever the case of the switches', () => {
    expect(parseAddress('mssql://sa:a#b@c/d%z@h:1433/d?Encrypt=false&TrustServerCertificate=TRUE')).to.include({
      user: 'sa', password: 'a#b@c/d%z', server: 'h', port: 1433, database: 'd', encrypt: false, trustServerCertificate: true,
    }); // prettier-ignore
    expect(parseAddress('mssql://u:p@[::1]:1433/d')).to.include({ server: '::1', name: '[::1]:1433/d' });
  });

  it('is read as other tools write it', () => {
    expect(parseAddress(`Server=tcp:db.example,1433;Initial Catalog=books;User ID=anna;Password='a;b=c';Encrypt=Mandatory;TrustServerCertificate=False;Connection Timeout=30;`)).to.deep.equal({
      name: 'db.example:1433/books', server: 'db.example', port: 1433, instance: null, database: 'books', user: 'anna', password: 'a;b=c', encrypt: true, trustServerCertificate: false, schema: 'sidebook',
    }); // prettier-ignore
    expect(parseAddress('Data Source=.\\SQLEXPRESS;Database=d;UID=u;PWD={p};Encrypt=no;Schema=own')).to.include({
      server: 'localhost', port: null, instance: 'SQLEXPRESS', password: 'p', encrypt: false, schema: 'own',
    }); // prettier-ignore
  });

  const ado = (text: string) => parseAddress(`Server=h;Database=d;User Id=u;${text}`);

  it('is read to its end: empty places, blanks and a last sign make no difference', () => {
    expect(ado('Password=p;;Schema=prod;Encrypt=false')).to.include({ password: 'p', schema: 'prod', encrypt: false });
    expect(ado(' ; Password = p ; ; Schema = prod ;; ')).to.include({ password: 'p', schema: 'prod' });
  });

  it('keeps what stands in quotes as it is, and what is doubled there once', () => {
    expect(ado(`Password='it''s; "x"';Schema=own`)).to.include({ password: `it's; "x"`, schema: 'own' });
    expect(ado(`Password="a""b;'c'=";Schema=own`)).to.include({ password: `a"b;'c'=`, schema: 'own' });
    expect(ado(`Password={a}}b;c};Schema=own`)).to.include({ password: 'a}b;c', schema: 'own' });
    expect(ado(`Password=" p ";Schema=own`)).to.include({ password: ' p ' });
    expect(ado(`Password=a'b"c{d=e;Schema=own`)).to.include({ password: `a'b"c{d=e` });
    expect(ado('Password={a}b;Schema=own')).to.include({ password: '{a}b' });
    expect(ado('Password=a://b')).to.include({ password: 'a://b' });
    expect(ado('Password=first;Pwd=last')).to.include({ password: 'last' });
  });

  it('is refused where a password is cut by a sign it may only hold in quotes; nothing of it is named', () => {
    const texts = ['Password=ab;cd;Schema=prod', 'Password=ab;sec=ret', 'Pwd=ab;Schema=x;sec=ret', 'Password=ab;=x', `Password="ab;Schema=x`, `Password='ab'cd;Schema=x`, `Password=ab;x='y`, 'Password=ab;constructor=cd']; // prettier-ignore
    expect(texts.map((text) => wrong(`Server=h;Database=d;User Id=u;${text}`))).to.deep.equal(texts.map(() => 'password'));
  });

  it('is refused by what is wrong in it, also behind a password', () => {
    const texts = ['Password=p;Trusted_Connection=yes', `Password='p';Speed=9`, 'Speed=9;Password=p', 'Schema=a b;Password=p', 'Schema=x;loose;Password=p', 'Port=x;Password=p', 'Port=70000;Password=p']; // prettier-ignore
    expect(texts.map((text) => wrong(`Server=h;Database=d;User Id=u;${text}`))).to.deep.equal(['trusted_connection', 'speed', 'speed', 'schema', 'schema', 'port', 'port']); // prettier-ignore
    expect(['no sign at all', 'loose;Server=h', 'mssql://u:p@h:70000/d'].map(wrong)).to.deep.equal([
      'mssql://',
      'mssql://',
      'port',
    ]);
  });
});
