import { expect } from 'chai';
import type { Link } from '../../../connector/model.ts';
import { AT, BY, link, of, record, rejection, type Bench } from './bench.ts';

export function links(bench: Bench): void {
  const read = (id: number) => bench.store.read((t) => t.link(id));
  const ids = (all: readonly Link[]): number[] => all.map((l) => l.id);

  it('gives back a link exactly as it was stored', async () => {
    const pictures = { baseOurs: { name: { name: 'a' }, phone: null }, baseTheirs: { name: { name: 'A' } }, seen: { name: { name: 'B' } }, sent: { phone: { phone: null } } }; // prettier-ignore
    const made = link(1, { record: 'r', rev: 3, version: 'AAAA=', dirty: true, retryAt: AT, sentAt: AT, token: 't', goneAt: AT, inScope: false, confirmed: false, ...pictures }); // prettier-ignore
    await bench.write((t) => t.setLink(made, null));
    expect(await read(1)).to.deep.equal({ ...made, tick: 1 });
    expect(await read(2)).to.equal(null);
  });

  it('tells ids apart that differ in case, or in a blank at the end', async () => {
    const own = ['A', 'a', 'a ', ' a'];
    await bench.write((t) => own.forEach((hostId, i) => t.setLink(link(i + 1, { hostId }), null)));
    const found = await bench.store.read((t) => t.linksAt('buh', 'counterparty', own));
    expect(own.map((hostId) => found.get(hostId)?.id)).to.deep.equal([1, 2, 3, 4]);
    await bench.write((t) => t.setParts('buh', 1, own.map((id) => ({ type: 'order', id })))); // prettier-ignore
    for (const id of ['A', 'a']) expect(ids(await bench.store.read((t) => t.linksByPart('buh', 'order', id)))).to.deep.equal([1]);
  });

  it('refuses a change that rests on another tick', async () => {
    await bench.write((t) => t.setLink(link(1), null));
    expect(await bench.store.write(BY, (t) => t.setLink(link(1, { version: 'v2' }), 2))).to.equal('moved');
    await bench.write((t) => t.setLink(link(1, { version: 'v2' }), 1));
    expect(await bench.store.write(BY, (t) => t.setLink(link(1, { version: 'v3' }), 1))).to.equal('moved');
    expect(await read(1)).to.deep.include({ version: 'v2', tick: 2 });
    expect(await bench.store.write(BY, (t) => t.setLink(link(9), 1))).to.equal('moved');
  });

  it('gives an object its record, changing nothing else', async () => {
    const seen = link(1, { confirmed: false, dirty: true, retryAt: AT, version: 'v', seen: { name: { name: 'a' } } });
    await bench.write((t) => t.setLink(seen, null));
    await bench.write((t) => t.matchLinks([{ link: 1, record: 'r', basis: 1 }], ['ambiguous'], AT));
    expect(await read(1)).to.deep.equal({ ...seen, record: 'r', confirmed: true, retryAt: null, tick: 2 });
  });

  it('journals what it gave a record, and ends the questions of the kinds named', async () => {
    const about = { host: 'buh', record: null, entity: 'counterparty' as const, unit: null, detail: {}, ours: null, theirs: null, base: null, since: AT }; // prettier-ignore
    await bench.write((t) => {
      for (const id of [1, 2]) t.setLink(link(id, { dirty: true }), null);
      for (const id of [1, 2]) t.problem({ ...about, link: id, kind: 'ambiguous' });
      t.problem({ ...about, link: 1, kind: 'conflict' });
    });
    await bench.write((t) => t.matchLinks([{ link: 1, record: 'r', basis: 1 }], ['ambiguous', 'duplicate'], AT));
    const open = await bench.store.read((t) => t.problems({}));
    expect(open.map((p) => [p.link, p.kind])).to.have.deep.members([[1, 'conflict'], [2, 'ambiguous']]); // prettier-ignore
    const [row, ...more] = await bench.store.read((t) => t.journal('r'));
    expect(more).to.deep.equal([]);
    expect(row).to.deep.include({
      at: AT,
      host: 'buh',
      link: 1,
      record: 'r',
      cause: 'match',
      by: 'buh',
      unit: null,
      before: null,
      after: {},
    });
  });

  it('gives no record to an object that moved, that has one, or that nothing is due for', async () => {
    await bench.write((t) => [link(1, { dirty: true }), link(2, { record: 'r', dirty: true }), link(3)].forEach((l) => t.setLink(l, null))); // prettier-ignore
    for (const [id, tick] of [
      [1, 2],
      [2, 1],
      [3, 1],
      [9, 1],
    ] as const)
      // prettier-ignore
      expect(await bench.store.write(BY, (t) => t.matchLinks([{ link: id, record: 'x', basis: tick }], [], AT))).to.equal('moved');
  });

  it('keeps one object of a host on one link', async () => {
    await bench.write((t) => t.setLink(link(1, { hostId: 'same' }), null));
    const again = bench.store.write(BY, (t) => t.setLink(link(2, { hostId: 'same' }), null));
    expect(await rejection(again)).to.include({ kind: 'unique' });
    await bench.write((t) => t.setLink(link(3, { hostId: 'same', entity: 'invoice' }), null));
    await bench.write((t) => t.setLink(link(4, { hostId: 'same', host: 'ut' }), null));
  });

  it('keeps one link of a record on a host, aliases apart', async () => {
    await bench.write((t) => t.setLink(link(1, { record: 'r' }), null));
    const again = bench.store.write(BY, (t) => t.setLink(link(2, { record: 'r' }), null));
    expect(await rejection(again)).to.include({ kind: 'unique' });
    await bench.write((t) => t.setLink(link(3, { record: 'r', aliasOf: 1 }), null));
    expect(ids(await bench.store.read((t) => t.linksOf('r')))).to.deep.equal([1, 3]);
  });

  it('finds links by the ids of the host', async () => {
    await bench.write((t) => [1, 2, 3].forEach((id) => t.setLink(link(id, { record: id === 2 ? null : `r${id}` }), null)));
    const at = await bench.store.read((t) => t.linksAt('buh', 'counterparty', ['h3', 'h1', 'none']));
    expect([...at].map(([hostId, l]) => [hostId, l.id]).sort()).to.deep.equal([['h1', 1], ['h3', 3]]); // prettier-ignore
    const records = await bench.store.read((t) => t.recordsAt('buh', 'counterparty', ['h1', 'h2', 'h3']));
    expect(Object.fromEntries(records)).to.deep.equal({ h1: 'r1', h3: 'r3' });
  });

  it('leads references to confirmed, present objects only', async () => {
    const [sure, unsure, gone, alias] = [link(1, { record: 'a' }), link(2, { record: 'b', confirmed: false }), link(3, { record: 'c', goneAt: AT }), link(4, { record: 'd', aliasOf: 1 })]; // prettier-ignore
    await bench.write((t) =>
      [sure, unsure, gone, alias, link(5, { record: 'e', hostId: null })].forEach((l) => t.setLink(l, null)),
    );
    await bench.write((t) => t.setLink(link(6, { record: 'f', token: '>h1' }), null)); // stands behind another one
    const found = await bench.store.read((t) => t.hostIdsOf('buh', 'counterparty', ['a', 'b', 'c', 'd', 'e', 'f']));
    expect(Object.fromEntries(found)).to.deep.equal({ a: 'h1', f: 'h1' });
  });

  it('finds what is due in id order and pages', async () => {
    const soon = { record: 'r', dirty: true };
    const made = [link(5, { ...soon, record: 'e' }), link(1, { ...soon, record: 'a', retryAt: '2026-07-22T10:00:01.000Z' }), link(2, { ...soon, record: 'b', retryAt: AT }), link(3, { dirty: true }), link(4, { record: 'd' })]; // prettier-ignore
    await bench.write((t) => made.forEach((l) => t.setLink(l, null)));
    const due = async (after: number, limit = 10) =>
      ids(await bench.store.read((t) => t.due('buh', 'counterparty', AT, after, limit)));
    expect([await due(0), await due(2), await due(0, 1)]).to.deep.equal([[2, 5], [5], [2]]);
    expect(ids(await bench.store.read((t) => t.unlinked('buh', 'counterparty', AT, 0, 10)))).to.deep.equal([3]);
    expect(ids(await bench.store.read((t) => t.linksPage('buh', 'counterparty', 2, 2)))).to.deep.equal([3, 4]);
  });

  it('lists what a whole list should show, a page at a time, in the order of the ids there', async () => {
    await bench.write((t) => {
      for (const [i, hostId] of ['d', 'b', 'c', 'a'].entries()) t.setLink(link(i + 1, { hostId }), null);
      t.setLink(link(5, { hostId: 'gone', goneAt: AT }), null);
      t.setLink(link(6, { hostId: null }), null);
      t.setLink(link(7, { hostId: 'b', entity: 'invoice' }), null);
      t.setLink(link(8, { hostId: 'b', host: 'crm' }), null);
    });
    const page = (after: string) => bench.store.read((t) => t.liveLinks('buh', 'counterparty', after, 3));
    expect(await page('')).to.deep.equal([{ id: 4, hostId: 'a' }, { id: 2, hostId: 'b' }, { id: 3, hostId: 'c' }]); // prettier-ignore
    expect(await page('c')).to.deep.equal([{ id: 1, hostId: 'd' }]);
    expect(await page('d')).to.deep.equal([]);
  });

  it('knows the parts it was told of last, also of a link just made', async () => {
    const lines = (from: number) => Array.from({ length: 10 }, (_, i) => ({ type: 'line', id: `l${String(from + i)}` }));
    await bench.write((t) => {
      t.setLink(link(1), null);
      t.setParts('buh', 1, lines(0));
      t.setParts('buh', 1, lines(5));
    });
    const known = async (id: string) => ids(await bench.store.read((t) => t.linksByPart('buh', 'line', id)));
    for (const id of ['l5', 'l14']) expect(await known(id), id).to.deep.equal([1]);
    expect(await known('l4')).to.deep.equal([]);
  });

  it('counts who left the scope until they are back, gone, or it is agreed to', async () => {
    const left = async (host = 'buh') => Object.fromEntries(await bench.store.read((t) => t.leavers(host)));
    await bench.write((t) => {
      for (const id of [1, 2, 3, 4]) t.setLink(link(id, { record: `r${String(id)}`, inScope: false }), null);
      t.setLink(link(5, { entity: 'invoice', inScope: false }), null);
      t.setLink(link(6, { host: 'crm', inScope: false }), null);
      t.leave('buh', [1, 2, 5]);
      t.leave('crm', [6]);
    });
    await bench.write((t) => t.leave('buh', [2, 3])); // shown once more
    expect(await left()).to.deep.equal({ counterparty: 3, invoice: 1 });
    await bench.write((t) => {
      t.setLink(link(1, { record: 'r1' }), 1);
      t.setLink(link(2, { record: 'r2', inScope: false, goneAt: AT }), 1);
    });
    expect(await left()).to.deep.equal({ counterparty: 1, invoice: 1 });
    await bench.write((t) => t.agreeLeft('buh'));
    expect([await left(), await left('crm')]).to.deep.equal([{}, { counterparty: 1 }]);
  });

  it('counts links by what has become of them', async () => {
    const made = [
      link(1, { record: 'a', dirty: true }),
      link(2, { record: 'b', goneAt: AT }),
      link(3),
      link(4, { entity: 'invoice' }),
    ];
    await bench.write((t) => made.forEach((l) => t.setLink(l, null)));
    const count = (host: string) => bench.store.read((t) => t.countLinks(host, 'counterparty'));
    expect(await count('buh')).to.deep.equal({ linked: 1, unlinked: 1, gone: 1, dirty: 1 });
    expect(await count('none')).to.deep.equal({ linked: 0, unlinked: 0, gone: 0, dirty: 0 });
  });

  it('touches all links of a record but one and no alias', async () => {
    const made = [link(1, { record: 'r' }), link(2, { record: 'r', host: 'ut', retryAt: AT }), link(3, { record: 'r', host: 'sales', aliasOf: 1 })]; // prettier-ignore
    await bench.write((t) => made.forEach((l) => t.setLink(l, null)));
    await bench.write((t) => t.touchLinks('r', 1));
    const states = await Promise.all([1, 2, 3].map(read));
    expect(states.map((l) => [l?.dirty, l?.retryAt, l?.tick])).to.deep.equal([[false, null, 1], [true, null, 2], [false, null, 1]]); // prettier-ignore
    await bench.write((t) => t.touchLink(1));
    expect(await read(1)).to.deep.include({ dirty: true, tick: 2 });
  });

  it('wakes parked links of a host or of one entity', async () => {
    const parked = (id: number, more: Partial<Link> = {}) => link(id, { record: `r${id}`, dirty: true, retryAt: AT, ...more });
    await bench.write((t) =>
      [parked(1), parked(2, { entity: 'invoice' }), parked(3, { host: 'ut' })].forEach((l) => t.setLink(l, null)),
    );
    await bench.write((t) => t.wake('buh', 'invoice'));
    expect((await Promise.all([1, 2, 3].map(read))).map((l) => l?.retryAt)).to.deep.equal([AT, null, AT]);
    await bench.write((t) => t.wake('buh', null));
    expect((await Promise.all([1, 2, 3].map(read))).map((l) => l?.retryAt)).to.deep.equal([null, null, AT]);
  });

  it('finds an object by a part of it', async () => {
    await bench.write((t) => {
      [1, 2].forEach((id) => t.setLink(link(id), null));
      t.setParts('buh', 1, [{ type: 'line', id: 'l1' }, { type: 'line', id: 'l2' }, { type: 'line', id: 'l2' }]); // prettier-ignore
      t.setParts('buh', 2, [{ type: 'line', id: 'l2' }]);
    });
    const by = async (id: string, type = 'line') => ids(await bench.store.read((t) => t.linksByPart('buh', type, id))).sort();
    expect([await by('l1'), await by('l2'), await by('l1', 'order')]).to.deep.equal([[1], [1, 2], []]);
    await bench.write((t) => t.setParts('buh', 1, []));
    expect([await by('l1'), await by('l2')]).to.deep.equal([[], [2]]);
  });

  it('drops a row that gives way, with keys and parts', async () => {
    await bench.write((t) => {
      t.setRecord(of('counterparty', 'r', record('r').fields), null);
      t.setLink(link(1), null);
      t.setParts('buh', 1, [{ type: 'line', id: 'l1' }]);
    });
    expect(await bench.store.write(BY, (t) => t.dropLink(1, 9, AT))).to.equal('moved');
    expect((await bench.store.read((t) => t.linksByPart('buh', 'line', 'l1'))).length).to.equal(1);
    await bench.write((t) => t.dropLink(1, 1, AT));
    expect([await read(1), await bench.store.read((t) => t.linksByPart('buh', 'line', 'l1'))]).to.deep.equal([null, []]);
  });

  it('finds writes that were never answered', async () => {
    const sent = (id: number, sentAt: string) => link(id, { record: `r${id}`, sent: { name: { name: 'x' } }, sentAt });
    await bench.write((t) =>
      [sent(1, '2026-07-22T09:00:00.000Z'), sent(2, AT), link(3, { sentAt: '2026-01-01T00:00:00.000Z' })].forEach((l) =>
        t.setLink(l, null),
      ),
    );
    expect(ids(await bench.store.read((t) => t.sentBefore('buh', AT)))).to.deep.equal([1]);
  });
}
