/** The stored plan of the command line, as the widget and the page for the accountant show it (S9). */
import { compare } from '../../decimal.ts';
import { ENTITY_ORDER } from '../../model.ts';
import type { StoredPlan } from '../../store/store.ts';
import type { Step, Totals } from '../../sync/plan.ts';
import { idsIn, inWords } from '../../words/differences.ts';
import { entityName, titleIn } from '../../words/format.ts';
import { changedLabel, DOES, doesLabel, type ShownPlan } from '../../words/plan-words.ts';
import { heldCount } from '../../words/held.ts';
import type { PlanStep, PlanView, SyncView } from '../contract/sync.ts';
import type { Shown } from './shown.ts';

const LARGEST = 10;

export async function planView(shown: Shown, stored: StoredPlan, all: boolean): Promise<PlanView> {
  const steps = stepsOf(stored);
  const chosen = all ? steps : [...steps].sort(byMoney).slice(0, LARGEST);
  await learnSteps(shown, stored.host, chosen);
  return { ...(await planSummary(shown, stored)), steps: chosen.map((s) => stepView(shown, s)) };
}

/** What was new here needs no list. */
const stepsOf = (stored: StoredPlan): Step[] => (JSON.parse(stored.steps) as Step[]).filter((s) => s.does !== 'adopt');

/** Invoices by amount first, then what is asked, then the rest. */
const byMoney = (a: Step, b: Step): number => compare(b.sum ?? '0', a.sum ?? '0') || Number(b.does === 'ask') - Number(a.does === 'ask'); // prettier-ignore

const learnSteps = (shown: Shown, host: string | null, steps: readonly Step[]): Promise<void> =>
  shown.names.learn(steps.flatMap((s) => [s.currency, ...s.changes.flatMap((c) => idsIn({ before: c.before, after: c.after }))]), host); // prettier-ignore

export async function planSummary(shown: Shown, stored: StoredPlan): Promise<SyncView['plans'][number]> {
  const totals = JSON.parse(stored.totals) as Totals;
  await shown.names.learn(currenciesOf(totals));
  const steps = stepsOf(stored);
  const { host, refused } = stored;
  const count = await heldCount({ host, refused, steps }, (id) =>
    shown.behind.sidebook.store.read((t) => t.problems({ host: id, kind: 'out-of-scope' })),
  );
  return {
    id: stored.id, host: stored.host, madeAt: stored.madeAt, state: stored.state, acceptedBy: stored.acceptedBy === null ? null : await shown.person(stored.acceptedBy),
    refused: stored.refused === null ? null : shown.cause(stored.refused, { host: stored.host ?? '', plan: stored.id, count }),
    totals: totalsView(shown, totals), stepCount: steps.length,
    mayAccept: shown.may('plan.accept') && stored.state === 'proposed' && stored.refused !== null,
  }; // prettier-ignore
}

const currenciesOf = (totals: Totals): string[] =>
  Object.values(totals).flatMap((e) => Object.values(e).flatMap((d) => Object.values(d).flatMap((x) => Object.keys(x.sums)))).filter((id) => id !== ''); // prettier-ignore

function totalsView(shown: Shown, totals: Totals): PlanView['totals'] {
  return Object.entries(totals).flatMap(([host, entities]) =>
    ENTITY_ORDER.filter((e) => e in entities).flatMap((entity) =>
      DOES.flatMap((does) => {
        const total = entities[entity]?.[does];
        if (!total) return [];
        const sums = Object.entries(total.sums).map(([currency, amount]) => ({ currency: shown.names.of(currency), amount }));
        return [{ host, entity, entityLabel: entityName(shown.lang, entity), does, doesLabel: doesLabel(shown, does), count: total.count, sums }]; // prettier-ignore
      }),
    ),
  );
}

function stepView(shown: Shown, s: Step): PlanStep {
  const changes = s.changes.map((c) => ({
    field: c.field,
    label: changedLabel(shown, s.entity, c),
    before: inWords(shown, s.entity, c.field, c.before, shown.names),
    after: inWords(shown, s.entity, c.field, c.after, shown.names),
  }));
  return {
    host: s.host, entity: s.entity, title: titleIn(shown.lang, s.entity, s.title), does: s.does, doesLabel: doesLabel(shown, s.does), amount: s.sum,
    currency: s.currency === null ? null : shown.names.of(s.currency), hold: holdText(shown, s), changes,
  }; // prettier-ignore
}

const HOLD_CODES: Partial<Record<string, string>> = {
  guard: 'too-many-writes',
  waiting: 'reference-waiting',
  parked: 'data-late',
};

const holdText = (shown: Shown, s: Step): string | null =>
  s.hold === null ? null : shown.cause(HOLD_CODES[s.hold] ?? s.hold, { host: s.host }).text;

/** For the page that is printed and signed; every name it will say is learned. */
export async function shownPlan(shown: Shown, stored: StoredPlan): Promise<ShownPlan> {
  const { id, madeAt, refused, host } = stored;
  const plan = {
    id,
    madeAt,
    refused,
    host: host ?? '',
    steps: JSON.parse(stored.steps) as Step[],
    totals: JSON.parse(stored.totals) as Totals,
  };
  await learnSteps(shown, host, plan.steps);
  await shown.names.learn(currenciesOf(plan.totals));
  return plan;
}
