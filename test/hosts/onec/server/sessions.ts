import type { Ids } from '../base/ids.ts';
import type { Quirks } from '../quirks.ts';

/** Sessions kept by `IBSession` and its cookie (1c.md 2.11). A request without one takes a session for its own time. */
export interface Sessions {
  /** Admits a request: headers to add, or the status with which it is turned away. Call `leave` when it is answered. */
  enter(headers: Readonly<Record<string, string>>): { headers: Record<string, string>; leave(): void } | { status: number };
  /** The server forgets all sessions, as after a restart. */
  clear(): void;
}

export function createSessions(quirks: Quirks, ids: () => Ids): Sessions {
  const open = new Set<string>();
  let passing = 0;
  const isFull = (): boolean => typeof quirks.session === 'number' && open.size + passing >= quirks.session;
  const pass = (headers: Record<string, string>): { headers: Record<string, string>; leave(): void } => {
    passing++;
    return {
      headers,
      leave: () => {
        passing--;
      },
    };
  };
  const start = (): ReturnType<Sessions['enter']> => {
    if (isFull()) return { status: 406 };
    const id = ids().guid();
    open.add(id);
    return { headers: { 'Set-Cookie': `ibsession=${id}; path=/` }, leave: () => undefined };
  };
  const resume = (id: string, command: string | undefined): ReturnType<Sessions['enter']> => {
    if (!open.has(id)) return { status: quirks.deadSession };
    if (command === 'finish') open.delete(id);
    return { headers: {}, leave: () => undefined };
  };
  return {
    clear: () => open.clear(),
    enter: (headers) => {
      if (quirks.session === 'no-effect') return pass({});
      const command = headers['ibsession'];
      const id = /(?:^|;\s*)ibsession=([0-9a-f-]+)/.exec(headers['cookie'] ?? '')?.[1];
      if (command === 'start') return start();
      if (id !== undefined) return resume(id, command);
      return isFull() ? { status: 406 } : pass({});
    },
  };
}
