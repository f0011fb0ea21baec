import type { ServerResponse } from 'node:http';
import type { Hit } from '../../kit/faults.ts';
import { OnecError } from '../base/errors.ts';
import type { Answer } from '../odata/call.ts';
import { errorAnswer } from './answer.ts';
import { applicationError, exceptionJson, exclusiveMode, html, lockConflict, statusPage } from './pages.ts';
import { bodyText } from './send.ts';
import type { Service } from './serve.ts';

/** Faults that strike before any work: waits, cuts, pages instead of answers. `silent` = nothing will be answered. */
export async function faultAnswer(
  service: Service,
  hits: readonly Hit[],
  response: ServerResponse,
): Promise<Answer | 'silent' | undefined> {
  for (const { name, rule } of hits) if (name === 'delay' || name === 'slowFirst') await service.delay(rule.ms ?? 0);
  const names = hits.map((hit) => hit.name);
  if (names.includes('hang')) return 'silent';
  if (names.includes('dropBefore')) {
    response.destroy();
    return 'silent';
  }
  for (const hit of hits) {
    const answer = pageOf(service, hit);
    if (answer) return answer;
  }
  return undefined;
}

function pageOf({ world }: Service, { name, rule }: Hit): Answer | undefined {
  switch (name) {
    case 'html200':
      return { status: 200, headers: html, body: applicationError };
    case 'html500':
      return { status: 500, headers: html, body: applicationError };
    case 'exclusive':
      return { status: rule.status ?? 503, headers: html, body: exclusiveMode };
    case 'status':
      return {
        status: rule.status ?? 503,
        headers: { ...html, ...retryAfter(rule.retryAfter) },
        body: statusPage(rule.status ?? 503),
      };
    case 'lockConflict':
      return errorAnswer(
        new OnecError(500, -1, lockConflict, lockConflict),
        { format: { kind: 'json', metadata: 'minimal' } },
        {},
        world.quirks,
      );
    case 'appException':
      return { status: 500, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: exceptionJson };
    default:
      return undefined;
  }
}

const retryAfter = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'Retry-After': String(seconds) };

export type Spoiled = 'cut' | { answer: Answer; cutAt?: number };

/** Faults that spoil an answer after the work was done. */
export function spoil(hits: readonly Hit[], answer: Answer): Spoiled {
  const names = hits.map((hit) => hit.name);
  if (names.includes('dropAfter')) return 'cut';
  if (!names.includes('cutBody') && !names.includes('truncatedJson')) return { answer };
  const body = bodyText(answer);
  if (names.includes('truncatedJson'))
    return { answer: { ...answer, status: 200, body: body.slice(0, Math.floor(body.length / 2)) } };
  return { answer: { ...answer, body }, cutAt: Math.floor(Buffer.byteLength(body) / 2) };
}
