import type { IncomingMessage } from 'node:http';
import type { Faults } from '../../kit/faults.ts';
import { createRandom } from '../../kit/random.ts';
import { findLeaks, type LoggedRequest } from '../../kit/request-log.ts';
import { localText } from '../base/clock.ts';
import type { World } from '../base/world.ts';
import { decode } from '../odata/options.ts';
import type { Service } from './serve.ts';
import { createSessions } from './sessions.ts';

/** A service with the hooks that operations fill in. */
export interface HookedService extends Service {
  hooks: { beforeWrite: ((request: LoggedRequest) => void)[]; afterAnswer: ((request: LoggedRequest) => void)[] };
  forbidden: string[];
}

export function createService(
  world: World,
  given: { base: string; login: { user: string; password: string }; seed: number; faults: Faults; only?: Service['only'] },
): HookedService {
  const hooks: HookedService['hooks'] = { beforeWrite: [], afterAnswer: [] };
  const log: LoggedRequest[] = [];
  const forbidden: string[] = [];
  return {
    world,
    sessions: createSessions(world.quirks, () => world.base.ids),
    faults: given.faults,
    random: createRandom(given.seed),
    log,
    replies: [],
    base: given.base,
    only: given.only ?? null,
    login: given.login,
    hooks,
    forbidden,
    delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    beforeWrite: (request) => hooks.beforeWrite.forEach((hook) => hook(request)),
    afterAnswer: (request) => hooks.afterAnswer.forEach((hook) => hook(request)),
    record: (request, body) => {
      const logged = { ...readRequest(request, body), at: localText(world.base.now()) };
      logged.leaks = findLeaks(logged, forbidden);
      log.push(logged);
      return logged;
    },
  };
}

function readRequest(request: IncomingMessage, body: string): LoggedRequest {
  const url = request.url ?? '/';
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: request.method ?? 'GET',
    path: loosely(url.replace(/\?.*$/, '')),
    url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
    status: 0,
    at: '',
    leaks: [],
  };
}

function loosely(path: string): string {
  try {
    return decode(path);
  } catch {
    return path;
  }
}
