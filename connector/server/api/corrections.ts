/** What becomes of a price once it is written: corrected or withdrawn with the reason, its evidence read; and what to answer a rival. */
import type { z } from 'zod';
import { PrivateMoved, PrivateRefused } from '../../private/private-store.ts';
import { correctPrice, fileQuery, newCard, withdrawFact } from '../contract/corrections.ts';
import { written, type Written } from '../contract/prices.ts';
import { covered, type Asker } from './api.ts';
import { evidenceOf } from './evidence.ts';
import { kept } from './kept.ts';
import { revOf } from './new-rival-facts.ts';
import { idOnce, type Keyed } from './once.ts';
import { FILE, operation } from './operation.ts';

const READ = { right: 'rivals.read', widgets: ['prices'], isPrivate: true } as const;
const WRITE = { right: 'rivals.write', widgets: ['prices'], isPrivate: true } as const;

const made = (id: string): Written => ({ ok: true, id, known: false });

export const CORRECTIONS = [
  operation({
    ...WRITE, method: 'post', path: '/prices/{id}/correct', summary: 'A price written wrong: a new row names the old one, which stays in the history', body: correctPrice, most: FILE, answer: written,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return kept(call, () => correct(call, call.id, call.body));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/prices/{id}/withdraw', summary: 'A price written by mistake: it stays in the history and does not count; or, "on" false, it counts again', body: withdrawFact, answer: written,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return kept(call, () => withdraw(call, 'price', call.id, call.body));
    },
  }),
  operation({
    ...WRITE, method: 'post', path: '/rival-stock/{id}/withdraw', summary: 'The same for what a rival has', body: withdrawFact, answer: written,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return kept(call, () => withdraw(call, 'stock', call.id, call.body));
    },
  }),
  operation({
    ...READ, method: 'get', path: '/prices/{id}/file', summary: 'What a price was seen on: a file to be saved', query: fileQuery, answer: 'file',
    run: async (call) => {
      await covered(call, READ, call.query.entity);
      const file = await call.api.own.view(call.who).evidence(call.id);
      if (!file) throw new PrivateRefused();
      return { name: file.name, bytes: Buffer.from(file.base64, call.query.as === 'base64' ? 'latin1' : 'base64') };
    },
  }),
  operation({
    ...WRITE, method: 'patch', path: '/rivals/{id}/card', summary: 'Why we win against a rival, how to answer', match: true, body: newCard, answer: written,
    run: async (call) => {
      await covered(call, WRITE, call.body.entity);
      return kept(call, () => writeCard(call, call.id, call.body, call.match));
    },
  }),
]; // prettier-ignore

/** Only what a person sees in the form is theirs to change. */
async function correct(call: Keyed, id: string, typed: z.output<typeof correctPrice>): Promise<Written> {
  const [view, own] = [call.api.own.view(call.who), idOnce(call, { id, ...typed })];
  if (await view.price(own)) return made(own);
  const old = await view.price(id);
  if (!old) throw new PrivateRefused();
  const { price, vatIncluded, source, evidence, file, reason } = typed;
  const right = { ...old, price, vatIncluded, source, evidence };
  return made(await view.correctPrice(id, right, { id: own, reason, ...(file ? { file: evidenceOf(file) } : {}) }));
}

type Fact = 'price' | 'stock';
async function withdraw(
  { api, who }: Asker,
  kind: Fact,
  id: string,
  { reason, on }: z.output<typeof withdrawFact>,
): Promise<Written> {
  const view = api.own.view(who);
  if (!on) return made(await view.restore(kind, id));
  await view.withdraw(kind, [id], { reason });
  return made(id);
}

/** Who the rival is stays as it was. */
async function writeCard({ api, who }: Asker, id: string, typed: z.output<typeof newCard>, match: string): Promise<Written> {
  const view = api.own.view(who);
  const rival = await view.competitor(id);
  if (!rival) throw new PrivateRefused();
  if (rival.rev !== revOf(match)) throw new PrivateMoved();
  const { strengths, weaknesses, answer } = typed;
  await view.saveCompetitor({ ...rival, strengths, weaknesses, answer }, rival.rev);
  return made(id);
}
