/** sidebook plan: observes for real, computes the cascade over all hosts, writes to none (A13, S9). Exit 0 nothing, 2 changes. */
import { writeFileSync } from 'node:fs';
import { SidebookError } from '../errors.ts';
import type { Step, Totals } from '../sync/plan.ts';
import type { Sidebook } from '../main.ts';
import { ENTITY_ORDER } from '../model.ts';
import { compare } from '../decimal.ts';
import { catalogue, hostNamed, t, withSidebook, type Io } from './io.ts';
import { count, entityName, entityOne, fieldValue, money, titleIn } from '../words/format.ts';
import { leaving } from './leaving.ts';
import { table } from './table.ts';
import { heldCount } from '../words/held.ts';
import { Names } from '../words/names.ts';
import { planPage } from '../words/plan-page.ts';
import { DOES, doesLabel, whyLabel, type ShownPlan } from '../words/plan-words.ts';

export interface PlanOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly html?: string;
  readonly show?: string;
}

export async function plan(io: Io, host: string | undefined, options: PlanOptions): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const plans = options.show === undefined ? await makePlans(io, sidebook, host) : [await storedPlan(sidebook, options.show)];
    const names = new Names(sidebook, io.lang);
    for (const p of plans)
      await names.learn(
        p.steps.flatMap((s) => [s.currency, ...s.changes.flatMap((c) => [idOf(c.before), idOf(c.after)])]),
        p.host,
      );
    for (const p of plans)
      await names.learn(
        Object.values(p.totals).flatMap((e) =>
          Object.values(e).flatMap((d) => Object.values(d).flatMap((x) => Object.keys(x.sums))),
        ),
        p.host,
      );
    if (options.json) io.out(`${JSON.stringify(plans, null, 2)}\n`);
    else if (options.html !== undefined) {
      await leaving(io, plans.reduce((n, p) => n + p.steps.length, 0)); // prettier-ignore
      writePage(io, plans, names, options.html);
    } else for (const p of plans) io.out(`${text(io, { ...p, count: await held(sidebook, p) }, names, options.all ?? false)}\n`);
    if (plans.some((p) => hasWork(p.totals))) io.fail(2);
  });
}

const idOf = (v: unknown): string | null => (typeof v === 'string' && /^([0-9a-f]{8}-|[?~]\w+:)/.test(v) ? v : null);
/** What a person is asked about, and what waits for that, is no work of the next run. */
const IDLE: ReadonlySet<string> = new Set(['ask', 'wait', 'hold']);
const hasWork = (totals: Totals): boolean =>
  Object.values(totals).some((e) => Object.values(e).some((d) => Object.keys(d).some((does) => !IDLE.has(does))));

async function makePlans(io: Io, sidebook: Sidebook, host: string | undefined): Promise<ShownPlan[]> {
  const plans: ShownPlan[] = [];
  for (const id of hostNamed(io, sidebook.config, host)) {
    const report = await sidebook.sync(id, { planOnly: true });
    if (report.state === 'failed') {
      io.err(`${catalogue(io, report.error?.code ?? 'internal', { host: id, ...report.error?.at })}\n`);
      io.fail(1);
    } else if ('plan' in report && report.plan) plans.push({ ...report.plan, host: id, refused: report.guard?.rule ?? null });
  }
  return plans;
}

async function storedPlan(sidebook: Sidebook, id: string): Promise<ShownPlan> {
  const stored = await sidebook.store.read((r) => r.plan(id));
  if (!stored) throw new SidebookError('plan-unknown', { plan: id });
  return {
    id,
    host: stored.host ?? '',
    madeAt: stored.madeAt,
    refused: stored.refused,
    steps: JSON.parse(stored.steps) as Step[],
    totals: JSON.parse(stored.totals) as Totals,
  };
}

/** With how many the rule counts that holds it. */
type CountedPlan = ShownPlan & { readonly count: string };

const held = (sidebook: Sidebook, p: ShownPlan): Promise<string> =>
  heldCount(p, (host) => sidebook.store.read((r) => r.problems({ host, kind: 'out-of-scope' })));

function writePage(io: Io, plans: readonly ShownPlan[], names: Names, file: string): void {
  writeFileSync(file, planPage(io, plans, names));
  io.out(`${t(io, `Written: ${file}`, `Записано: ${file}`)}\n`);
}

/** At most 25 lines first: totals per host and kind, then the ten largest by money, or as many as still fit. */
const LINES = 25;
const LARGEST = 10;

function text(io: Io, p: CountedPlan, names: Names, all: boolean): string {
  const head = `${t(io, `Plan ${p.id} for ${p.host}`, `План ${p.id} для ${p.host}`)}\n${totalsTable(io, p.totals, names)}`;
  const steps = p.steps.filter((s) => s.does !== 'adopt');
  if (steps.length === 0 && !hasWork(p.totals) && p.refused === null)
    return t(io, `${p.host}: nothing to do, both sides agree.`, `${p.host}: делать нечего, стороны согласны.`);
  const end = ending(io, p, steps);
  const room = LINES - [head, ...end].join('\n').split('\n').length - 3; // an empty line, a heading, and how many more
  const shown = all ? steps : largest(steps).slice(0, Math.max(1, Math.min(LARGEST, room)));
  const lines = [head];
  if (shown.length > 0)
    lines.push(
      '',
      all ? t(io, 'Every step', 'Все шаги') : t(io, 'The largest', 'Самые крупные'),
      ...shown.map((s) => stepLine(io, s, names, all)),
    );
  const more = String(steps.length - shown.length);
  const show = `${io.called} plan --show ${p.id} --all`;
  if (more !== '0') lines.push(t(io, `… and ${more} more: ${show}`, `… и ещё ${more}: ${show}`));
  return [...lines, ...end].join('\n');
}

/** Where the answers are given, and what holds the writes back. */
function ending(io: Io, p: CountedPlan, steps: readonly Step[]): string[] {
  const lines: string[] = [];
  if (steps.some((s) => s.does === 'ask' || s.does === 'wait'))
    lines.push('', t(io, `What waits for a person: ${io.called} problems`, `Что ждёт человека: ${io.called} problems`));
  const held = steps.find((s) => s.hold !== null)?.hold ?? null;
  if (p.refused !== null) lines.push('', catalogue(io, p.refused, { host: p.host, plan: p.id, count: p.count }));
  else if (held !== null && held !== 'guard') lines.push('', catalogue(io, held, { host: p.host }));
  return lines;
}

function totalsTable(io: Io, totals: Totals, names: Names): string {
  const rows: string[][] = [];
  for (const [host, entities] of Object.entries(totals))
    for (const entity of ENTITY_ORDER.filter((e) => e in entities)) {
      const by = entities[entity] ?? {};
      for (const does of DOES) {
        const total = by[does];
        if (!total) continue;
        const sums = Object.entries(total.sums).map(([c, sum]) => money(io.lang, sum, names.of(c))).join('; '); // prettier-ignore
        rows.push([host, entityName(io.lang, entity), doesLabel(io, does), count(io.lang, total.count), sums]);
      }
    }
  return table(rows, { right: [3, 4], indent: '  ' });
}

/** Invoices by amount first, then what is asked, then the rest; what only waits for such an answer comes last. */
function largest(steps: readonly Step[]): Step[] {
  const sum = (s: Step): string => s.sum ?? '0';
  const rank = (s: Step): number => (s.does === 'wait' ? 0 : s.does === 'ask' ? 2 : 1);
  return [...steps].sort(
    (a, b) => Number(a.does === 'wait') - Number(b.does === 'wait') || compare(sum(b), sum(a)) || rank(b) - rank(a),
  );
}

function stepLine(io: Io, s: Step, names: Names, all: boolean): string {
  const sum = s.sum === null ? '' : `  ${money(io.lang, s.sum, names.of(s.currency))}`;
  const why = all || s.does === 'ask' ? ` (${whyLabel(io, s.why)})` : '';
  const title = s.title === '' ? '' : ` ${titleIn(io.lang, s.entity, s.title)}`;
  const head = `  ${s.host} · ${entityOne(io.lang, s.entity)}${title}: ${doesLabel(io, s.does)}${why}${sum}`;
  const changes = s.changes
    .slice(0, all ? 50 : 3)
    .map(
      (c) =>
        `${c.label[io.lang]}: ${fieldValue(io.lang, s.entity, c.field, c.before, names.of)} → ${fieldValue(io.lang, s.entity, c.field, c.after, names.of)}`,
    );
  if (changes.length === 0) return head;
  return all
    ? [head, ...changes.map((c) => `      ${c}`)].join('\n')
    : `${head}  (${changes.join('; ')}${s.changes.length > 3 ? '; …' : ''})`;
}
