/** vatTotal: a host without a VAT total in the header shows the sum of its lines; it is never written. */
import { scaled, unscaled } from '../../connector/decimal.ts';
import type { Row } from '../../connector/model.ts';
import { property, type Codec } from '../codec.ts';
import { nearly, readDecimal } from './decimal.ts';
import { partRows } from './lines.ts';

export interface VatTotalSpec {
  field: string;
  part: string;
  column: string;
  lines: string;
  /** Places the host keeps in that column. */
  scale: number;
}

export function vatTotalCodec(spec: VatTotalSpec): Codec {
  const { field, column, scale } = spec;
  const sum = (values: readonly (string | null)[]): string =>
    unscaled(
      values.reduce((s, v) => s + scaled(v ?? '0', scale), 0n),
      scale,
    );
  const view: Codec['view'] = (_field, fields) =>
    fields[spec.lines] === undefined
      ? fields[field]
      : sum((fields[spec.lines] as readonly Row[]).map((line) => line['vatAmount'] as string));
  return {
    fields: [field],
    needs: [{ property: column, part: spec.part, is: 'number' }],
    read(object, to) {
      to.out[field] = sum(partRows(object, spec.part).map((row) => readDecimal(property(row, column), scale, column)));
    },
    write: () => ({}),
    view,
    put: (_field, ours, shown) => (ours[field] !== undefined && view(field, ours) === shown[field] ? ours[field] : shown[field]),
    same: (_field, a, b) => (a ?? null) === (b ?? null),
    within: (_field, sent, answer) => (sent === answer || nearly(sent as string, answer as string) ? [] : [field]),
  };
}
