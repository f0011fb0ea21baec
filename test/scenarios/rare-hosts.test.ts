/** Whole hosts: one hidden by rights, several over one store put back, lists that are read as seldom as they say. */
import { expect } from 'chai';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../connector/config.ts';
import { switchWriting } from '../../connector/cli/switches.ts';
import { Sidebook } from '../../connector/main.ts';
import { resolveProblem } from '../../connector/sync/resolve.ts';
import { startFakeOnec, type FakeOnec } from '../hosts/onec/fake.ts';
import { shipment } from '../hosts/onec/samples.ts';
import { contract, customer, issue, party } from './making.ts';
import { configText, HOST, invoices, parties, stage, stoppedClock, worldAt, writesIn, type Clock } from './setting.ts';

describe('a host as a whole', () => {
  const { start, ending } = stage();

  it('that shows only what its user may see still gets our invoices, or says why not', async () => {
    const s = await start({ host: { allowedOnly: true } });
    const key = customer(s.fake);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    await issue(s, { counterparty: id });
    for (let i = 0; i < 4; i++) {
      s.tick(60);
      await s.cycle();
    }
    const said = (await s.problems()).length > 0;
    expect(s.fake.list(invoices).length > 0 || said).to.equal(true);
  });

  it('says which of its tables are read at night only, and reads them at night only', async () => {
    const s = await start({ fake: { profile: 'ut115' }, host: { profile: 'ut11' } });
    await s.cycle();
    const feeds = s.sidebook.host(HOST)?.feeds.filter((f) => f.id.startsWith('table:') && f.every === 'nightly') ?? [];
    expect(feeds.length).to.be.at.least(1);
    s.quiet();
    for (let i = 0; i < 8; i++) {
      s.tick(20);
      await s.cycle();
    }
    const whole = s.fake.log.filter((r) => r.path.endsWith(`/${feeds[0]?.id.split(':')[2] ?? ''}`) && !r.url.includes('filter'));
    expect(whole.length).to.be.at.most(1);
  });

  interface Two {
    readonly a: FakeOnec;
    readonly b: FakeOnec;
    readonly clock: Clock;
    readonly file: string;
    readonly open: () => Promise<Sidebook>;
  }

  /** Two bases over one store; the second keeps no books. */
  async function two(): Promise<Two> {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-'));
    ending(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'store.db');
    const clock = stoppedClock();
    const world = worldAt(clock);
    const a = await startFakeOnec({ now: clock.now });
    const b = await startFakeOnec({ now: clock.now, base: 'second', seed: 2 });
    ending(() => a.close());
    ending(() => b.close());
    const raw = JSON.parse(configText({ url: a.url, user: a.user, file })) as { hosts: Record<string, object>; issueIn: object };
    raw.hosts['second'] = { ...raw.hosts[HOST], books: false, url: b.url };
    const config = parseConfig(JSON.stringify(raw), 'sidebook.config.jsonc', { PASSWORD: a.password }, 'en');
    const open = async (): Promise<Sidebook> => {
      const made = new Sidebook({ ...config, store: { file } }, { world, holder: 'test' });
      await made.begin();
      return made;
    };
    return { a, b, clock, file, open };
  }

  it('is asked as well when the store of several was put back', async () => {
    const { a, b, clock, file, open } = await two();
    const cycle = async (box: Sidebook, times = 1): Promise<void> => {
      for (let i = 0; i < times; i++)
        for (const id of box.hostIds) {
          clock.now();
          await box.sync(id);
        }
    };
    let box = await open();
    party(a, { Description: 'Иванов Иван Иванович', ИНН: '', КПП: '', ЮридическоеФизическоеЛицо: 'ФизическоеЛицо' });
    await cycle(box, 2); // writing is off: seen in the first, waiting for the second
    await switchWriting(box, { on: true, hosts: [], by: 'anna' });
    await box.close();
    copyFileSync(file, `${file}.copy`);
    box = await open();
    await switchWriting(box, { on: true, hosts: box.hostIds, by: 'anna' });
    clock.pass(1);
    await cycle(box, 3);
    expect(b.list(parties)).to.have.length(1); // created in the second base, forgotten by the copy
    await box.close();
    for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
    copyFileSync(`${file}.copy`, file);
    box = await open();
    ending(() => box.close());
    await switchWriting(box, { on: true, hosts: box.hostIds, by: 'anna' });
    clock.pass(1);
    await cycle(box);
    const asked = await box.store.read((t) => t.problems({ kind: 'restored' }));
    for (const p of asked) await resolveProblem(box.engine, p.id, { choose: 'host-right' }, 'anna');
    b.log.length = 0;
    clock.pass(1);
    await cycle(box, 2);
    expect(b.list(parties), 'twice in the second base').to.have.length(1);
    expect(writesIn(b.log).length, 'written before anybody was asked about the second base').to.equal(0);
    expect(asked.map((p) => p.host)).to.have.members([HOST, 'second']);
  });

  it('changes no debt because one of its constants could not be read', async () => {
    const s = await start();
    const key = party(s.fake);
    const under = contract(s.fake, key);
    await s.cycle();
    shipment(s.fake, key, under, 2500);
    s.tick(20);
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    const owed = async (): Promise<unknown[]> =>
      (await s.sidebook.store.queries.balancesOf(id)).map((b) => [b.debt, b.currency !== null]);
    expect(await owed()).to.deep.equal([['2500', true]]);
    s.fake.reply({ path: 'Constant_ВалютаРегламентированногоУчета', status: 502, body: '<html>', next: 5 });
    s.tick(20);
    await s.sync();
    expect(await owed()).to.deep.equal([['2500', true]]);
  });

  it('gets nothing more from the moment writing is switched off', async () => {
    let off: () => void = () => undefined;
    const s = await start({
      open: {
        report: (e) => {
          if (e.type === 'write') off();
        },
      },
    });
    const keys = ['Азов', 'Буй', 'Вязьма'].map((Description) => party(s.fake, { Description, ИНН: '', КПП: '' }));
    await s.cycle();
    for (const key of keys) await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'наше' });
    off = () => void s.switchWriting(false);
    await s.sync();
    expect(s.writes).to.have.length(1);
  });

  it('whose counterparties are locked for hours still gets its invoices', async () => {
    const s = await start();
    const key = customer(s.fake);
    const locked = Array.from({ length: 40 }, (_, i) => party(s.fake, { Description: `Партия ${String(i)}`, ИНН: '', КПП: '' }));
    await s.cycle();
    const { id } = await s.recordAt('counterparty', key);
    for (const k of locked) await s.edit((await s.recordAt('counterparty', k)).id, { comment: 'наше' });
    await issue(s, { counterparty: id });
    s.fake.faults.lockConflict = { method: 'PATCH', path: parties };
    for (let i = 0; i < 60; i++) {
      s.tick(1);
      await s.sync();
    }
    expect(s.fake.list(invoices)).to.have.length(1);
  });

  it('whose whole folder left the scope waits for a person, not for the next cycle', async () => {
    const scope = { in: { folder: ['Покупатели'] }, out: { folder: ['Покупатели'] } };
    const s = await start({ host: { mappings: { counterparty: { scope } } } });
    const folder = String(s.fake.create(parties, { Description: 'Покупатели', IsFolder: true })['Ref_Key']);
    const keys = Array.from({ length: 40 }, (_, i) =>
      party(s.fake, { Description: `Партия ${String(i)}`, ИНН: '', КПП: '', Parent_Key: folder }),
    );
    await s.cycle();
    for (const key of keys) s.fake.edit(parties, key, { Parent_Key: '00000000-0000-0000-0000-000000000000' });
    s.tick(20);
    expect((await s.cycle()).guard?.rule).to.equal('too-many-leave-scope');
    s.tick(20);
    const { guard } = await s.cycle();
    expect(guard !== null || (await s.problems()).length > 0, 'nobody answered, and nobody is asked any more').to.equal(true);
  });
});
