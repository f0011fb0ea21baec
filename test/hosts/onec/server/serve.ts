import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../kit/control.ts';
import { hitFaults, type Faults, type Hit } from '../../kit/faults.ts';
import type { Random } from '../../kit/random.ts';
import { takeReply, type Reply } from '../../kit/reply.ts';
import type { LoggedRequest } from '../../kit/request-log.ts';
import { OnecError } from '../base/errors.ts';
import type { World } from '../base/world.ts';
import { answerService } from '../../onec-soap/answer.ts';
import type { Answer } from '../odata/call.ts';
import { answerOdata } from './odata.ts';
import { errorAnswer } from './answer.ts';
import { faultAnswer, spoil, type Spoiled } from './fault-answers.ts';
import { html, notFound } from './pages.ts';
import { send } from './send.ts';
import type { Sessions } from './sessions.ts';

/** What serving needs beside the infobase. */
export interface Service {
  readonly world: World;
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly random: Random;
  readonly log: LoggedRequest[];
  readonly replies: Reply[];
  /** Publication path, e.g. `/buh/`. */
  readonly base: string;
  /** The one interface that is published; null = both. */
  readonly only: 'odata' | 'soap' | null;
  readonly login: { user: string; password: string };
  readonly delay: (ms: number) => Promise<void>;
  /** Called before a request that may change data. */
  beforeWrite(request: LoggedRequest): void;
  /** Called after a request was answered in full. */
  afterAnswer(request: LoggedRequest): void;
  record(request: IncomingMessage, body: string): LoggedRequest;
}

/** Serves one request of the 1C surface, with the faults that hit it. */
export async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const logged = service.record(request, body);
  const hits = hitFaults(service.faults, logged, service.random);
  const early = await faultAnswer(service, hits, response);
  if (early === 'silent') return;
  if (logged.path.endsWith('/$metadata')) await service.delay(service.world.quirks.metadataDelay);
  const answer = early ?? compute(service, logged);
  if (early === undefined) service.afterAnswer(logged);
  await deliver(service, hits, logged, response, answer);
}

function compute(service: Service, logged: LoggedRequest): Answer {
  const { world, base } = service;
  try {
    const reply = takeReply(service.replies, logged);
    if (reply)
      return {
        status: reply.status ?? 200,
        headers: { 'Content-Type': reply.contentType ?? 'application/json' },
        body: reply.body,
      };
    if (!logged.path.startsWith(base)) return { status: 404, headers: html, body: notFound };
    const asked = logged.path.startsWith(`${base}ws/`) ? 'soap' : 'odata';
    if (service.only !== null && service.only !== asked) return { status: 404, headers: html, body: notFound };
    if (asked === 'soap') return answerService(service, logged);
    return answerOdata(service, logged);
  } catch (error) {
    return errorAnswer(asOnecError(error), undefined, logged.headers, world.quirks);
  }
}

/** A bug of the fake is not dressed up as a 1C refusal: its stack is the error text. */
export function asOnecError(error: unknown): OnecError {
  if (error instanceof OnecError) return error;
  const text = `FAKE DEFECT ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return new OnecError(599, -1, text, text);
}

async function deliver(
  service: Service,
  hits: Hit[],
  logged: LoggedRequest,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const spoiled: Spoiled = spoil(hits, answer);
  if (spoiled === 'cut') {
    response.destroy();
    return;
  }
  logged.status = spoiled.answer.status;
  if (spoiled.cutAt !== undefined) {
    cutShort(response, spoiled.answer, spoiled.cutAt);
    return;
  }
  try {
    await send(response, spoiled.answer);
  } catch (error) {
    if (response.headersSent) throw error;
    const late = errorAnswer(asOnecError(error), undefined, logged.headers, service.world.quirks);
    logged.status = late.status;
    await send(response, late);
  }
}

/** The promised length never arrives. */
function cutShort(response: ServerResponse, answer: Answer, at: number): void {
  const body = Buffer.from(answer.body as string, 'utf8');
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
  response.write(body.subarray(0, at), () => response.destroy());
}
