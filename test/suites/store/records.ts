import { expect } from 'chai';
import { keysOf } from '../../../connector/identity.ts';
import type { Entity, Fields } from '../../../connector/model.ts';
import { BY, link, of, record, rejection, type Bench } from './bench.ts';

const PARTIES = { counterparty: 'head', organisation: 'o', currency: 'RUB', date: '2026-02-24T12:00:00' };

export function records(bench: Bench): void {
  const read = (id: string) => bench.store.read((t) => t.record(id));

  it('gives back a record exactly as it was stored', async () => {
    const fields = { name: 'ООО «Ромашка» 😀', taxId: '0077070838', phone: null, active: false, legalName: 'line\nline' };
    const made = record('r1', fields, { stage: 'prospect', rev: 7 });
    await bench.write((t) => t.setRecord(made, null));
    expect(await read('r1')).to.deep.equal(made);
    expect(await read('r2')).to.equal(null);
  });

  it('gives back signs that mean something to readers of JSON and SQL', async () => {
    const fields = { name: `"К\\О'Нил" -- {"a":"\\u0000"} $.x [@ids] %_ \t\r\n`, phone: `${'x'.repeat(199)}😀`, legalName: '' };
    await bench.write((t) => t.setRecord(record('r', fields), null));
    expect(await read('r')).to.deep.include({ fields });
  });

  it('reads as many records as there are', async () => {
    const ids = Array.from({ length: 1300 }, (_, i) => `u${String(i)}`);
    await bench.write((t) => ids.forEach((id) => t.setRecord(of('unit', id), null)));
    const found = await bench.store.read((t) => t.records([...ids, ...ids.map((id) => `no ${id}`)]));
    expect([found.size, found.get('u1299')?.entity]).to.deep.equal([1300, 'unit']);
  });

  it('reads several records and leaves out strangers', async () => {
    await bench.write((t) => ['a', 'b', 'c'].forEach((id) => t.setRecord(record(id), null)));
    const found = await bench.store.read((t) => t.records(['c', 'x', 'a', 'a']));
    expect([...found.keys()].sort()).to.deep.equal(['a', 'c']);
    expect((await bench.store.read((t) => t.records([]))).size).to.equal(0);
  });

  it('pages through one entity in order of creation', async () => {
    await bench.write((t) => {
      for (const id of ['z', 'm', 'a']) t.setRecord(of('unit', id), null);
      t.setRecord(of('currency', 'b'), null);
    });
    const page = async (after: string | null) => (await bench.store.read((t) => t.recordsOf('unit', after, 2))).map((r) => r.id);
    expect([await page(null), await page('m'), await page('a')]).to.deep.equal([['z', 'm'], ['a'], []]);
  });

  it('refuses a change that rests on another revision', async () => {
    await bench.write((t) => t.setRecord(record('r', { name: 'a' }), null));
    const change = { ...record('r', { name: 'b' }), rev: 2 };
    expect(await bench.store.write(BY, (t) => t.setRecord(change, 2))).to.equal('moved');
    expect(await bench.store.write(BY, (t) => t.setRecord(record('none', {}), 1))).to.equal('moved');
    expect(await bench.store.write(BY, (t) => t.setRecord(change, 1))).to.equal('done');
    expect(await read('r')).to.deep.include({ rev: 2, fields: { name: 'b' } });
  });

  it('undoes everything when one change had moved', async () => {
    await bench.write((t) => t.setRecord(record('r', { name: 'a' }), null));
    const outcome = await bench.store.write(BY, (t) => {
      t.setRecord(record('new', { name: 'x' }), null);
      t.setCursor('buh', 'changes', { cursor: 'c1', startedAt: null, lastCompleteAt: null, seenCount: 1 });
      t.setRecord({ ...record('r', { name: 'b' }), rev: 9 }, 8);
    });
    expect(outcome).to.equal('moved');
    expect([await read('new'), await bench.store.read((t) => t.cursor('buh', 'changes'))]).to.deep.equal([null, null]);
  });

  it('undoes everything and fails when the work fails', async () => {
    const work = bench.store.write(BY, (t) => {
      t.setRecord(record('r'), null);
      throw new Error('broken off');
    });
    expect((await rejection(work)).message).to.equal('broken off');
    expect(await read('r')).to.equal(null);
    await bench.write((t) => t.setRecord(record('r'), null));
  });

  it('refuses to make a record a second time', async () => {
    await bench.write((t) => t.setRecord(record('r'), null));
    expect(await rejection(bench.store.write(BY, (t) => t.setRecord(record('r'), null)))).to.include({ kind: 'unique' });
  });

  it('finds records that no link leads to', async () => {
    await bench.write((t) => {
      for (const id of ['a', 'b', 'c']) t.setRecord(record(id), null);
      t.setRecord(of('unit', 'u'), null);
      t.setLink(link(1, { record: 'b' }), null);
      t.setLink(link(2, { record: 'c', host: 'ut' }), null);
    });
    const without = async (after: string | null) =>
      (await bench.store.read((t) => t.recordsWithoutLink('buh', 'counterparty', after, 10))).map((r) => r.id);
    expect([await without(null), await without('a')]).to.deep.equal([['a', 'c'], ['c']]);
  });

  it('finds records that only an alias leads to', async () => {
    await bench.write((t) => {
      t.setRecord(record('a'), null);
      t.setLink(link(1, { record: 'a', aliasOf: 7 }), null);
    });
    const found = await bench.store.read((t) => t.recordsWithoutLink('buh', 'counterparty', null, 10));
    expect(found.map((r) => r.id)).to.deep.equal(['a']);
  });

  it('finds what names a counterparty at a host, and whether it has invoices', async () => {
    const naming = { counterparty: 'party-a', organisation: 'o', currency: 'RUB', date: '2026-02-24T12:00:00' };
    await bench.write((t) => {
      t.setRecord(of('invoice', 'draft', { ...naming, state: 'draft' }), null);
      t.setRecord(of('contract', 'c', { counterparty: 'party-a' }), null);
      t.setRecord(of('contract', 'other', { counterparty: 'party-b' }), null);
      t.setLink(link(1, { record: 'draft', entity: 'invoice' }), null);
      t.setLink(link(2, { record: 'c', entity: 'contract' }), null);
      t.setLink(link(3, { record: 'c', entity: 'contract', host: 'ut' }), null);
      t.setLink(link(4, { record: 'other', entity: 'contract' }), null);
    });
    const asked = () => bench.store.read(async (t) => [(await t.linksNaming('buh', 'party-a')).map((l) => l.id), await t.hasInvoices('party-a')]); // prettier-ignore
    expect(await asked()).to.deep.equal([[1, 2], false]);
    await bench.write((t) => t.setRecord(of('invoice', 'issued', { ...naming, state: 'issued' }), null));
    expect(await asked()).to.deep.equal([[1, 2], true]);
  });

  it('drops a record nothing refers to, with its keys, and no other', async () => {
    const fields = { name: 'Лютик', taxId: '7707083893', branchCode: '770701001' };
    await bench.write((t) => ['a', 'b'].forEach((id) => t.setRecord(record(`record-${id}`, fields), null)));
    await bench.write((t) => t.setRecord(of('contract', 'c', { counterparty: 'record-b' }), null));
    expect(await bench.store.write(BY, (t) => t.dropRecord('record-a', 2))).to.equal('moved');
    expect(await bench.store.write(BY, (t) => t.dropRecord('record-b', 1))).to.equal('moved');
    await bench.write((t) => t.dropRecord('record-a', 1));
    const naming: [Entity, Fields][] = [['invoice', { ...PARTIES, state: 'draft' }], ['payment', { ...PARTIES, amount: '1', allocations: [] }], ['balance', { ...PARTIES, debt: '1' }], ['counterparty', { headOffice: 'head' }]]; // prettier-ignore
    for (const [entity, fields] of naming) {
      await bench.write((t) => t.setRecord(record('head', { name: entity }), null));
      await bench.write((t) => t.setRecord(of(entity, `of ${entity}`, fields), null));
      expect([entity, await bench.store.write(BY, (t) => t.dropRecord('head', 1))]).to.deep.equal([entity, 'moved']);
      await bench.write((t) => t.setRecord(of(entity, `of ${entity}`, {}, 2), 1));
      await bench.write((t) => t.dropRecord('head', 1));
    }
    await bench.write((t) => t.setRecord(record('head'), null));
    await bench.write((t) =>
      t.setLink(link(1, { entity: 'invoice', record: null, seen: { whole: { counterparty: 'head' } } }), null),
    );
    expect(await bench.store.write(BY, (t) => t.dropRecord('head', 1))).to.equal('moved');
    expect([await read('record-a'), (await read('record-b'))?.id]).to.deep.equal([null, 'record-b']);
    const keys = keysOf('counterparty', fields);
    const found = await bench.store.read((t) => t.candidates('buh', 'counterparty', keys));
    expect([...new Set([...found.values()].flat().map((c) => c.record.id))]).to.deep.equal(['record-b']);
  });
}
