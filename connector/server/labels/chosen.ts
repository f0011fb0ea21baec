/** Which changes of a look are taken: the desk asks before it sends, the thread takes the same ones. */
import type { Change } from '../../translations/check.ts';
import type { LookedChange, Order } from './orders.ts';

type Take = Pick<Extract<Order, { do: 'take' }>, 'languages' | 'without' | 'except' | 'prefer'>;

export function chosenOf(looked: readonly LookedChange[], { languages, without, except, prefer }: Take): Change[] {
  const left = new Set(except);
  const isWithout = ({ warned }: Change): boolean => warned.some((kind) => without.includes(kind));
  return decided(looked, prefer).flatMap((change, n) =>
    change === null || !languages.includes(change.lcid) || left.has(n) || isWithout(change) ? [] : [change],
  );
}

/** Where both copies changed a text: the one that is preferred, or an empty place, so that numbers of changes stay what they were. */
const decided = (changes: readonly LookedChange[], prefer: Take['prefer']): readonly (Change | null)[] =>
  changes.map(({ other, ...change }) => (!other || prefer === 'first' ? change : prefer === 'second' ? other : null));
