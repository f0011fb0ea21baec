/** A long import in the server: kept and taken back beside the others, who read on, and see all of it or nothing. */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../connector/config.ts';
import { openAuditOf } from '../../connector/main.ts';
import { ImportUndone, SOON, type ImportDraft } from '../../connector/private/imports.ts';
import { PrivateMoved, PrivateWrong } from '../../connector/private/private-store.ts';
import type { OwnStore } from '../../connector/private/own-store.ts';
import { longChangesOf } from '../../connector/server/imports/long-changes.ts';
import { openPrivateOf } from '../../connector/server/private.ts';
import { realWorld } from '../../connector/world.ts';
import { configOf } from '../scenarios/setting.ts';
import { ANNA, failure, item, price, competitor as rival } from '../suites/private/bench.ts';

const ROWS = SOON + 1;
const ID = '0d000000-0000-7000-8000-000000000001';

describe('a long import in the server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-long-'));
  const base = configOf({ url: 'http://127.0.0.1:9/odata/', user: 'u' });
  const config: Config = { ...base, store: { file: join(folder, 'sidebook.db') }, private: { ...base.private, file: join(folder, 'private.db') } }; // prettier-ignore
  const world = realWorld();
  const own: OwnStore = openPrivateOf(config, world, longChangesOf(config, world));
  const imports = own.imports(ANNA);
  const view = own.as(ANNA);
  let draft: ImportDraft;

  before(async () => {
    const [known, { id: competitor }] = [
      await view.saveItem(item('Болт'), null),
      await view.saveCompetitor(rival('Метиз'), null),
    ];
    const prices = Array.from({ length: ROWS }, (_, n) => price({ item: known.id, competitor }, { price: `${String(n)}.5` }));
    draft = { id: ID, kind: 'prices', competitor, file: 'p.csv', hash: 'ab'.repeat(32), shape: 's', columns: '{}', names: [], items: [], prices, stock: [], offer: null, leftOut: 0 }; // prettier-ignore
  });
  after(async () => {
    await own.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const count = async (): Promise<number> => (await imports.list()).rows.length;
  /** What others do meanwhile, as long as it lasts. */
  async function beside(work: Promise<unknown>): Promise<{ turns: number; seen: Set<string> }> {
    let [turns, isOver] = [0, false];
    const seen = new Set<string>();
    const done = work.finally(() => (isOver = true));
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      turns++;
      const one = await imports.one(ID);
      seen.add(one === null ? 'nothing' : one.undoneAt === null ? `${String(one.prices)} rows` : 'taken back');
    }
    await done;
    return { turns, seen };
  }

  it('lets others read what was there before, and whoever writes come after it', async () => {
    const order: string[] = [];
    const work = imports.apply(draft).then(() => order.push('import'));
    const note = view.saveItem(item('Гайка'), null).then(() => order.push('another'));
    const raised = own
      .escalations()
      .raise('follow-up', ['follow-up:1:2026-11-23'], ['mail'])
      .then(() => order.push('message'));
    const { turns, seen } = await beside(work);
    await Promise.all([note, raised]);
    expect([...seen]).to.deep.equal(['nothing', `${String(ROWS)} rows`].slice(0, seen.size));
    expect([turns > 10, order]).to.deep.equal([true, ['import', 'another', 'message']]);
  });

  it('refuses in the thread as the store does, and leaves nothing of what it refused', async () => {
    expect(await failure(imports.apply(draft))).to.be.instanceOf(PrivateMoved);
    const prices = draft.prices.map((one, n) => (n === ROWS - 1 ? { ...one, price: '-1' } : one));
    const error = await failure(imports.apply({ ...draft, id: ID.replace('0d', '0e'), prices }));
    expect(error).to.be.instanceOf(PrivateWrong);
    expect(error).to.have.deep.property('wrong', [{ row: ROWS - 1, field: 'price', problem: 'negative', value: '-1' }]);
    expect(await count()).to.equal(1);
  });

  it('is taken back as a whole, once, and the audit tells of both', async () => {
    const undone = imports.undo(ID);
    const { seen } = await beside(undone);
    expect([...seen]).to.deep.equal([`${String(ROWS)} rows`, 'taken back'].slice(0, seen.size));
    expect(await undone).to.deep.equal({ rows: ROWS, items: 0 });
    expect(await failure(imports.undo(ID))).to.be.instanceOf(ImportUndone);
    const audit = openAuditOf(config, world);
    const rows = (await audit.rows({})).map(({ what }) => what);
    expect(rows.filter((what) => what.includes('imports'))).to.deep.equal(['change:imports.apply', 'change:imports.undo']);
    await audit.close();
  });
});
