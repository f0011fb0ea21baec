/** How many the rule that holds a plan back counts: the words beside the plan name that number, and not that of its writes. */
import type { Problem } from '../model.ts';
import type { Step } from '../sync/plan.ts';

interface Held {
  readonly host: string | null;
  readonly refused: string | null;
  readonly steps: readonly Step[];
}

/** Asks for the open questions about the scope of the host only where the plan is held for those who left it: its steps do not show them. */
export async function heldCount(plan: Held, questions: (host: string) => Promise<readonly Problem[]>): Promise<string> {
  const mine = plan.steps.filter((s) => s.host === plan.host);
  if (plan.refused === 'too-many-deactivations') return String(mine.filter((s) => s.deactivates).length);
  if (plan.refused === 'too-many-leave-scope' && plan.host !== null) {
    const open = (await questions(plan.host)).find((p) => p.link === null);
    return open?.detail['count'] ?? '0';
  }
  return String(mine.filter((s) => ['create', 'change', 'act'].includes(s.does)).length);
}
