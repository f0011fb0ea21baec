/** How long a host asks to be left alone, in either form of the header. */
import { expect } from 'chai';
import { retryAfterMs } from '../../connector/hosts/http.ts';

const DATE = 'Mon, 23 Nov 2026 12:00:00 GMT';

describe('how long a host asks to be left alone', () => {
  it('is read in seconds', () => {
    expect(['7', ' 0 ', '1.5', ['30']].map((wait) => retryAfterMs({ 'retry-after': wait }))).to.deep.equal([
      7000, 0, 1500, 30_000,
    ]);
  });

  it('is read as a date, by the clock of the host and not by ours', () => {
    const until = (time: string): number | null => retryAfterMs({ date: DATE, 'retry-after': `Mon, 23 Nov 2026 ${time} GMT` });
    expect([until('12:00:45'), until('12:05:00'), until('11:00:00')]).to.deep.equal([45_000, 300_000, 0]);
  });

  it('is as long as it says', () => {
    expect(retryAfterMs({ 'retry-after': '3600' })).to.equal(3_600_000);
    expect(retryAfterMs({ date: DATE, 'retry-after': 'Tue, 24 Nov 2026 12:00:00 GMT' })).to.equal(24 * 3_600_000);
  });

  it('is unknown where nothing of that kind is said', () => {
    for (const headers of [
      {},
      { 'retry-after': '' },
      { 'retry-after': '-5' },
      { 'retry-after': 'soon', date: DATE },
      { 'retry-after': DATE },
    ])
      expect(retryAfterMs(headers), JSON.stringify(headers)).to.equal(null);
  });
});
