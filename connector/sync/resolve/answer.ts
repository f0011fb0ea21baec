/** What a person may answer, and why an answer is not taken. */
import type { Fields } from '../../model.ts';

export type Answer =
  | { readonly choose: 'ours' | 'theirs' }
  | { readonly choose: 'value'; readonly value: Fields }
  /** frozen: seen. marked: take the mark over; also `deactivate`: and no longer active here. vanished: keep, deactivate, create again. */
  | { readonly choose: 'keep' | 'deactivate' | 'create-again' }
  /** ambiguous, duplicate: it is this record / this object of the host; or it stands alone. */
  | { readonly choose: 'same'; readonly as: string }
  | { readonly choose: 'apart' }
  | { readonly choose: 'retry' }
  /** restored: who is right about what moved. */
  | { readonly choose: 'host-right' | 'module-right' };

/** What the record goes on as, when its object was marked for deletion or is gone. */
export type Fate = 'keep' | 'deactivate' | 'create-again';

export type ResolveCode =
  | 'problem-unknown'
  | 'problem-moved'
  | 'not-answered'
  | 'answer-begun'
  | 'answer-exchanged'
  | 'answer-unfit'
  | 'create-unfit'
  | 'record-unknown';

export class ResolveRefused extends Error {
  readonly code: ResolveCode;
  constructor(code: ResolveCode) {
    super(code);
    this.code = code;
  }
}
