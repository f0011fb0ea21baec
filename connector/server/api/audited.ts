/**
 * What of a call goes into the audit, by the table of operations: reads are counted by class, changes are written down before they
 * are made, so that none can be made unseen, and a refusal follows the row it belongs to.
 */
import type { Audit, What } from '../../audit/audit.ts';
import type { Json } from '../../canonical.ts';
import { ApiError } from '../api-error.ts';
import type { Right } from '../auth/rights.ts';
import type { Principal } from '../principal.ts';
import type { Operation } from './operation.ts';

/** Where a person decides between sides. */
const DECIDES: ReadonlySet<Right> = new Set(['problems.answer', 'problems.bulk', 'links.make', 'plan.accept']);

/** Null: it shows nothing of anybody's and changes nothing. */
export function whatOf({
  right,
  method,
  path,
  answer,
  isFree,
}: Pick<Operation, 'right' | 'method' | 'path' | 'answer' | 'isFree'>): What | null {
  if (right === null) return null;
  if (answer === 'html') return `export:${right}`;
  if (method === 'get' || isFree) return `read:${right}`;
  if (path.startsWith('/proposals/')) return 'decision:proposals.decide'; // its right is that of the list: who made one may withdraw it
  return DECIDES.has(right) ? `decision:${right}` : `write:${right}`;
}

interface Asked {
  readonly who: Principal;
  readonly id: string;
  readonly match: string;
  readonly body: unknown;
}

export class Trail {
  readonly #audit: Audit;
  readonly #op: Operation;
  readonly #what: What | null;

  constructor(audit: Audit, op: Operation) {
    this.#audit = audit;
    this.#op = op;
    this.#what = whatOf(op);
  }

  /** Before the work begins; a call that cannot be written down is not made. */
  async begin({ who, id, match, body }: Asked): Promise<void> {
    if (this.#what === null) return;
    if (this.#isRead()) return this.#audit.count(who.actor, this.#what);
    const value = {
      ...(body === undefined || this.#op.isPrivate ? {} : { body: body as Json }),
      ...(match === '' ? {} : { match }),
    };
    await this.#audit.append([{ actor: who.actor, what: this.#what, subject: this.#subject(id), value }]);
  }

  /** Right, widget or scope did not fit: nothing was shown, nothing begun. */
  async barred(who: Principal): Promise<void> {
    if (this.#what !== null) await this.#audit.count(who.actor, `refused:${this.#op.right ?? ''}`);
  }

  /** After begin: of a change, why it was not made; of a read, that it was not allowed. */
  async failed({ who, id }: Asked, error: unknown): Promise<void> {
    if (this.#what === null) return;
    const code = error instanceof ApiError ? error.code : 'internal';
    if (!this.#isRead())
      await this.#audit.append([{ actor: who.actor, what: `refused:${this.#op.right ?? ''}`, subject: this.#subject(id), value: { code } }]); // prettier-ignore
    else if (error instanceof ApiError && error.status === 403) await this.barred(who);
  }

  #isRead = (): boolean => this.#what?.startsWith('read:') ?? false;

  /** "invoices/0198…": an id and nothing else, for it can never be erased. */
  #subject(id: string): string | null {
    return /^[\w.:-]{1,100}$/.test(id) ? `${this.#op.path.split('/')[1] ?? ''}/${id}` : null;
  }
}
