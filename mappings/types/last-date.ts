/** lastDate: a host without a due date in the header shows the last date of its payment stages; it is never written. */
import type { Codec } from '../codec.ts';
import { partRows } from './lines.ts';

export interface LastDateSpec {
  field: string;
  part: string;
  column: string;
}

const EMPTY = '0001-01-01';

export function lastDateCodec({ field, part, column }: LastDateSpec): Codec {
  return {
    fields: [field],
    needs: [{ property: column, part }],
    read(object, to) {
      const days = partRows(object, part).map((row) => (typeof row[column] === 'string' ? row[column].slice(0, 10) : EMPTY));
      const last = days.reduce((a, b) => (a > b ? a : b), EMPTY);
      to.out[field] = last === EMPTY ? null : last;
    },
    write: () => ({}),
    view: (_field, fields) => fields[field],
    put: (_field, _ours, shown) => shown[field],
    same: (_field, a, b) => (a ?? null) === (b ?? null),
    within: (_field, sent, answer) => ((sent ?? null) === (answer ?? null) ? [] : [field]),
  };
}
