/** Freshness of every base, another try, and plans: made, looked at, accepted. */
import { z } from 'zod';
import { acceptPlan } from '../../accept.ts';
import { HostError } from '../../hosts/host.ts';
import type { StoredPlan } from '../../store/store.ts';
import { say } from '../../words/sentences.ts';
import { planPage } from '../../words/plan-page.ts';
import { done, hostRequest, planView as planAnswer, syncView as syncAnswer } from '../contract/sync.ts';
import { ApiError } from '../api-error.ts';
import type { Right } from '../auth/rights.ts';
import { planView, shownPlan } from '../views/plan.ts';
import { syncView } from '../views/sync.ts';
import { everything, knownHost, type Asker, type Asking } from './api.ts';
import { operation } from './operation.ts';

const asks = (right: Right) => ({ right, widgets: ['sync'] }) as const;
const READ = asks('sync.read');
const RETRY = asks('sync.retry');
const PLAN = asks('plan.read');
const MAKE = asks('plan.make');
const ACCEPT = asks('plan.accept');

export const SYNC = [
  operation({
    ...READ, method: 'get', path: '/sync', summary: 'Is the data fresh, who acts, what comes next', answer: syncAnswer,
    run: async (call) => { everything(call, READ); return syncView(call.api.shownTo(call.who)); },
  }),
  operation({
    ...RETRY, method: 'post', path: '/sync/retry', summary: 'Whatever was put off is tried again with the next cycle', body: hostRequest, answer: done,
    run: async (call) => {
      everything(call, RETRY);
      const host = knownHost(call, call.body.host);
      await call.api.sidebook.store.write({ actor: call.who.actor }, (w) => { w.wake(host, null); });
      return { ok: true, text: say(call.who, 'effect.retry') };
    },
  }),
  operation({
    ...MAKE, method: 'post', path: '/plans', summary: 'Makes a plan now: 200 with it, or 202 while another run holds the base', body: hostRequest, answer: z.union([planAnswer, done]),
    run: async (call) => {
      everything(call, MAKE);
      const made = await makePlan(call, knownHost(call, call.body.host));
      if (made) return planView(call.api.shownTo(call.who), made, false);
      return { ok: true, text: say(call.who, 'done.busy') };
    },
  }),
  operation({
    ...PLAN, method: 'get', path: '/plans/{id}.html', summary: 'The plan as a page to print and sign', answer: 'html',
    run: async (call) => {
      const stored = await planOf(call, PLAN);
      const shown = call.api.shownTo(call.who);
      return planPage(shown, [await shownPlan(shown, stored)], shown.names);
    },
  }),
  operation({
    ...PLAN, method: 'get', path: '/plans/{id}', summary: 'A plan: totals, and its largest steps or all of them',
    query: z.object({ all: z.enum(['0', '1']).default('0') }), answer: planAnswer,
    run: async (call) => planView(call.api.shownTo(call.who), await planOf(call, PLAN), call.query.all === '1'),
  }),
  operation({
    ...ACCEPT, method: 'post', path: '/plans/{id}/accept', summary: 'The steps of a held plan go with the next cycle', answer: done,
    run: async (call) => {
      await accept(call, await planOf(call, ACCEPT));
      return { ok: true, text: say(call.who, 'done.accepted') };
    },
  }),
]; // prettier-ignore

async function planOf(call: Asker & { readonly id: string }, op: Asking): Promise<StoredPlan> {
  everything(call, op);
  const stored = await call.api.sidebook.store.read((r) => r.plan(call.id));
  if (!stored) throw new ApiError(404, 'plan-unknown', { plan: call.id.slice(0, 60) });
  return stored;
}

const WAIT_MS = 500;
const TRIES = 60;

/** Half a minute for the run that holds the base; then whoever asks comes back. */
async function makePlan({ api }: Asker, host: string): Promise<StoredPlan | null> {
  for (let i = 0; i < TRIES; i++) {
    const report = await api.sidebook.sync(host, { planOnly: true });
    if (report.state === 'failed') throw report.error ?? new HostError('unavailable', host, { code: 'host-unreachable' });
    const id = 'plan' in report ? (report.plan?.id ?? null) : null;
    if (id !== null) return api.sidebook.store.read((r) => r.plan(id));
    await api.world.sleep(WAIT_MS);
  }
  return null;
}

async function accept({ api, who }: Asker, stored: StoredPlan): Promise<void> {
  const done = await acceptPlan(api.sidebook.store, stored, who.actor, api.world.now().toISOString());
  if (done !== 'accepted') throw new ApiError(409, done);
}
