/** lastDate: a host without a due date in the header shows the last date of its payment stages; it is never written. */
import { property, type Codec } from '../codec.ts';
import { readDate } from './date.ts';
import { partRows } from './lines.ts';

export interface LastDateSpec {
  field: string;
  part: string;
  column: string;
}

export function lastDateCodec({ field, part, column }: LastDateSpec): Codec {
  return {
    fields: [field],
    needs: [{ property: column, part, is: 'date' }],
    read(object, to) {
      const days = partRows(object, part).map((row) => readDate(property(row, column), 'date', column) ?? '');
      to.out[field] = days.reduce((a, b) => (a > b ? a : b), '') || null;
    },
    write: () => ({}),
    view: (_field, fields) => fields[field],
    put: (_field, _ours, shown) => shown[field],
    same: (_field, a, b) => (a ?? null) === (b ?? null),
    within: (_field, sent, answer) => ((sent ?? null) === (answer ?? null) ? [] : [field]),
  };
}
