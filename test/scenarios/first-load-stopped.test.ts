/** A first load stopped after any page goes on where it stopped and ends as if it had never been stopped (A3, A7, I9). */
import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '../../connector/model.ts';
import type { StoredLink } from '../../connector/store/store.ts';
import { stage, type Setting, type Wishes } from './setting.ts';

const SMALL: Wishes = { fake: { data: { counterparties: 40, invoices: 60 } }, host: { pageSize: 20 } };
const ENTITIES = ['counterparty', 'contract', 'product', 'invoice', 'payment', 'balance'] as const;

/** Records by their ids in 1C, references as such ids too: what two stores with other record ids have in common. */
async function picture(s: Setting): Promise<string[]> {
  const links = new Map<string, StoredLink>();
  for (const entity of ENTITIES) for (const l of await s.links(entity)) if (l.record !== null) links.set(l.record, l);
  const told = (v: Value): Value => (typeof v === 'string' ? (links.get(v)?.hostId ?? v) : v);
  const out: string[] = [];
  for (const [id, link] of links) {
    const text = JSON.stringify((await s.record(id)).fields, (_name, v: Value) => told(v));
    out.push(`${link.entity} ${link.hostId ?? ''} ${String(link.dirty)} ${text}`);
  }
  const asked = (await s.problems()).map((p) => `${p.kind} ${p.entity ?? ''} ${p.detail['code'] ?? ''}`);
  return [...out, ...asked].sort();
} // prettier-ignore

describe('a first load that is stopped', () => {
  const { start, ending } = stage();
  const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/g;
  const withoutIds = (lines: readonly string[]): string[] => lines.map((l) => l.replace(UUID, 'ours'));

  /** Stops after this many pages of this run; `again`: the next run begins. */
  async function stopping(pages: () => number): Promise<{ s: Setting; again: () => void }> {
    const folder = mkdtempSync(join(tmpdir(), 'sidebook-'));
    ending(() => rmSync(folder, { recursive: true, force: true }));
    let seen = 0;
    const open: Wishes['open'] = {
      report: (event) => {
        if (event.type === 'feed') seen += 1;
      },
      stopping: () => seen >= pages(),
    };
    const s = await start({ ...SMALL, file: join(folder, 'store.db'), open });
    return { s, again: () => void (seen = 0) };
  }

  async function uninterrupted(): Promise<string[]> {
    const s = await start(SMALL);
    await s.settle();
    return withoutIds(await picture(s));
  }

  it('after every single page ends like one that was not', async () => {
    let pages = 1;
    const { s, again } = await stopping(() => pages);
    for (; pages < 60; pages++) {
      again();
      if ((await s.cycle()).state === 'ok') break;
      if (pages % 5 === 0) await s.restart();
    }
    pages = Infinity;
    await s.settle();
    expect(pages).to.equal(Infinity);
    expect(withoutIds(await picture(s))).to.deep.equal(await uninterrupted());
  });

  it('asks no page twice that was stored already', async () => {
    let pages = 4;
    const { s, again } = await stopping(() => pages);
    await s.cycle();
    const first = s.fake.log.filter((r) => r.url.includes('skip=')).map((r) => r.url);
    again();
    pages = Infinity;
    await s.restart();
    s.quiet();
    await s.cycle();
    const second = s.fake.log.filter((r) => r.url.includes('skip=')).map((r) => r.url);
    expect(second.filter((url) => first.slice(0, -1).includes(url))).to.deep.equal([]);
  });

  it('writes nothing before all of it was seen', async () => {
    const { s } = await stopping(() => 8);
    await s.cycle();
    await s.sidebook.store.read((t) => t.problems({}));
    expect(s.writes).to.deep.equal([]);
  });
});
