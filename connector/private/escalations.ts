/** What was raised to the lead, and how far each message got: survives restarts, and two servers on one store never send one twice at once. */
export type EscalationKind = 'conflict' | 'duplicate' | 'follow-up';
export type Way = 'webhook' | 'mail';

/** A follow-up past its day: no word of the note. */
export interface Overdue {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly due: string;
  readonly assignee: string;
  readonly isPrivate: boolean;
}

export interface Waiting {
  readonly message: number;
  /** The same in every try: whoever receives it may tell repeats by it. */
  readonly id: string;
  readonly kind: EscalationKind;
  readonly at: string;
  readonly way: Way;
  readonly tries: number;
}

export interface Stuck {
  readonly kind: EscalationKind;
  readonly way: Way;
  readonly at: string;
  readonly tries: number;
  readonly failure: string;
}

export interface Escalations {
  /** Not done, due before this day, and raised to nobody yet; the oldest first. Asked by the server for the lead, not by a person. */
  overdue(before: string, limit: number): Promise<readonly Overdue[]>;
  /** What a message is about and is still not done. */
  overdueIn(message: number): Promise<readonly Overdue[]>;
  isRaised(cause: string): Promise<boolean>;
  /** Those nobody was told of become one message; false: there were none. */
  raise(kind: EscalationKind, causes: readonly string[], ways: readonly Way[]): Promise<boolean>;
  /** What is to be sent now by one of these ways, taken: until it is told how it went, nobody else gets it. */
  take(ways: readonly Way[]): Promise<Waiting | null>;
  causesOf(message: number): Promise<readonly string[]>;
  sent(waiting: Waiting): Promise<void>;
  /** Again after a minute, then twice as long each time, at most six hours. `failure`: a code. */
  failed(waiting: Waiting, failure: string): Promise<void>;
  /** What did not get out yet, though it was tried. */
  stuck(): Promise<readonly Stuck[]>;
}

/** Nobody else takes a message while it is being sent. */
export const HELD_MS = 120_000;
const FIRST_MS = 60_000;
const LONGEST_MS = 6 * 3_600_000;
export const waitAfter = (tries: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20));
