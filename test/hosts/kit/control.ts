import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerScreen, type Screen } from './screen.ts';

/** Operations a test or a demonstration may call on a running fake; arguments and results are JSON. */
export type Operations = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Answers `POST /control/{operation}` with a JSON array of arguments (or one object, taken as the only argument), and `GET /control/` with a page of what `screen` names. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  operations: Operations,
  screen?: Screen,
): Promise<void> {
  if (screen && request.method === 'GET' && request.url === '/control/') return answerScreen(response, operations, screen);
  const answer = await callOperation(request, operations).then(
    (result) => ({ ok: true, result: result ?? null }),
    (error: unknown) => ({ ok: false, error: error instanceof Error ? error.message : String(error) }),
  );
  const body = JSON.stringify(answer);
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

async function callOperation(request: IncomingMessage, operations: Operations): Promise<unknown> {
  const name = decodeURIComponent((request.url ?? '').replace(/^\/control\//, '').replace(/\?.*$/, ''));
  const body = await readBody(request);
  if (request.method !== 'POST') throw new Error('control operations are called with POST');
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw new Error(`unknown operation "${name}"; known: ${Object.keys(operations).join(', ')}`);
  const given: unknown = body === '' ? [] : JSON.parse(body);
  return await (operation as (...args: unknown[]) => unknown)(...(Array.isArray(given) ? (given as unknown[]) : [given]));
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
