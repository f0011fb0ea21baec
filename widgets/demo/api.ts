/** What the page asks the demo for. Tokens come in the body of an answer and go on to the widget; nothing secret is in an address. */
import type { Widget } from '../../connector/server/contract/embed.ts';
import type { BillForm, Party, PartyForm, Play, Values } from '../../connector/server/demo/contract.ts';
import type { Lang } from './words.ts';

const meta = (name: string): string => document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
const NONCE = meta('demo-nonce');

/** Refused with a sentence for people. */
export class Refused extends Error {}

async function answered(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const { title, next } = body as { title?: string; next?: string };
  throw new Refused([title ?? String(answer.status), next].join(' '));
}

const get = (path: string): Promise<unknown> =>
  fetch(`/demo/api/${path}`, { headers: { 'Accept-Language': document.documentElement.lang } }).then(answered);
const post = (path: string, body: object): Promise<unknown> =>
  fetch(`/demo/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang, 'X-Demo-Nonce': NONCE },
    body: JSON.stringify(body),
  }).then(answered);

export const parties = (): Promise<Party[]> => get('parties') as Promise<Party[]>;
export const partyForm = (key: string): Promise<PartyForm> => get(`party?key=${key}`) as Promise<PartyForm>;
export const billForm = (key: string): Promise<BillForm> => get(`bill?key=${key}`) as Promise<BillForm>;
export const onecText = (): Promise<string> => fetch('/demo/api/onec').then((answer) => answer.text());

export const save = (key: string, values: Partial<Values>): Promise<unknown> => post('save', { key, values });

export async function play(what: Play, party: string, invoice: string | null, lang: Lang): Promise<string> {
  return ((await post('play', { what, party, invoice, lang })) as { text: string }).text;
}

export async function token(widget: Widget, entity: string | null, lang: Lang): Promise<string> {
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ((await post('token', { widget, entity, lang, tz })) as { token: string }).token;
}
