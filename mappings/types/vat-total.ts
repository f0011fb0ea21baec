/** vatTotal: a host without a VAT total in the header shows the sum of its lines; it is never written. */
import { scaled, unscaled } from '../../connector/decimal.ts';
import type { Row } from '../../connector/model.ts';
import { type Codec } from '../codec.ts';
import { nearly, readDecimal } from './decimal.ts';
import { partRows } from './lines.ts';

export interface VatTotalSpec {
  field: string;
  part: string;
  column: string;
  lines: string;
}

const PLACES = 4;

export function vatTotalCodec(spec: VatTotalSpec): Codec {
  const { field } = spec;
  const sum = (values: readonly (string | null)[]): string =>
    unscaled(
      values.reduce((s, v) => s + scaled(v ?? '0', PLACES), 0n),
      PLACES,
    );
  return {
    fields: [field],
    needs: [{ property: spec.column, part: spec.part }],
    read(object, to) {
      to.out[field] = sum(partRows(object, spec.part).map((row) => readDecimal(row[spec.column], 2, field)));
    },
    write: () => ({}),
    view: (_field, fields) =>
      fields[spec.lines] === undefined
        ? fields[field]
        : sum((fields[spec.lines] as readonly Row[]).map((line) => line['vatAmount'] as string)),
    put: (_field, _ours, shown) => shown[field],
    same: (_field, a, b) => (a ?? null) === (b ?? null),
    within: (_field, sent, answer) => (sent === answer || nearly(sent as string, answer as string) ? [] : [field]),
  };
}
