/** How a person answers a question who sees both values. */
import type { Problem } from '../../connector/model.ts';
import type { Answer } from '../../connector/sync/resolve.ts';
import type { Random } from '../random.ts';

/** Null: it is left alone. */
export function choice(p: Problem, random: Random, isCalm: boolean): Answer | null {
  const either = random.chance(0.5);
  switch (p.kind) {
    case 'conflict':
      return { choose: either ? 'ours' : 'theirs' };
    case 'altered':
      if (isCalm && random.chance(0.8)) return null; // a host that rewrites will do so again: a known difference is fine
      return { choose: either ? 'theirs' : 'ours' };
    case 'totals-differ':
    case 'oscillating':
      return p.theirs ? { choose: either ? 'theirs' : 'ours' } : { choose: 'retry' };
    case 'marked':
      return { choose: either ? 'keep' : 'deactivate' };
    case 'vanished':
      return { choose: random.pick(['keep', 'deactivate', 'create-again'] as const) };
    case 'restored':
      return { choose: either ? 'host-right' : 'module-right' };
    case 'refused':
    case 'unreachable':
    case 'leak':
      return { choose: 'retry' };
    case 'unknown-outcome':
      return p.detail['ids'] ? { choose: 'same', as: p.detail['ids'].split(' ')[0] ?? '' } : null;
    case 'ambiguous':
    case 'duplicate':
    case 'waiting':
    case 'unmapped-value':
    case 'frozen':
    case 'out-of-scope':
      return null;
  }
}
