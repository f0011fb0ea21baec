import { expect } from 'chai';
import { keyHash, keysOf, objectKeys, type Key } from '../../../connector/identity.ts';
import { link, of, record, type Bench } from './bench.ts';

const PARTY = { taxId: '7707083893', branchCode: '773601001', name: 'ООО Ромашка' };

export function keys(bench: Bench): void {
  const wanted = keysOf('counterparty', PARTY);
  const tax = wanted.find((k) => k.name === 'tax') as Key;
  const candidates = async (host = 'buh') => {
    const found = await bench.store.read((t) => t.candidates(host, 'counterparty', wanted));
    return [...found].map(([text, all]) => [text.split('|')[0], all.map((c) => [c.record.id, c.linked])] as const);
  };

  it('find records that share a key with an object', async () => {
    await bench.write((t) => {
      t.setRecord(record('same', PARTY), null);
      t.setRecord(record('branch', { ...PARTY, branchCode: '785001001', name: 'Иное' }), null);
      t.setRecord(record('named', { name: '«Ромашка»' }), null);
      t.setRecord(of('organisation', 'org', PARTY), null);
    });
    const found = new Map((await candidates()).map(([name, all]) => [name, all.map(([id]) => id).sort()]));
    expect(Object.fromEntries(found)).to.deep.equal({ tax: ['same'], inn: ['branch', 'same'], name: ['named', 'same'] });
  });

  it('say which record already stands for an object', async () => {
    await bench.write((t) => {
      t.setRecord(record('same', PARTY), null);
      t.setLink(link(1, { record: 'same' }), null);
      t.setLink(link(2, { record: 'same', host: 'ut', hostId: null }), null);
    });
    expect([(await candidates('buh'))[0]?.[1], (await candidates('ut'))[0]?.[1]]).to.deep.equal([
      [['same', 1]],
      [['same', null]],
    ]);
  });

  it('follow the record when its numbers change', async () => {
    await bench.write((t) => t.setRecord(record('r', PARTY), null));
    await bench.write((t) => t.setRecord({ ...record('r', { name: 'Другая' }), rev: 2 }, 1));
    expect(await candidates()).to.deep.equal([]);
  });

  it('of a marked record lead nowhere', async () => {
    await bench.write((t) => t.setRecord(record('r', { ...PARTY, deletionMark: true }), null));
    expect(await candidates()).to.deep.equal([]);
  });

  it('are compared as text when two share a hash', async () => {
    await bench.write((t) => t.setRecord(record('stranger', { name: 'Совсем другая' }), null));
    const [row] = await bench.rows('records', ['n'], { id: 'stranger' });
    await bench.store.peek.add('record_keys', { key: keyHash('counterparty', tax.text), record: BigInt(String(row?.['n'])) });
    expect(await candidates()).to.deep.equal([]);
  });

  it('of unlinked objects are compared as text too', async () => {
    const stranger = { name: { name: 'Совсем другая' } };
    await bench.write((t) => t.setLink(link(1, { seen: stranger }), null));
    await bench.store.peek.add('link_keys', { key: keyHash('counterparty', tax.text), link: 1n });
    const found = await bench.store.read((t) => t.unlinkedWith('buh', 'counterparty', [tax]));
    expect([...found.keys()]).to.deep.equal([]);
  });

  it('find unlinked objects of the same host and entity', async () => {
    const known = objectKeys('counterparty', PARTY);
    const seen = { identity: { taxId: PARTY.taxId, branchCode: PARTY.branchCode }, name: { name: PARTY.name } };
    await bench.write((t) => {
      for (const l of [link(1, { seen }), link(2, { seen }), link(3, { record: 'r', seen }), link(4, { host: 'ut', seen })]) {
        t.setLink(l, null);
        t.setLinkKeys(l.id, 'counterparty', known);
      }
    });
    const rivals = async () => (await bench.store.read((t) => t.unlinkedWith('buh', 'counterparty', [tax]))).get(tax.text) ?? [];
    expect([...(await rivals())].sort()).to.deep.equal([1, 2]);
    await bench.write((t) => t.setLinkKeys(2, 'counterparty', []));
    expect(await rivals()).to.deep.equal([1]);
    await bench.write((t) => t.dropLinkKeys([1, 4]));
    expect(await rivals()).to.deep.equal([]);
    expect(new Set((await bench.rows('link_keys', ['link'])).map((r) => r['link']))).to.deep.equal(new Set([3n]));
  });

  it('that more than one object carries are told from those of one alone', async () => {
    const [one, other] = [PARTY, { ...PARTY, taxId: '7736207543' }].map((p) => objectKeys('counterparty', p, 'strong'));
    await bench.write((t) => {
      for (const l of [link(1), link(2, { host: 'ut' }), link(3)]) t.setLink(l, null);
      t.setLinkKeys(1, 'counterparty', one ?? []);
      t.setLinkKeys(2, 'counterparty', one ?? []);
      t.setLinkKeys(3, 'counterparty', other ?? []);
    });
    const repeated = async (all: readonly Key[] = []) => {
      const keys = await bench.store.read((t) => t.repeatedKeys());
      return all.map((k) => keys.has('counterparty', k));
    };
    expect([await repeated(one), await repeated(other)]).to.deep.equal([[true], [false]]);
    await bench.write((t) => t.setLinkKeys(2, 'counterparty', []));
    expect(await repeated(one)).to.deep.equal([false]);
  });

  it('of nothing find nothing', async () => {
    const none = await bench.store.read(async (t) => [
      await t.candidates('buh', 'unit', []),
      await t.unlinkedWith('buh', 'unit', []),
    ]);
    expect(none.map((m) => m.size)).to.deep.equal([0, 0]);
  });
}
