/** A person accepts a plan the guard held: of several who do, one counts, and no plan pushes another aside before it went. */
import type { HostId, Instant } from './model.ts';
import type { Store, StoredPlan } from './store/store.ts';

/** Setting that names the accepted plan of a host until a run has taken it up. */
export const acceptedPlan = (host: HostId): string => `accepted-plan:${host}`;

/** plan-moved: it is not to accept any more, or never was; plan-before: another one of this host is accepted and has not gone yet. */
export type Accepting = 'accepted' | 'plan-moved' | 'plan-before';

/** The next run of its host takes it up from the store, whoever runs it. */
export async function acceptPlan(store: Store, plan: StoredPlan, by: string, at: Instant): Promise<Accepting> {
  if (plan.state !== 'proposed' || plan.refused === null || plan.host === null) return 'plan-moved';
  const setting = acceptedPlan(plan.host);
  if ((await store.write({ actor: by }, (t) => t.acceptPlan(plan.id, setting, by, at))) === 'done') return 'accepted';
  const now = await store.read((t) => t.plan(plan.id));
  return now?.state === 'proposed' ? 'plan-before' : 'plan-moved';
}
