import { expect } from 'chai';
import { keepFed } from '../../connector/server/wall-feeding.ts';
import { FED_KEY, feedWall, type TextPage } from '../../connector/wall/feed.ts';
import { customer } from '../scenarios/making.ts';
import { stage } from '../scenarios/setting.ts';
import { guard } from './guarded.ts';

const FIRST = 'обещали подождать с оплатой до конца квартала';
const SECOND = 'директор уходит в отпуск на весь август';

describe('feeding the wall', () => {
  const { start } = stage();

  it('takes up what is new until told to stop, and goes on after a failure', async () => {
    const s = await start();
    const pages: (TextPage | Error)[] = [{ texts: [FIRST], last: 1 }, { texts: [], last: 1 }, new Error('busy'), { texts: [SECOND], last: 2 }, { texts: [], last: 2 }]; // prettier-ignore
    const stop = new AbortController();
    const failed: unknown[] = [];
    const from = {
      privateTexts: async (): Promise<TextPage> => {
        const page = pages.shift();
        if (pages.length === 0) stop.abort();
        if (page instanceof Error || !page) throw page ?? new Error('none');
        return page;
      },
    };
    await keepFed(s.sidebook, from, stop.signal, (error) => void failed.push(error));
    expect(failed.map(String)).to.deep.equal(['Error: busy']);
    expect((await s.sidebook.store.read((t) => t.fingerprints(0, 100))).length).to.be.greaterThan(4);
  });

  it('reads from the first text where they stand in another place, whatever number it had come to', async () => {
    const s = await start();
    const { store, wall } = s.sidebook;
    const to = { store, keyed: wall.keyed, shows: wall.shows };
    const from = (place: string, text: string, last: number) => ({ place, privateTexts: async (after: number): Promise<TextPage> => ({ texts: after < last ? [text] : [], last: Math.max(after, last) }) });
    expect(await feedWall(to, from('file', FIRST, 500))).to.be.greaterThan(0);
    expect(await feedWall(to, from('file', SECOND, 3))).to.equal(0);
    expect(await feedWall(to, from('db/books, sidebook_private', SECOND, 3))).to.be.greaterThan(0);
  }); // prettier-ignore

  it('lets others have their turn between two pages: a long import brings a hundred thousand texts', async () => {
    const s = await start();
    const { store, wall } = s.sidebook;
    const turns: number[] = [];
    let page = 0;
    const turn = (): void => void (page < 4 && (turns.push(page), setImmediate(turn)));
    setImmediate(turn);
    const texts = [FIRST, SECOND, 'скидку дают только по четвергам до обеда'];
    await feedWall({ store, keyed: wall.keyed, shows: wall.shows }, {
      privateTexts: async (after) => ({ texts: texts.slice(page++, page), last: Math.min(after + 1, texts.length) }),
    }); // prettier-ignore
    expect([...new Set(turns)]).to.include.members([1, 2, 3]);
  });

  it('marks everything anew after another key', async () => {
    const s = await start();
    const key = customer(s.fake);
    await s.cycle();
    await guard(s, [FIRST]);
    const before = await s.sidebook.store.read((t) => t.fingerprints(0, 100));
    await s.sidebook.store.write({ actor: 'test' }, (t) => t.setSetting(FED_KEY, 'another'));
    await s.edit((await s.recordAt('counterparty', key)).id, { comment: 'свой' });
    const blind = await s.sync();
    expect('error' in blind && blind.error?.code).to.equal('wall-blind');
    expect((await s.problems('unreachable')).map((p) => p.detail['code'])).to.deep.equal(['wall-blind']);
    await guard(s, [FIRST]);
    const after = await s.sidebook.store.read((t) => t.fingerprints(0, 100));
    expect(after.map((f) => f.hash)).to.deep.equal(before.map((f) => f.hash));
    await s.settle();
    expect(await s.problems()).to.deep.equal([]);
  });
});
