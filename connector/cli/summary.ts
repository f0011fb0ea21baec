/** After a load: what there is, in numbers a person can check against the other program. */
import type { Sidebook } from '../main.ts';
import { ENTITY_ORDER, type Entity } from '../model.ts';
import { count, entityName, money, seconds } from '../words/format.ts';
import { tellersIn } from '../payments-told.ts';
import { counted, OBJECTS } from '../words/plural.ts';
import { table } from './table.ts';
import { t, type Io } from './io.ts';
import { passesByItself } from '../words/problem-words.ts';
import { Names } from '../words/names.ts';

const SHOWN: readonly Entity[] = ['counterparty', 'contract', 'product', 'price', 'invoice', 'payment', 'balance'];

export async function summary(io: Io, sidebook: Sidebook, took: { records: number; seconds: number }): Promise<string> {
  const counts = [...(await sidebook.store.queries.counts())].sort(
    (a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity),
  );
  const [shown, others] = [counts.filter((c) => SHOWN.includes(c.entity)), counts.filter((c) => !SHOWN.includes(c.entity))];
  const row = (name: string, ...of: typeof counts): string[] => {
    const [linked, unlinked] = [of.reduce((n, c) => n + c.linked, 0), of.reduce((n, c) => n + c.unlinked, 0)];
    return [name, count(io.lang, linked + unlinked), count(io.lang, linked), unlinked === 0 ? '·' : count(io.lang, unlinked)];
  };
  const rows = shown.map((c) => row(entityName(io.lang, c.entity), c));
  if (others.length > 0) rows.push(row(t(io, 'Others', 'Прочее'), ...others));
  const head = ['', t(io, 'in 1C', 'в 1С'), t(io, 'here, linked', 'здесь, связано'), t(io, 'not matched', 'не сопоставлено')];
  const lines = [
    linked(
      io,
      counts.reduce((n, c) => n + c.linked, 0),
      took,
    ),
    table(rows, { head, right: [1, 2, 3], indent: '  ' }),
    await sums(io, sidebook),
    waiting(io, await sidebook.store.queries.problemCounts()),
  ];
  return lines.filter((l) => l !== '').join('\n');
}

/** `all`: what stands in the table below. */
function linked(io: Io, all: number, took: { records: number; seconds: number }): string {
  if (took.records === 0)
    return t(io, 'Linked already; it goes on where it stopped.', 'Уже связано; продолжаем с того же места.');
  const [objects, time] = [counted(io, all, OBJECTS), seconds(io.lang, took.seconds)];
  return t(io, `Linked: ${objects} in ${time}`, `Связано: ${objects} за ${time}`);
}

async function sums(io: Io, sidebook: Sidebook): Promise<string> {
  const rows = await sidebook.store.queries.invoiceSums();
  const names = new Names(sidebook, io.lang);
  await names.learn(rows.map((r) => r.currency));
  const isTold = (await tellersIn(sidebook))?.length !== 0;
  const paid = (sum: string): string =>
    isTold ? t(io, `, paid ${money(io.lang, sum)}`, `, оплачено ${money(io.lang, sum)}`) : '';
  return rows.map((r) => t(io,
    `  Invoices in ${names.of(r.currency)}: ${money(io.lang, r.total)}${paid(r.paid)}`,
    `  Счета в ${names.of(r.currency)}: ${money(io.lang, r.total)}${paid(r.paid)}`)).join('\n'); // prettier-ignore
}

/** What somebody must answer, apart from what waits for those answers: as the panels count. */
export function waiting(
  io: Pick<Io, 'lang' | 'called'>,
  problems: readonly { readonly kind: string; readonly count: number }[],
): string {
  const sum = (those: typeof problems): number => those.reduce((s, p) => s + p.count, 0);
  const [n, after] = [sum(problems.filter((p) => !passesByItself(p.kind))), sum(problems.filter((p) => passesByItself(p.kind)))];
  if (n + after === 0) return t(io, '  Nothing waits for a person.', '  Ничто не ждёт человека.');
  const [person, others] = [count(io.lang, n), count(io.lang, after)];
  if (n === 0)
    return t(
      io,
      `  Nothing waits for a person; ${others} for time: ${io.called} problems`,
      `  Ничто не ждёт человека; ждут времени: ${others} (${io.called} problems)`,
    );
  const rest = after === 0 ? '' : t(io, `, ${others} more for that, or for time`, `, ещё ${others} - их решения или времени`);
  return t(
    io,
    `  ${person} ${n === 1 ? 'waits' : 'wait'} for a person${rest}: ${io.called} problems`,
    `  Ждут человека: ${person}${rest} (${io.called} problems)`,
  );
}
