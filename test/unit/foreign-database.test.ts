/** A database of somebody else named as ours: refused with its tables, and not one byte of it changed. */
import { expect } from 'chai';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAudit } from '../../connector/audit/sqlite/audit.ts';
import { openMssqlPrivate } from '../../connector/private/mssql/store.ts';
import { openSqlitePrivate } from '../../connector/private/sqlite/store.ts';
import { storeError } from '../../connector/store-errors.ts';
import { lookAt } from '../../connector/store/mssql/look.ts';
import { openMssql } from '../../connector/store/mssql/store.ts';
import { openDatabase } from '../../connector/store/sqlite/driver.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { freshDouble, DoubleServer } from '../tsql/double.ts';
import { rejection } from '../suites/store/bench.ts';

const world = { now: () => new Date('2026-07-22T10:00:00.000Z'), uuid: () => 'u' };
const fresh = { price: 30, stock: 7, offer: 30 };

describe('a database of another program', () => {
  let folder: string;
  let file: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'sidebook-foreign-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const made = (name: string, sql: string): void => {
    file = join(folder, name);
    const db = openDatabase(file);
    db.exec(sql);
    db.close();
  };
  const openers = (): Readonly<Record<string, () => unknown>> => ({
    store: () => openSqlite({ file, world }),
    private: () => openSqlitePrivate({ file, world, fresh }),
    audit: () => openAudit({ file, world }),
  });
  function refusedBy(open: (() => unknown) | undefined): void {
    const before = readFileSync(file);
    let told: unknown;
    try {
      open?.();
    } catch (error) {
      told = storeError(error, file);
    }
    expect(told).to.include({ code: 'store-file-foreign' });
    expect(readFileSync(file).equals(before), file).to.equal(true);
  }

  it('is neither our store nor our private file nor our audit', () => {
    made('shop.db', 'create table orders (id integer primary key); insert into orders values (1)');
    for (const open of Object.values(openers())) refusedBy(open);
    expect(storeErrorOf(openers()['store'])).to.deep.include({ detail: { file, tables: 'orders' } });
  });

  it('is told by its tables also where it counts its migrations as we do', () => {
    made('versions.db', 'create table schema_versions (number integer primary key, checksum text, applied_at text); create table records_of_others (id text)'); // prettier-ignore
    for (const open of Object.values(openers())) refusedBy(open);
  });

  it('is any other file of ours as well', async () => {
    file = join(folder, 'private.db');
    await openSqlitePrivate({ file, world, fresh }).close();
    const { store, audit } = openers();
    for (const open of [store, audit]) refusedBy(open);
    await openSqlitePrivate({ file, world, fresh }).close();
  });

  /** As a process that died leaves it: what it wrote last stands beside the file. */
  function died(name: string, sql: string): void {
    const db = openDatabase(join(folder, `running-${name}`));
    db.exec(`pragma journal_mode = wal; pragma wal_autocheckpoint = 0; ${sql}`);
    file = join(folder, name);
    for (const end of ['', '-wal']) copyFileSync(join(folder, `running-${name}${end}`), file + end);
    db.close();
  }

  it('keeps what a process that died left beside it', () => {
    died('died.db', 'create table orders (id integer primary key)');
    for (const open of Object.values(openers())) refusedBy(open);
    expect(existsSync(`${file}-wal`)).to.equal(true);
  });

  it('is not a file of ours that died in use, nor one with nothing in it', async () => {
    died(
      'ours.db',
      `create table schema_versions (number integer primary key, checksum text not null, applied_at text not null)`,
    );
    await openSqlite({ file, world }).close();
    await openSqlite({ file, world }).close();
    file = join(folder, 'empty.db');
    writeFileSync(file, '');
    await openSqlite({ file, world }).close();
  });

  const storeErrorOf = (open: (() => unknown) | undefined): unknown => {
    try {
      return open?.();
    } catch (error) {
      return storeError(error, file);
    }
  };

  describe('on a server', () => {
    const privateIn = (server: DoubleServer) => openMssqlPrivate({ server, world, fresh });
    const asked = (server: DoubleServer) => openMssql({ server, world, mark: null }).read((t) => t.hosts());

    it('is refused, doctor included', async () => {
      const server = new DoubleServer('shop');
      await server.run(`EXEC(N'CREATE SCHEMA [shop]')`);
      await server.run('CREATE TABLE sb.schema_versions (number INT NOT NULL)');
      await server.run('CREATE TABLE sb.orders (id INT NOT NULL)');
      for (const work of [asked(server), privateIn(server).check(), lookAt(server)])
        expect(storeError(await rejection(work), '')).to.deep.include({ code: 'store-foreign', detail: { place: 'the double', file: 'the double', number: '-', reason: 'shop: orders, schema_versions' } }); // prettier-ignore
    });

    it('is refused where it is the other one of our own two', async () => {
      const [shared, own] = [freshDouble(), freshDouble('own')];
      await asked(shared);
      await privateIn(own).check();
      expect(await rejection(privateIn(shared).check())).to.include({ kind: 'foreign' });
      expect(await rejection(asked(own))).to.include({ kind: 'foreign' });
    });
  });
});
