/** Price lists in a thread of their own: one at a time, given up with whoever leaves, and no failure without its words. */
import { expect } from 'chai';
import type { ImportRequest, Known } from '../../connector/import/index.ts';
import { ApiError } from '../../connector/server/api-error.ts';
import { ImportDesk } from '../../connector/server/imports/desk.ts';
import { Turns } from '../../connector/server/imports/turns.ts';
import { listen } from '../hosts/kit/listen.ts';

const request = (text: string): ImportRequest => ({
  kind: 'prices', competitor: 'r', file: 'list.csv', bytes: Buffer.from(text), currency: 'RUB', vatIncluded: true, newItems: true, today: '2026-11-22',
}); // prettier-ignore
const LIST = request('Товар;Цена\nБолт;11,90\n');
const known = (more: Partial<Known> = {}): Known => ({
  columns: () => Promise.resolve(null),
  names: () => Promise.resolve(new Map()),
  before: () => Promise.resolve(null),
  async *items() {
    for (let n = 0; n < 2500; n++) yield await Promise.resolve({ id: `i${String(n)}`, name: `Гайка ${String(n)}`, sku: null, unit: 'шт' });
    yield { id: 'bolt', name: 'Болт', sku: null, unit: 'шт' };
  },
  ...more,
}); // prettier-ignore
const here = (): AbortSignal => new AbortController().signal;
const code = (error: unknown): string => (error instanceof ApiError ? `${String(error.status)} ${error.code}` : String(error));

describe('the desk of imports', () => {
  const desk = new ImportDesk();

  it('compares with the last item of several pages', async () => {
    const { sample } = await desk.glance('anna', LIST, known(), here());
    expect(sample.map(({ item, price }) => [item, price])).to.deep.equal([['Болт', '11.9']]);
    const whole = await desk.whole('anna', LIST, known());
    expect([whole.request, whole.placed.taken[0]?.item.id]).to.deep.equal([LIST, 'bolt']);
  });

  it('leaves the server free to answer others while a long list is read', async () => {
    const server = await listen(0, (_req, res) => void res.end());
    const order: string[] = [];
    const columns = (): Promise<null> => {
      void fetch(`http://127.0.0.1:${String(server.port)}/`).then(() => order.push('another is answered'));
      return Promise.resolve(null);
    };
    const names = (): Promise<ReadonlyMap<string, null>> => Promise.resolve(new Map((order.push('its lines are read'), [])));
    const long = Array.from({ length: 20_000 }, (_, n) => `Болт М${String(n)};${String(n)},90`).join('\n');
    await desk.glance('anna', request(`Товар;Цена\n${long}`), known({ columns, names }), here());
    await server.close();
    expect(order).to.deep.equal(['another is answered', 'its lines are read']);
  });

  it('reads one list at a time, in the order they came', async () => {
    const order: string[] = [];
    const told = (name: string): Known => known({ columns: () => Promise.resolve((order.push(`${name} begins`), null)) });
    const read = (name: string): Promise<unknown> =>
      desk.glance('anna', LIST, told(name), here()).then(() => order.push(`${name} ends`));
    await Promise.all([read('first'), read('second')]);
    expect(order).to.deep.equal(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('gives up a list nobody waits for, read or waiting, and goes on with the next', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const stuck = known({ names: () => (second.abort(), first.abort(), new Promise(() => undefined)) });
    const [one, two, three] = await Promise.all([
      desk.glance('anna', LIST, stuck, first.signal).catch(code),
      desk.glance('anna', LIST, known(), second.signal).catch(code),
      desk.glance('anna', LIST, known(), here()),
    ]);
    expect([one, two, three.taken]).to.deep.equal(['499 import-left', '499 import-left', 1]);
  });

  it('says what is wrong with a file, and passes on what the store says', async () => {
    expect(await desk.glance('anna', request('%PDF-1.7'), known(), here()).catch(code)).to.equal('409 import-not-a-table');
    const gone = known({ names: () => Promise.reject(new ApiError(503, 'store-busy')) });
    expect(await desk.glance('anna', LIST, gone, here()).catch(code)).to.equal('503 store-busy');
    expect(
      await desk.glance('anna', LIST, known({ columns: () => Promise.resolve('not JSON') }), here()).then(({ taken }) => taken),
    ).to.equal(1);
  });

  it('ends a list that takes too long, and goes on with the next', async () => {
    const short = new ImportDesk(1);
    const stuck = known({ names: () => new Promise(() => undefined) });
    expect(await short.whole('anna', LIST, stuck).catch(code)).to.equal('503 import-slow');
    expect(await short.glance('anna', LIST, stuck, here()).catch(code)).to.equal('503 import-slow');
  });

  it('lets eight wait, two of one person, not more', async () => {
    const turns = new Turns();
    let open = (): void => undefined;
    const held = turns.take('anna', () => new Promise<void>((resolve) => (open = resolve)));
    const wait = (actor: string): Promise<void> => turns.take(actor, () => Promise.resolve());
    const waiting = [wait('anna'), wait('anna')];
    expect(await wait('anna').catch(code)).to.equal('503 import-busy');
    for (const actor of ['boris', 'boris', 'vera', 'vera', 'gleb', 'gleb']) waiting.push(wait(actor));
    expect(await wait('dina').catch(code)).to.equal('503 import-busy');
    await Promise.resolve();
    open();
    await Promise.all([held, ...waiting]);
  });
});
