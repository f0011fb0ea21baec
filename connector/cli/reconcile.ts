/** sidebook reconcile: the comparison as a table, JSON, or a CSV that Russian Excel opens. Exit 2 when something differs. */
import { counted, type Noun } from '../words/plural.ts';
import { writeFileSync } from 'node:fs';
import { scaled, unscaled } from '../decimal.ts';
import { SidebookError } from '../errors.ts';
import { HostError } from '../hosts/host.ts';
import type { Debt } from '../report/debts.ts';
import { reconcileHost, type Difference, type Group, type Reconciliation } from '../report/reconcile.ts';
import type { Sidebook } from '../main.ts';
import { count, date, money } from '../words/format.ts';
import { table } from './table.ts';
import { catalogue, hostNamed, t, todayAt, withSidebook, type Io } from './io.ts';
import { Names } from '../words/names.ts';
import { leaving } from './leaving.ts';
import { Progress } from './progress.ts';
import { csvOf, kindLabel, statusWord } from './reconcile-csv.ts';

export interface ReconcileOptions {
  readonly month?: string;
  readonly json?: boolean;
  readonly csv?: string;
}

const LISTED = 20;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export async function reconcile(io: Io, host: string | undefined, options: ReconcileOptions): Promise<void> {
  if (options.month !== undefined && !MONTH.test(options.month))
    throw new SidebookError('month-unclear', { month: options.month });
  await withSidebook(io, async (sidebook) => {
    for (const id of hostNamed(io, sidebook.config, host)) {
      try {
        await one(io, sidebook, id, options);
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        io.err(`${catalogue(io, error.code, { host: id, ...error.at })}\n`);
        io.fail(1);
      }
    }
  });
}

async function one(io: Io, sidebook: Sidebook, id: string, options: ReconcileOptions): Promise<void> {
  const attached = await sidebook.attach(id);
  const progress = new Progress(io);
  const result = await reconcileHost({
    attached, store: sidebook.store, month: options.month ?? null, today: todayAt(io),
    progress: (entity, seen, total) => (options.json ? undefined : progress.at(entity, seen, total)),
  }); // prettier-ignore
  progress.done();
  const names = new Names(sidebook, io.lang);
  await names.learn(result.groups.flatMap((g) => [g.organisation, g.counterparty, g.currency]));
  await names.learn(
    [...result.differences, ...result.owed].flatMap((d) => [d.counterparty, d.organisation]),
    result.host,
  );
  await names.learn(result.owed.flatMap((d) => d.currency ?? []));
  if (options.json) io.out(`${JSON.stringify(result, null, 2)}\n`);
  else if (options.csv !== undefined) {
    await leaving(io, result.groups.length + result.differences.length + result.debts.length + result.owed.length);
    writeFileSync(options.csv, csvOf(io, result, names));
    io.out(`${t(io, `Written: ${options.csv}`, `Записано: ${options.csv}`)}\n`);
  } else io.out(`${text(io, result, names, sidebook.config.hosts[id]?.kind !== 'enterprisedata')}\n`);
  if (result.differences.length + result.debts.length > 0) io.fail(2);
}

const minus = (a: string, b: string): string => unscaled(scaled(a, 4) - scaled(b, 4), 4);
const plus = (a: string, b: string): string => unscaled(scaled(a, 4) + scaled(b, 4), 4);

/** Organisation and month first; the counterparties stand in JSON and CSV. `isAsked`: the host was asked just now. */
function text(io: Io, r: Reconciliation, names: Names, isAsked: boolean): string {
  const months = byMonth(r.groups);
  const head = [
    t(io, 'Organisation', 'Организация'),
    t(io, 'Month', 'Месяц'),
    '',
    t(io, 'here', 'здесь'),
    t(io, 'there', 'там'),
    t(io, 'sum here', 'сумма здесь'),
    t(io, 'sum there', 'сумма там'),
    t(io, 'difference', 'разница'),
    t(io, 'paid, difference', 'оплата, разница'),
  ];
  const rows = months.map((g) => [
    names.of(g.organisation),
    g.month,
    names.of(g.currency),
    count(io.lang, g.here.count),
    count(io.lang, g.there.count),
    money(io.lang, g.here.total),
    money(io.lang, g.there.total),
    money(io.lang, minus(g.here.total, g.there.total)),
    g.here.paid === null || g.there.paid === null ? '—' : money(io.lang, minus(g.here.paid, g.there.paid)),
  ]);
  const lines = rows.length > 0 ? [table(rows, { head, right: [3, 4, 5, 6, 7, 8], indent: '  ' }), ''] : [];
  const kinds = [[r.invoices, INVOICES], [r.payments, PAYMENTS], [r.balances, BALANCES]] as const; // prettier-ignore
  const shown = kinds.flatMap(([number, noun]) => (number === null ? [] : [counted(io, number, noun)])).join(', ');
  lines.push(...owedLines(io, r, names));
  if (shown === '') return t(io, `${r.host}: no invoices, payments or debts are exchanged with it; there is nothing to compare.`, `${r.host}: ни счетов, ни оплат, ни долгов с этой базой не передаётся, сверять нечего.`); // prettier-ignore
  lines.push(isAsked ? t(io, `${r.host}: ${shown} asked anew.`, `${r.host}: заново спрошено: ${shown}.`) : t(io, `${r.host}: ${shown}, as its last message said: it cannot be asked.`, `${r.host}: ${shown}, как сказало последнее сообщение: спросить её нельзя.`)); // prettier-ignore
  lines.push(...differences(io, r, names));
  return lines.join('\n');
}

/** Debt has no month: it is what stands now. One line an organisation and currency; the counterparties stand in JSON and CSV. */
function owedLines(io: Io, r: Reconciliation, names: Names): string[] {
  const sums = new Map<string, Debt>();
  for (const d of r.owed) {
    const key = [d.organisation, d.currency].join('|');
    const s = sums.get(key);
    sums.set(key, s ? { ...s, here: plus(s.here, d.here), there: plus(s.there, d.there) } : d);
  }
  if (sums.size === 0) return [];
  const rows = [...sums.values()].map((d) => [
    names.of(d.organisation),
    names.of(d.currency),
    money(io.lang, d.here),
    money(io.lang, d.there),
    money(io.lang, minus(d.here, d.there)),
  ]);
  const head = [t(io, 'Organisation', 'Организация'), '', t(io, 'debt here', 'долг здесь'), t(io, 'debt there', 'долг там'), t(io, 'difference', 'разница')]; // prettier-ignore
  return [table(rows, { head, right: [2, 3, 4], indent: '  ' }), ''];
}

function differences(io: Io, r: Reconciliation, names: Names): string[] {
  if (r.differences.length + r.debts.length === 0) return [t(io, 'No difference.', 'Расхождений нет.')];
  const rows = r.differences
    .slice(0, LISTED)
    .map((d) => [
      kindLabel(io, d),
      d.number ?? '—',
      date(io.lang, d.date),
      names.of(d.counterparty),
      amount(io, d, d.here),
      amount(io, d, d.there),
    ]);
  const debts = r.debts
    .slice(0, LISTED)
    .map((d) => [
      t(io, 'debt', 'долг'),
      '',
      '',
      names.of(d.counterparty),
      money(io.lang, d.here, names.of(d.currency)),
      money(io.lang, d.there, names.of(d.currency)),
    ]);
  const head = [
    t(io, 'Difference', 'Расхождение'),
    t(io, 'Number', 'Номер'),
    t(io, 'Date', 'Дата'),
    t(io, 'Counterparty', 'Контрагент'),
    t(io, 'here', 'здесь'),
    t(io, 'there', 'там'),
  ];
  const more = r.differences.length + r.debts.length - rows.length - debts.length;
  return [
    t(
      io,
      `Differences: ${String(r.differences.length + r.debts.length)}`,
      `Расхождений: ${String(r.differences.length + r.debts.length)}`,
    ),
    table([...rows, ...debts], { head, right: [4, 5], indent: '  ' }),
    ...(r.differences.some((d) => d.kind === 'only-there')
      ? [
          t(
            io,
            `What is only there may wait for an answer: ${io.called} problems`,
            `Что только там, может ждать ответа: ${io.called} problems`,
          ),
        ]
      : []),
    ...(more > 0 ? [t(io, `  … and ${String(more)} more: --csv FILE`, `  … и ещё ${String(more)}: --csv ФАЙЛ`)] : []),
  ];
}

const amount = (io: Io, d: Difference, v: string): string => (d.kind === 'status' ? statusWord(io, v) : money(io.lang, v));

function byMonth(groups: readonly Group[]): Group[] {
  const sums = new Map<string, Group>();
  for (const g of groups) {
    const key = [g.organisation, g.month, g.currency].join('|');
    const s = sums.get(key);
    const add = (a: Group['here'], b: Group['here']): Group['here'] => ({
      count: a.count + b.count,
      total: plus(a.total, b.total),
      paid: a.paid === null || b.paid === null ? null : plus(a.paid, b.paid),
    });
    sums.set(key, s ? { ...s, here: add(s.here, g.here), there: add(s.there, g.there) } : { ...g, counterparty: null });
  }
  return [...sums.values()].sort(
    (a, b) => (a.organisation ?? '').localeCompare(b.organisation ?? '') || a.month.localeCompare(b.month),
  );
}

const INVOICES: Noun = { en: ['invoice', 'invoices'], ru: ['счёт', 'счёта', 'счетов'] };
const PAYMENTS: Noun = { en: ['payment', 'payments'], ru: ['оплата', 'оплаты', 'оплат'] };
const BALANCES: Noun = { en: ['balance', 'balances'], ru: ['остаток', 'остатка', 'остатков'] };
