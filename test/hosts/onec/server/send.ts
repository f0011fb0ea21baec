import type { ServerResponse } from 'node:http';
import type { Answer } from '../odata/call.ts';

const chunkSize = 64 * 1024;

/** Writes an answer; a long one goes out in chunks as it is made, waiting for a slow reader. */
export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (typeof answer.body === 'string') {
    const body = Buffer.from(answer.body, 'utf8');
    response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
    response.end(body);
    return;
  }
  await sendChunks(response, answer, answer.body);
}

async function sendChunks(response: ServerResponse, answer: Answer, body: Iterable<string>): Promise<void> {
  let pending = '';
  const started = { yet: false };
  for (const piece of body) {
    if (!started.yet) response.writeHead(answer.status, answer.headers);
    started.yet = true;
    pending += piece;
    if (pending.length < chunkSize) continue;
    if (!response.write(pending)) await drained(response);
    if (response.destroyed) return;
    pending = '';
  }
  response.end(pending);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

/** The whole answer as text, for faults that need to know its length. */
export const bodyText = (answer: Answer): string => (typeof answer.body === 'string' ? answer.body : [...answer.body].join(''));
