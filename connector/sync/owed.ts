/**
 * What a counterparty owes as the settlements of the books have it (model.md 4): one of the figures other hosts are told (figures.ts).
 * One currency makes one figure; where no single figure is true - several currencies, or two bases that say different things of the
 * same organisation - the columns are emptied, and so they are where the books list no settlement at all.
 */
import { add, isZero } from '../decimal.ts';
import { textOf } from '../fields.ts';
import type { Fields, RecordId, SharedRecord } from '../model.ts';
import type { OwedSum, Reader, StoredLink } from '../store/store.ts';

const NOTHING: Fields = { debt: null, advance: null, overdue: null, debtCurrency: null, debtSince: null };

/** Whom the settlements on a page of their links are about. */
export async function owing(t: Reader, links: readonly StoredLink[]): Promise<readonly RecordId[]> {
  const balances = await t.records(links.flatMap((l) => l.record ?? []));
  return [...new Set([...balances.values()].map((b) => textOf(b.fields, 'counterparty')))].filter((id) => id !== '');
}

/** The books may keep several counterparties where the host has one: what they owe is owed by the one. */
export async function owedFacts(t: Reader, { id }: SharedRecord, others: readonly RecordId[]): Promise<Fields> {
  const sums = await t.owedBy([id, ...others]);
  const open = onceEach(sums);
  const [first] = open === null || open.length > 0 ? (open ?? []) : sums;
  if (!first || open?.some((s) => s.currency !== first.currency) !== false) return NOTHING;
  const currency = first.currency === null ? null : await t.record(first.currency);
  const code = textOf(currency?.fields ?? {}, 'code');
  if (code === '') return NOTHING;
  const since = sums.map((s) => s.since).reduce((a, b) => (a > b ? a : b));
  return { debt: sumOf(open, 'debt'), advance: sumOf(open, 'advance'), overdue: sumOf(open, 'overdue'), debtCurrency: code, debtSince: DAY.format(new Date(since)) }; // prettier-ignore
}

/** As a clock on the wall here tells it, YYYY-MM-DD. */
const DAY = new Intl.DateTimeFormat('sv-SE');

const AMOUNTS = ['debt', 'advance', 'overdue'] as const;
const isOpen = (sum: OwedSum): boolean => AMOUNTS.some((name) => sum[name] === null || !isZero(sum[name]));

/** Null where one of them is not known. */
const sumOf = (sums: readonly OwedSum[], name: (typeof AMOUNTS)[number]): string | null =>
  sums.reduce<string | null>((all, s) => (all === null || s[name] === null ? null : add(all, s[name])), '0');

/** What is open. Two bases may keep the settlements of one organisation: counted once where they agree, and null where they do not, be it that all is settled. */
function onceEach(sums: readonly OwedSum[]): readonly OwedSum[] | null {
  const kept: OwedSum[] = [];
  for (const organisation of new Set(sums.map((s) => s.organisation))) {
    const its = sums.filter((s) => s.organisation === organisation);
    const said = [...new Set(its.map((s) => s.host))].map((host) => its.filter((s) => s.host === host && isOpen(s)));
    if (said.some((other) => saying(other) !== saying(said[0] ?? []))) return null;
    kept.push(...(said[0] ?? []));
  }
  return kept;
}

const saying = (sums: readonly OwedSum[]): string =>
  JSON.stringify([sums[0]?.currency, ...AMOUNTS.map((name) => sumOf(sums, name))]);
