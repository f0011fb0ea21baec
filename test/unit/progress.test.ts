/** The bar of a long load: what it says of speed and time left is measured, never made up. */
import { expect } from 'chai';
import type { Io } from '../../connector/cli/io.ts';
import { Progress } from '../../connector/cli/progress.ts';

describe('the progress of a load', () => {
  function open(): { progress: Progress; pass: (ms: number) => void; lines: string[] } {
    let now = 1_000_000;
    const lines: string[] = [];
    const world = { now: () => new Date(now), uuid: () => '', random: () => 0, sleep: () => Promise.resolve() };
    const io: Io = {
      lang: 'ru', called: 'sidebook', account: 'anna', env: {}, cwd: '.', world, isTty: true, isUnicode: false, width: 100, configFile: null,
      out: (text) => void lines.push(text.replace('\r\x1b[K', '')), err: () => undefined, fail: () => undefined,
    }; // prettier-ignore
    return { progress: new Progress(io), pass: (ms) => void (now += ms), lines };
  }

  it('gives no speed to a list that came at once', () => {
    const { progress, lines } = open();
    progress.at('product', 60, 60);
    expect(lines).to.deep.equal(['Номенклатура       [########################] 60/60']);
  });

  it('tells the speed and the time left of a long one, and no time when it is over', () => {
    const { progress, pass, lines } = open();
    progress.at('invoice', 0, 700);
    pass(2000);
    progress.at('invoice', 200, 700);
    pass(5000);
    progress.at('invoice', 700, 700);
    expect(lines.slice(1)).to.deep.equal([
      'Счета              [#######.................] 200/700  100/с  осталось 5 с',
      'Счета              [########################] 700/700  100/с',
    ]);
  });
});
