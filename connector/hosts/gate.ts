/**
 * The gate: the one thing every request passes before it leaves for a host (sync-design B5). What it checks is built elsewhere and
 * handed in; a host only tells what it is about to send.
 */
import type { Entity, RecordId, Unit } from '../model.ts';
import type { HostObject } from '../../mappings/mapping.ts';

/** What a write is about, in our words. */
export interface Writing {
  readonly entity: Entity;
  /** The set of the host that is written to, as it stands in the address. */
  readonly set: string;
  /** The part whose row is written, where rows live in a set of their own. */
  readonly part?: string;
  /** Known on create; on a change the link tells it. */
  readonly record: RecordId | null;
  readonly hostId: string | null;
  readonly units: readonly Unit[];
  /** Posting, unposting: nothing but the address says so. */
  readonly action: string | null;
  /** The object as the host showed it a moment ago: what stands there already may go back. */
  readonly shown: HostObject | null;
}

/** One of the changes of a request that holds several, as JSON; null where a row goes. */
export interface Written {
  readonly body: string | null;
  readonly writing: Writing;
}

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Null = nothing is changed by it, and it has no body, an envelope apart. */
  readonly writing: Writing | null;
  /** XML that leaves instead of the body, which tells as JSON what it says. */
  readonly envelope?: string | null;
  /** Everything an envelope changes, where that is told piece by piece instead of by the body. */
  readonly parts?: readonly Written[];
}

export interface Gate {
  /** Returns when the request may leave; fails with Blocked when it may not. It never changes a request. */
  pass(outgoing: Outgoing): Promise<void>;
}

export type BlockedCode = 'leak' | 'leak-address' | 'leak-property' | 'leak-beyond' | 'wall-blind';

/** `code` is a catalogue code; `at` names places (field, property), never a value. */
export class Blocked extends Error {
  readonly code: BlockedCode;
  readonly at: Readonly<Record<string, string>>;
  constructor(code: BlockedCode, at: Readonly<Record<string, string>> = {}) {
    super(code);
    this.code = code;
    this.at = at;
  }
}

/** For signing in: one address, one form, and nothing in it but what proves who we are (hosts/dynamics.md 2). */
export const signInAt = (address: string): Gate => ({
  pass: async ({ method, url, body }) => {
    const names = [...new URLSearchParams(body ?? '').keys()];
    const isForm = method === 'POST' && url === address && names.every((name) => SIGN_IN.has(name));
    if (!isForm) throw new Blocked('leak-beyond', { what: url === address ? method : 'url' });
  },
});
const SIGN_IN: ReadonlySet<string> = new Set([
  'grant_type',
  'client_id',
  'client_secret',
  'scope',
  'resource',
  'username',
  'password',
]);

/** For commands that only look: whatever could change something is refused. */
export const READS_ONLY: Gate = {
  pass: async ({ method, body, writing, envelope = null, parts = [] }) => {
    const asks = envelope !== null ? method === 'POST' : method === 'GET' && body === null;
    if (!asks || writing !== null || parts.length > 0) throw new Blocked('leak-beyond', { what: method });
  },
};
