/** The four things to try: what to press, what to watch for, and a tick once it was seen to happen. */
import type { PartyForm, Play } from '../../connector/server/demo/contract.ts';
import type { Words } from './words.ts';

const PLAYS: readonly Play[] = ['change', 'invoice', 'conflict', 'payment'];

/** Step -> it happened. */
export type Ticks = Readonly<Partial<Record<Play, true>>>;

/** What was seen of a counterparty so far. */
export interface Seen {
  readonly first: PartyForm;
  /** A change made on the left is on its way. */
  readonly awaited: boolean;
}

const isSame = ({ values, here }: PartyForm): boolean => here !== null && JSON.stringify(values) === JSON.stringify(here);

/** The steps that have happened by now, by what the form shows. */
export function happened({ first, awaited }: Seen, now: PartyForm): Ticks {
  const before = new Map(first.bills.map((bill) => [bill.id, bill]));
  const isNew = now.bills.some(({ id, number }) => number !== null && (before.get(id)?.number ?? null) === null);
  const isPaid = now.bills.some(({ id, paid }) => !/^0(\.0+)?$/.test(paid) && paid !== before.get(id)?.paid);
  return {
    ...(awaited && now.problems === 0 && isSame(now) ? { change: true } : {}),
    ...(isNew ? { invoice: true } : {}),
    ...(now.answered > first.answered && now.problems === 0 ? { conflict: true } : {}),
    ...(isPaid ? { payment: true } : {}),
  };
}

interface StepsProps {
  readonly words: Words;
  readonly ticks: Ticks;
  /** The step under way. */
  readonly busy: Play | null;
  readonly onPlay: (play: Play) => void;
}

export const Steps = ({ words, ticks, busy, onPlay }: StepsProps) => (
  <section class="steps" aria-label={words.stepsLabel}>
    <ol>
      {PLAYS.map((play, i) => (
        <li key={play} data-step={play} data-done={ticks[play] ? 'yes' : 'no'}>
          <span class="mark" aria-hidden="true">
            {ticks[play] ? '✓' : i + 1}
          </span>
          <div>
            <div class="do">
              <strong>{words.steps[play].title}</strong>
              {ticks[play] && <span class="sr">{words.done}</span>}
              <button type="button" disabled={busy !== null} onClick={() => onPlay(play)}>
                {words.steps[play].button}
              </button>
            </div>
            <p>{words.steps[play].watch}</p>
          </div>
        </li>
      ))}
    </ol>
  </section>
);
