/** What is typed for a field, at the command line or in a widget: understood, or refused with the reason; never stored as it was typed. */
import { expect } from 'chai';
import { parseTyped, Unreadable } from '../../connector/words/field-args.ts';

const why = (name: string, text: string): string => {
  try {
    return JSON.stringify(parseTyped('invoice', name, text));
  } catch (error) {
    return error instanceof Unreadable ? error.why : String((error as { code?: string }).code);
  }
};

describe('what is typed for a field', () => {
  it('days become ISO days', () => {
    for (const text of ['2026-11-02', '02.11.2026', '2.11.2026', '2/11/2026', '2.11.26', ' 2.11.2026 ', '2026-11-02T10:00:00'])
      expect(parseTyped('invoice', 'dueDate', text), text).to.equal('2026-11-02');
    for (const text of ['31.02.2026', '2026-02-31', '2026-13-01', 'завтра', '2.11', '20261102', '2026-11-02T25:00:00'])
      expect(why('dueDate', text), text).to.equal('input-date');
    expect(parseTyped('invoice', 'dueDate', ' ')).to.equal(null);
  });

  it('sums become decimal text', () => {
    expect(['1 099,00', '1099.5', '\u00a01\u00a0099'].map((text) => parseTyped('invoice', 'rate', text))).to.deep.equal([
      '1099', '1099.5', '1099',
    ]); // prettier-ignore
    for (const text of ['много', '1,099.00', '1e5', '1..2']) expect(why('rate', text), text).to.equal('input-number');
  });

  it('a flag is one of its words, a choice one of its values: nothing else is taken for "no"', () => {
    expect(['да', 'Yes', '1', 'нет', 'false', '0'].map((text) => parseTyped('invoice', 'posted', text))).to.deep.equal([
      true, true, true, false, false, false,
    ]); // prettier-ignore
    for (const text of ['ага', 'on', 'constructor']) expect(why('posted', text), text).to.equal('input-choice');
    expect(why('state', 'posted')).to.equal('input-choice');
  });

  it('a table is no text', () => {
    expect(why('lines', '[]')).to.equal('field-unknown');
    expect(why('nothing', 'x')).to.equal('field-unknown');
  });
});
