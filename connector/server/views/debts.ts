/** Debt as the hosts' settlements show it, with its time; where they show none, why. Never summed from invoices. */
import type { z } from 'zod';
import type { HostId, RecordId } from '../../model.ts';
import { say } from '../../words/sentences.ts';
import type { debt } from '../contract/counterparty.ts';
import { readAt } from './freshness.ts';
import type { Shown } from './shown.ts';

export interface Debts {
  readonly debts: readonly z.infer<typeof debt>[];
  readonly debtAt: string | null;
  readonly debtWhy: string | null;
}

export async function debtsOf(shown: Shown, counterparty: RecordId): Promise<Debts> {
  const rows = await shown.store.queries.balancesOf(counterparty);
  await shown.names.learn(rows.flatMap((b) => [b.currency, b.organisation]));
  const debts = rows.map((b) => ({
    organisation: b.organisation === null ? null : shown.names.of(b.organisation),
    currency: shown.names.of(b.currency),
    debt: b.debt,
    advance: b.advance,
    overdue: b.overdue,
  }));
  const { at, why } = await readDebts(shown);
  return { debts: why === null ? debts : [], debtAt: at, debtWhy: why };
}

/** The oldest of the last complete readings; null with the reason when no host ever showed its settlements whole. */
async function readDebts(shown: Shown): Promise<{ at: string | null; why: string | null }> {
  const times: string[] = [];
  for (const host of shown.behind.sidebook.hostIds) {
    const at = readAt(await shown.readings(host), 'balance');
    if (at !== null) times.push(at);
  }
  const at = times.sort()[0] ?? null; // prettier-ignore
  return { at, why: at === null ? await whyUnknown(shown) : null };
}

/** A mapping that fits nothing here, a list that fails; else it was simply not read yet. */
async function whyUnknown(shown: Shown): Promise<string> {
  for (const host of shown.behind.sidebook.hostIds) {
    const open = await whatStops(shown, host);
    if (open !== null) return open;
  }
  return say(shown, 'state.debts-unread');
}

async function whatStops(shown: Shown, host: HostId): Promise<string | null> {
  const problems = await shown.store.read((r) => r.problems({ host, kind: 'unmapped-value' }));
  if (problems.some((p) => p.detail['entity'] === 'balance'))
    return say(shown, 'state.debts-unpublished', { host: shown.title(host) });
  const failing = await shown.store.read((r) => r.problems({ host, kind: 'unreachable' }));
  const feed = failing.find((p) => p.unit === 'walk:balance');
  return feed ? shown.told(feed).what : null;
}
