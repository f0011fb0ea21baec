/** What is not paid, counted and added up: of one invoice, of one counterparty, of the counterparties of some owners, or of all. */
import type { Tellers } from '../queries.ts';

const UNPAID = `i.state = 'issued' and i.paid < i.total`;
/** Said as well, so that SQLite sees that the index of just these holds them. */
export const ASIDE = `i.state <> 'issued'`;

/** Counterparties of the owners given as one JSON list. */
export const THEIRS = `(select record_id from counterparties where owner in (select value from json_each(?)))`;

/** Where not all hosts tell of payments: what was paid, and what stands in one that does or is on its way there. */
const toldBy = (tellers: readonly string[]): string =>
  `(i.paid <> 0 or i.ever_paid = 1 or exists (select 1 from links k where k.record_id = i.record_id and (k.host_id is not null or k.dirty = 1)
    and k.host in (${tellers.map(quoted).join(', ')})))`;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const unpaidBy = (tellers: Tellers): string => (tellers === null ? UNPAID : `${UNPAID} and ${toldBy(tellers)}`);

const ASIDES = `(select count(*) from invoices) as n, (select count(*) from invoices i indexed by invoices_aside where ${ASIDE} and state = 'draft') as drafts`;
/** Of all of them an index alone is read, once for each figure. */
const COUNTS_ALL = `select ${ASIDES}, (select count(*) from invoices i indexed by invoices_open where ${UNPAID}) as unpaid, 0 as untold,
  (select count(*) from invoices i indexed by invoices_open where ${UNPAID} and ifnull(due_date, '9999') < ?) as overdue,
  (select min(ifnull(due_date, '9999')) from invoices i indexed by invoices_open where ${UNPAID} and ifnull(due_date, '9999') < ?) as oldest`;
/** Links are looked at once for each: the limit keeps SQLite from asking anew for every figure. */
const countsAllBy = (
  tellers: readonly string[],
): string => `select ${ASIDES}, sum(told) as unpaid, sum(told = 0) as untold, sum(told and due < ?) as overdue, min(case when told and due < ? then due end) as oldest
  from (select ifnull(due_date, '9999') as due, ${toldBy(tellers)} as told from invoices i indexed by invoices_open where ${UNPAID} limit -1)`;

/** Their texts; parameters are the day, once or twice, and whose they are. */
export function unpaidSql(tellers: Tellers) {
  const unpaid = unpaidBy(tellers);
  const untold = tellers === null ? '0' : `${UNPAID} and not ${toldBy(tellers)}`;
  const counts = `select count(*) as n, sum(${unpaid}) as unpaid, sum(${unpaid} and due_date < ?) as overdue, sum(state = 'draft') as drafts,
    min(case when ${unpaid} and due_date < ? then due_date end) as oldest, sum(${untold}) as untold from invoices i where`;
  const sums = `select currency, count(*) as count, sum(total - paid) as amount, sum(case when due_date < ? then total - paid else 0 end) as overdue
    from invoices i where`;
  return {
    countsAll: tellers === null ? COUNTS_ALL : countsAllBy(tellers),
    countsOf: `${counts} counterparty = ?`,
    countsTheirs: `${counts} counterparty in ${THEIRS}`,
    countsOne: `${counts} n = (select n from records where id = ?)`,
    sumsAll: `select currency, count(*) as count, sum(total - paid) as amount, sum(case when ifnull(due_date, '9999') < ? then total - paid else 0 end) as overdue
    from invoices i indexed by invoices_open where ${unpaid} group by currency`,
    sumsOf: `${sums} counterparty = ? and ${unpaid} group by currency`,
    sumsTheirs: `${sums} counterparty in ${THEIRS} and ${unpaid} group by currency`,
    sumsOne: `select currency, 1 as count, total - paid as amount, case when due_date < ? then total - paid else 0 end as overdue
    from invoices i where n = (select n from records where id = ?) and ${unpaid}`,
  } as const;
}
