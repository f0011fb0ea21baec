import { expect } from 'chai';
import { waiting } from '../../connector/cli/summary.ts';

describe('after a load, what waits', () => {
  const said = (lang: 'ru' | 'en', counts: Readonly<Record<string, number>>): string => {
    const problems = Object.entries(counts).map(([kind, count]) => ({ kind, count }));
    return waiting({ lang, called: 'sidebook' }, problems).trim();
  };

  it('for a person is told apart from what waits for the answer', () => {
    expect(said('ru', { waiting: 11, duplicate: 3 })).to.equal(
      'Ждут человека: 3, ещё 11 - их решения или времени (sidebook problems)',
    );
    expect(said('en', { waiting: 1, unreachable: 1, conflict: 1 })).to.equal('1 waits for a person, 2 more for that, or for time: sidebook problems'); // prettier-ignore
  });

  it('for nothing but a person is one number; for nobody, none', () => {
    expect(said('en', { conflict: 2 })).to.equal('2 wait for a person: sidebook problems');
    expect(said('ru', {})).to.equal('Ничто не ждёт человека.');
  });

  it("for time alone is not told as somebody's", () => {
    expect(said('ru', { waiting: 1, unreachable: 1 })).to.equal('Ничто не ждёт человека; ждут времени: 2 (sidebook problems)');
    expect(said('en', { unreachable: 1 })).to.equal('Nothing waits for a person; 1 for time: sidebook problems');
  });
});
