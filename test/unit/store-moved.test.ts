/** A process that runs on while its store is moved to a server: nothing more goes into the file, and it is told where the store is. */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SidebookError } from '../../connector/errors.ts';
import { storeError } from '../../connector/store-errors.ts';
import { openDatabase } from '../../connector/store/sqlite/driver.ts';
import { MOVED_TO, StoreMoved } from '../../connector/store/sqlite/moved-to.ts';
import { openSqlite, type SqliteStore } from '../../connector/store/sqlite/store.ts';
import { AT, BY, record, rejection } from '../suites/store/bench.ts';

describe('a store that was moved under a process', () => {
  let folder: string;
  let store: SqliteStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sidebook-moved-'));
    store = openSqlite({ file: join(folder, 'own.db'), world: { now: () => new Date(AT) } });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As the move does it, from another process. */
  function leave(): void {
    const other = openDatabase(join(folder, 'own.db'));
    other.prepare('insert into settings (name, value) values (?, ?)').run(MOVED_TO, 'db.example/books');
    other.close();
  }

  it('takes no edit, no lease and no cycle any more, and is not ready', async () => {
    const lease = await store.lease('buh', 'me');
    if (!lease) throw new Error('no lease');
    await store.linkIds(1000);
    leave();
    const tries = [
      () => store.write(BY, (t) => t.setRecord(record('r'), null)),
      () => store.write(lease, (t) => t.setRecord(record('r'), null)),
      () => store.lease('buh', 'me'),
      () => store.renew(lease),
      () => store.linkIds(1),
      () => store.checkpoint(),
      () => store.read((t) => t.setting('write')),
    ];
    for (const attempt of tries) expect(await rejection(attempt())).to.be.instanceOf(StoreMoved);
  });

  it('still knows who may embed and ask: that stays with the installation', () => {
    leave();
    expect(store.accounts.answers.begin('anna', 'k', 'r', AT)).to.equal(true);
  });

  it('is told in words of the catalogue, without the folder', async () => {
    leave();
    const told = storeError(await rejection(store.lease('buh', 'me')), '');
    expect(told).to.be.instanceOf(SidebookError).and.to.deep.include({ code: 'store-moved', detail: { file: 'own.db', place: 'db.example/books' } }); // prettier-ignore
  });
});
