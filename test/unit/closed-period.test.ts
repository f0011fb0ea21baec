import { expect } from 'chai';
import fc from 'fast-check';
import { relativeDate } from '../../connector/hosts/onec/closed-periods.ts';
import { holds } from './property.ts';

const WORDS = [
  'КонецПрошлогоГода',
  'КонецПрошлогоКвартала',
  'КонецПрошлогоМесяца',
  'КонецПрошлойНедели',
  'ПредыдущийДень',
] as const;
type Word = (typeof WORDS)[number];
const DAY = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const days = (day: string, n: number): string => iso(at(day).getTime() + n * DAY);

/** Does a period of this kind begin on the day? The oracle walks back day by day. */
const BEGINS: Readonly<Record<Word, (d: Date) => boolean>> = {
  КонецПрошлогоГода: (d) => d.getUTCMonth() === 0 && d.getUTCDate() === 1,
  КонецПрошлогоКвартала: (d) => d.getUTCMonth() % 3 === 0 && d.getUTCDate() === 1,
  КонецПрошлогоМесяца: (d) => d.getUTCDate() === 1,
  КонецПрошлойНедели: (d) => d.getUTCDay() === 1,
  ПредыдущийДень: () => true,
};

function lastDayBefore(word: Word, day: string): string {
  let start = day;
  while (!BEGINS[word](at(start))) start = days(start, -1);
  return days(start, -1);
}

/** hosts/1c.md 4.10.4: the day before the current period starts, or one period earlier while today ≤ that date + grace. */
function oracle(word: Word, grace: number, today: string): string {
  const end = lastDayBefore(word, today);
  return today <= days(end, grace) ? lastDayBefore(word, end) : end;
}

const today = fc.integer({ min: Date.UTC(2015, 0, 1) / DAY, max: Date.UTC(2035, 11, 31) / DAY }).map((n) => iso(n * DAY));

describe('a closing date relative to today', () => {
  const table: readonly [Word, string, string][] = [
    ['КонецПрошлогоГода', '2026-07-22', '2025-12-31'],
    ['КонецПрошлогоКвартала', '2026-07-22', '2026-06-30'],
    ['КонецПрошлогоКвартала', '2026-01-01', '2025-12-31'],
    ['КонецПрошлогоМесяца', '2024-03-31', '2024-02-29'],
    ['КонецПрошлойНедели', '2026-07-20', '2026-07-19'],
    ['КонецПрошлойНедели', '2026-07-19', '2026-07-12'],
    ['ПредыдущийДень', '2026-03-01', '2026-02-28'],
  ];
  for (const [word, day, until] of table)
    it(`${word} on ${day} is ${until}`, () => {
      expect(relativeDate(word, 0, day)).to.equal(until);
    });

  it('is one period earlier through the last day of grace', () => {
    const month = (day: string) => relativeDate('КонецПрошлогоМесяца', 5, day);
    expect(['2026-07-01', '2026-07-05', '2026-07-06'].map(month)).to.deep.equal(['2026-05-31', '2026-05-31', '2026-06-30']);
    expect(relativeDate('КонецПрошлогоГода', 31, '2026-01-31')).to.equal('2024-12-31');
    expect(relativeDate('КонецПрошлогоГода', 31, '2026-02-01')).to.equal('2025-12-31');
  });

  it('never goes back more than one period of grace', () => {
    expect(relativeDate('ПредыдущийДень', 30, '2026-07-22')).to.equal('2026-07-20');
    expect(relativeDate('КонецПрошлойНедели', 100, '2026-07-22')).to.equal('2026-07-12');
  });

  it('agrees with a calendar walked day by day', () => {
    holds(
      fc.property(fc.constantFrom(...WORDS), fc.integer({ min: 0, max: 120 }), today, (word, grace, day) => {
        expect(relativeDate(word, grace, day)).to.equal(oracle(word, grace, day));
      }),
      2000,
    );
  });

  it('of an unknown word is unknown, not a guess', () => {
    for (const word of ['', 'КонецПрошлогоВека', 'конецпрошлогогода'])
      expect(relativeDate(word, 0, '2026-07-22'), word).to.equal(null);
  });
});
