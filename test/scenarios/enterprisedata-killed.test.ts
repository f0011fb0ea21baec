/**
 * A process that dies while messages go to and fro (sync-design I9): what stood on the disk at one of many moments is all the next one has.
 * The base has then what had reached it. Nothing of either side is lost, nothing is there twice. SIDEBOOK_ED_MOMENTS=n dies at more of them.
 */
import { expect } from 'chai';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { textAt } from '../../connector/hosts/enterprisedata/tree.ts';
import { issueTo } from '../../connector/issue.ts';
import { addRecord, promote } from '../../connector/sync/edit.ts';
import { COUNTERPARTY, INVOICE } from '../hosts/enterprisedata/base.ts';
import { counterparty, invoice } from '../hosts/enterprisedata/objects.ts';
import { ED, EdSetting, openEd } from './enterprisedata-setting.ts';
import { worldAt } from './setting.ts';

const id = (n: number): string => `44444444-0000-4000-8000-${String(n).padStart(12, '0')}`;
const first = { id: id(1), name: 'Первый', inn: '7701000010', kpp: '770101001', comment: 'давний' };
const [COMMENT, TAX] = ['ОбщиеСвойстваОбъектовФормата/Комментарий', 'КлючевыеСвойства/ИНН'];
const MOMENTS = Number(process.env['SIDEBOOK_ED_MOMENTS'] ?? '5');

describe('a process that dies between messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidebook-ed-killed-'));
  after(() => rmSync(folder, { recursive: true }));

  /** Lives to the moment, or to the end where it has fewer; `at` 0 = never dies. How many moments there were. */
  async function life(at: number): Promise<number> {
    const file = join(mkdtempSync(join(folder, 'life-')), 'store.db');
    const copy = `${dirname(file)}-left`;
    let [moments, isArmed] = [0, false];
    const s = await openEd({ file });
    const world = worldAt(s.clock, 2);
    const now = (): Date => {
      if (isArmed && ++moments === at) {
        cpSync(dirname(file), copy, { recursive: true, filter: (path) => !path.endsWith('-shm') });
        s.fake.faults.dropBefore = {}; // whatever the dead one would still have said
      }
      return world.now();
    };
    s.base.put(counterparty(first));
    s.base.put(invoice({ id: id(2), number: '0000-000900', date: '2026-02-20T09:00:01', party: first }));
    await s.cycle();
    await s.sidebook.close();
    const dying = new EdSetting(s.fake, s.clock, { file, open: { world: { ...world, now } } });
    await dying.sidebook.begin();
    await dying.sidebook.attach(ED); // before anybody edits, as the commands and the server do
    const { id: known } = await dying.recordAt('counterparty', first.id);
    const made = await addRecord(dying.sidebook.engine, 'counterparty', { name: 'Здесь', kind: 'company', taxId: '7702000020', branchCode: '770101001' }, 'anna'); // prettier-ignore
    await promote(dying.sidebook.engine, made.id, 'anna');
    await dying.edit(known, { phone: '+7 495 7' });
    await issueTo(dying.sidebook, await dying.recordAt('counterparty', first.id), [{ text: 'Услуга', quantity: '3', price: '33.35', vatRate: '20' }], { by: 'anna' }); // prettier-ignore
    s.base.edit(COUNTERPARTY, first.id, COMMENT, 'из книг');
    isArmed = true;
    await dying.sync();
    isArmed = false;
    await dying.sidebook.close();
    delete s.fake.faults.dropBefore;
    s.clock.pass(60); // by then 1C has loaded what it was still loading, or never will
    const next = new EdSetting(s.fake, s.clock, { file: at === 0 ? file : join(copy, 'store.db'), seed: 3 });
    await next.sidebook.begin();
    await next.settle(12);
    await heldBy(next, at);
    await next.close();
    return moments;
  }

  async function heldBy(s: EdSetting, at: number): Promise<void> {
    const said = `moment ${String(at)}`;
    const there = s.base.list(COUNTERPARTY);
    expect(there.map((t) => textAt(t, TAX)).sort(), said).to.deep.equal(['7701000010', '7702000020']);
    expect(s.base.list(INVOICE), said).to.have.length(2);
    const tree = s.base.get(COUNTERPARTY, first.id) ?? undefined;
    expect([textAt(tree, COMMENT), JSON.stringify(tree).includes('+7 495 7')], said).to.deep.equal(['из книг', true]);
    expect((await s.recordAt('counterparty', first.id)).fields, said).to.include({ comment: 'из книг', phone: '+7 495 7' });
    expect([(await s.records('counterparty')).length, (await s.records('invoice')).length], said).to.deep.equal([2, 2]);
    expect(await s.problems(), said).to.deep.equal([]);
  }

  it('is followed by one that loses nothing and does nothing twice', async () => {
    const all = await life(0);
    expect(all).to.be.at.least(MOMENTS);
    for (let n = 0; n < MOMENTS; n++) await life(1 + Math.floor(((n + 0.5) * all) / MOMENTS));
  });
});
