/** Links in step with their record store nothing; before a unit changes, its old value moves into them (sync-design B4). */
import { expect } from 'chai';
import type { Fields } from '../../../connector/model.ts';
import { link, record, type Bench } from './bench.ts';

export function narrow(bench: Bench): void {
  const before: Fields = { name: 'Ромашка', taxId: '7707083893', branchCode: '773601001', phone: '1' };
  const base = async (id: number) => (await bench.store.read((t) => t.link(id)))?.baseOurs;
  const change = (fields: Fields, own: number | null = null) =>
    bench.write((t) => t.setRecord({ ...record('r', { ...before, ...fields }), rev: 2 }, 1, own));
  const begin = (...more: Parameters<typeof link>[1][]) =>
    bench.write((t) => {
      t.setRecord(record('r', before), null);
      more.forEach((m, i) => t.setLink(link(i + 1, { record: 'r', host: `host${i}`, rev: 1, ...m }), null));
    });

  it('keep the old value of a unit that changes', async () => {
    await begin({}, {});
    await change({ phone: '2' });
    expect([await base(1), await base(2)]).to.deep.equal([{ phone: { phone: '1' } }, { phone: { phone: '1' } }]);
  });

  it('keep a unit whole though one field changes', async () => {
    await begin({});
    await change({ branchCode: '785001001' });
    expect(await base(1)).to.deep.equal({ identity: { taxId: '7707083893', branchCode: '773601001' } });
  });

  it('keep what they hold already and add the rest', async () => {
    await begin({ baseOurs: { phone: { phone: '0' }, name: null } });
    await change({ phone: '2', name: 'Лютик', comment: 'new' });
    expect(await base(1)).to.deep.equal({ phone: { phone: '0' }, name: null, comment: {} });
  });

  it('are left alone where the caller writes the base', async () => {
    await begin({}, {});
    await change({ phone: '2' }, 1);
    expect([await base(1), await base(2)]).to.deep.equal([null, { phone: { phone: '1' } }]);
  });

  it('are left alone where nothing was ever agreed', async () => {
    await begin({ rev: null });
    await change({ phone: '2' });
    expect(await base(1)).to.equal(null);
  });

  it('are left alone by a change of nothing', async () => {
    await begin({});
    await change({ phone: '1' });
    expect([await base(1), (await bench.store.read((t) => t.link(1)))?.tick]).to.deep.equal([null, 1]);
  });

  it('of other records are left alone', async () => {
    await begin({});
    await bench.write((t) => {
      t.setRecord(record('other', before), null);
      t.setLink(link(9, { record: 'other', rev: 1 }), null);
    });
    await change({ phone: '2' });
    expect(await base(9)).to.equal(null);
  });

  it('move a tick on, so that a sleeper notices', async () => {
    await begin({});
    await change({ phone: '2' });
    const outcome = await bench.store.write({ actor: 'sleeper' }, (t) => t.setLink(link(1, { record: 'r', host: 'host0', rev: 1 }), 1)); // prettier-ignore
    expect(outcome).to.equal('moved');
  });
}
