/** A signed message to an address of the configuration: 2xx means taken, anything else is tried again. */
import { createHmac } from 'node:crypto';
import type { Told } from './message.ts';

/** Why it did not get out, in a word that names nothing of the message: "http-500", "timeout", "network". */
export class NotSent extends Error {
  readonly why: string;
  constructor(why: string, cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

const PATIENCE_MS = 15_000;

/** Header Sidebook-Signature: the time and an HMAC-SHA256 of "time.body", so that neither can be changed nor used again later. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${String(seconds)},v1=${createHmac('sha256', secret)
    .update(`${String(seconds)}.${body}`)
    .digest('hex')}`;

export async function postTold(url: string, secret: string, told: Told, now: Date): Promise<void> {
  const body = JSON.stringify(told);
  const signature = signatureOf(secret, Math.floor(now.getTime() / 1000), body);
  const headers = { 'content-type': 'application/json', 'sidebook-event': 'escalation', 'sidebook-delivery': told.id, 'sidebook-signature': signature }; // prettier-ignore
  const answer = await posted(url, headers, body);
  await answer.body?.cancel();
  if (!answer.ok) throw new NotSent(`http-${String(answer.status)}`);
}

/** Nowhere else than said: a redirect is a refusal. */
async function posted(url: string, headers: Record<string, string>, body: string): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new NotSent(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'network', error);
  }
}
