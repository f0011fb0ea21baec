/** What imports of Sidebook's own labels replaced, from the versions undo has. */
import { lcidOf } from '../languages.ts';
import type { Key } from '../model.ts';
import { pastOf, type Past, type Replaced } from '../past.ts';
import type { OwnTexts } from './kept.ts';
import { textOf } from './labels.ts';
import type { Own } from './now.ts';

/** Our own export writes its moment in UTC, to the second. */
const UNSURE_MS = 1000;

export const ownPast = (own: Own): Past => pastOf(UNSURE_MS, () => replacedIn(own));

function* replacedIn({ kept, labels }: Own): Iterable<readonly [Key, number, Replaced]> {
  let former: OwnTexts = {};
  for (const { texts, at, by } of kept.readable()) {
    for (const tag of new Set([...Object.keys(former), ...Object.keys(texts)])) {
      const lcid = lcidOf(tag);
      for (const label of lcid === null ? [] : labels) {
        const was = textOf(label, former, tag);
        if (lcid !== null && was !== textOf(label, texts, tag)) yield [label.key, lcid, { was, at, by }];
      }
    }
    former = texts;
  }
}
