/** What a plan holds and what its steps are called, the same in text and on the page. */
import type { Step, Totals } from '../sync/plan.ts';
import { t, type Reader } from './lang.ts';

/** What is shown of a plan, whatever the form. */
export interface ShownPlan {
  readonly id: string;
  readonly host: string;
  readonly madeAt: string;
  readonly refused: string | null;
  readonly steps: readonly Step[];
  readonly totals: Totals;
}

export const DOES = ['create', 'change', 'act', 'pull', 'link', 'adopt', 'ask', 'hold'] as const;

export const doesLabel = (io: Reader, does: (typeof DOES)[number]): string =>
  ({
    create: t(io, 'create there', 'создать там'), change: t(io, 'change there', 'изменить там'), act: t(io, 'post there', 'провести там'), pull: t(io, 'take over', 'принять'),
    link: t(io, 'link', 'связать'), adopt: t(io, 'new here', 'новые здесь'), ask: t(io, 'ask a person', 'спросить'), hold: t(io, 'held back', 'придержано'),
  })[does]; // prettier-ignore
