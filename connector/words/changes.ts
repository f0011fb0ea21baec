/** What became of what: "Phone: (empty) → +7 …", for whoever shows a change. */
import { fieldSpec, label } from '../fields.ts';
import { ENTITY_ORDER, type Entity, type Fields, type Value } from '../model.ts';
import { fieldValue } from './format.ts';
import type { Reader } from './lang.ts';
import type { Names } from './names.ts';

/** Whose name a field bears; the first that has it. */
const OWNERS: readonly Entity[] = ['counterparty', 'invoice', 'payment', ...ENTITY_ORDER];

/** The fields that differ; all of them where nothing does. `before` null: nothing was there to compare with. */
export function changesText(
  io: Reader & { readonly isUnicode: boolean },
  before: Fields | null,
  after: Fields,
  names: Names,
): string {
  const moved = Object.keys(after).filter((f) => JSON.stringify(before?.[f] ?? null) !== JSON.stringify(after[f] ?? null));
  const shown = moved.length > 0 ? moved : Object.keys(after);
  const arrow = io.isUnicode ? '→' : '->';
  return shown.map((f) => {
    const entity = OWNERS.find((e) => fieldSpec(e, f)) ?? 'invoice';
    const said = (v: Value | undefined): string => fieldValue(io.lang, entity, f, v, names.of);
    return `${label(entity, f, io.lang)}: ${before === null ? '' : `${said(before[f])} ${arrow} `}${said(after[f])}`;
  }).join('; '); // prettier-ignore
}
