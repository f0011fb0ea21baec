/** Is the data fresh, who acts, what comes next: every base with its causes, the last happenings, the last plan. */
import type { Fields, HostId, JournalRow } from '../../model.ts';
import type { HostRow } from '../../store/store.ts';
import { alarmsOf } from '../../report/status.ts';
import { label } from '../../fields.ts';
import { say } from '../../words/sentences.ts';
import type { Cause } from '../contract/shared.ts';
import type { HostStatus, SyncView } from '../contract/sync.ts';
import { passesByItself } from '../../words/problem-words.ts';
import { hostCauses, isFailing } from './freshness.ts';
import { planSummary } from './plan.ts';
import type { Shown } from './shown.ts';

const JOURNAL = 20;
const QUEUE_MOST = 100_000;

export async function syncView(shown: Shown): Promise<SyncView> {
  const hosts: HostStatus[] = [];
  const kinds = await shown.store.views.problemKinds(null);
  for (const id of shown.behind.sidebook.hostIds) {
    const asked = kinds.filter((k) => k.host === id && !passesByItself(k.kind)).reduce((sum, k) => sum + k.count, 0);
    hosts.push(await hostStatus(shown, id, await shown.host(id), asked));
  }
  return {
    state: 'ready', hosts, journal: await journalOf(shown), plans: await plansOf(shown),
    may: { retry: shown.may('sync.retry'), plan: shown.may('plan.make'), accept: shown.may('plan.accept') },
  }; // prettier-ignore
}

async function hostStatus(shown: Shown, id: HostId, row: HostRow | null, problems: number): Promise<HostStatus> {
  const why = await shown.whyNotWritten(id);
  const at = row?.lastSuccessAt ?? null;
  const { all, waiting, behind } = await shown.store.views.queue(id, QUEUE_MOST);
  return {
    id, title: shown.title(id), kind: shown.behind.config.hosts[id]?.kind ?? '', state: row === null ? 'never' : await stateOf(shown, row), writes: why === null,
    lastSuccessAt: at, lagSeconds: at === null ? null : Math.max(0, Math.round((shown.now.getTime() - Date.parse(at)) / 1000)),
    queue: all - waiting - behind, waiting, behind, problems, causes: row === null ? [] : await causesOf(shown, row), pausedBy: typeof row?.pausedBy === 'string' ? await shown.person(row.pausedBy) : null,
  }; // prettier-ignore
}

async function stateOf(shown: Shown, row: HostRow): Promise<HostStatus['state']> {
  if (row.pausedBy !== null) return 'paused';
  if ((await shown.whyNotWritten(row.id)) === 'restored') return 'restored';
  if (isFailing(row)) return 'failing';
  if (row.lastSuccessAt === null) return 'never';
  return (await alarmsOf(shown.behind.sidebook, row)).some((a) => a.count === undefined) ? 'late' : 'ok';
}

const RETRY_MS = 15 * 60_000;

/** The whole host first, then each list that fails alone, then why nothing is written. */
async function causesOf(shown: Shown, row: HostRow): Promise<Cause[]> {
  const host = row.id;
  const failing = (await shown.store.read((r) => r.problems({ host, kind: 'unreachable' }))).filter((p) => p.unit !== null);
  const lists = failing.map((p) => ({ ...shown.cause(p.detail['code'] ?? 'data-late', { ...p.detail, host }), retryAt: new Date(shown.now.getTime() + RETRY_MS).toISOString() })); // prettier-ignore
  const why = await shown.whyNotWritten(host);
  const wide = hostCauses(shown, row);
  const late = wide.length === 0 && lists.length === 0 ? (await alarmsOf(shown.behind.sidebook, row)).map((a) => shown.cause(a.code, { host, minutes: String(a.minutes), count: String(a.count ?? '') })) : []; // prettier-ignore
  const writing = why === null || wide.some((c) => c.code === why) ? [] : [shown.cause(why, { host })];
  return [...wide, ...uniqueBy(lists), ...late, ...writing];
}

const uniqueBy = (causes: readonly Cause[]): Cause[] => [...new Map(causes.map((c) => [c.text, c])).values()];

async function plansOf(shown: Shown): Promise<SyncView['plans']> {
  const plans: SyncView['plans'] = [];
  for (const host of shown.behind.sidebook.hostIds) {
    const stored = await shown.store.read((r) => r.lastPlan(host));
    if (stored) plans.push(await planSummary(shown, stored));
  }
  return plans;
}

async function journalOf(shown: Shown): Promise<SyncView['journal']> {
  const rows = await shown.store.views.lastJournal(JOURNAL);
  await shown.names.learn(rows.map((r) => r.record));
  return rows.map((r) => ({ at: r.at, host: r.host, text: sentence(shown, r) }));
}

/** "Taken over · 1C:Accounting: Vasilek LLC (Phone)" */
function sentence(shown: Shown, r: JournalRow): string {
  const where = r.host === null ? '' : ` · ${shown.title(r.host)}`;
  const name = r.record === null ? '' : shown.names.of(r.record);
  if (r.cause === 'switch') return `${say(shown, switched(r.after ?? {}))}${where}`;
  const fields = [...new Set(Object.keys(r.after ?? {}))].slice(0, 4).map((f) => fieldLabel(shown, f)).filter((f) => f !== ''); // prettier-ignore
  const about = [name, fields.length > 0 && r.cause !== 'create' ? `(${fields.join(', ')})` : ''].filter((x) => x !== '').join(' '); // prettier-ignore
  return `${say(shown, `journal.${r.cause}`)}${where}${about === '' ? '' : `: ${about}`}`;
}

/** Writing, a pause, or who may embed and ask: that is all a switch is noted of. */
function switched({ write, paused }: Fields) {
  if (write !== undefined) return write === 'on' ? 'journal.write-on' : 'journal.write-off';
  if (paused !== undefined) return paused === true ? 'journal.paused' : 'journal.resumed';
  return 'journal.switch';
}

/** The journal does not say which kind of record it was; a name both kinds have means the same. */
function fieldLabel(shown: Shown, field: string): string {
  const found = [label('counterparty', field, shown.lang), label('invoice', field, shown.lang), label('payment', field, shown.lang)].find((l) => l !== field); // prettier-ignore
  return found ?? '';
}
