/** One page of invoices as one statement: unpaid ones by their term, the oldest first; the rest by date, the newest first. */
import { nameKey } from '../../names.ts';
import { fold } from '../fold.ts';
import type { InvoicePage } from '../view-queries.ts';
import { FROM_INVOICES, INVOICE, TOLD } from './queries.ts';
import { FIRST, type Param, type Params } from './tsql.ts';

export const UNPAID = `i.state = N'issued' AND i.paid < i.total`;

/** Counterparties of the owners given as one list. */
export const THEIRS = `(SELECT o.record_id FROM sb.counterparties AS o WHERE o.owner IN (@owners))`;

const FILTERS = {
  all: '1 = 1',
  overdue: `${UNPAID} AND i.by_due < @today`,
  unpaid: UNPAID,
  drafts: `i.state = N'draft'`,
  cancelled: `i.state = N'cancelled'`,
} as const;

const PAGE = `${INVOICE}, (SELECT r.rev FROM sb.records AS r WHERE r.n = i.n) AS rev ${FROM_INVOICES}`;
/** Above every character a name or number has. */
const END = '\u{10ffff}';

export function pageSql(p: InvoicePage): { readonly sql: string; readonly params: Params } {
  const byTerm = p.filter === 'overdue' || p.filter === 'unpaid';
  const where: string[] = [FILTERS[p.filter]];
  const params: Record<string, Param> = { limit: p.limit, ...(p.filter === 'overdue' ? { today: p.today } : {}) };
  const { tellers = null } = p;
  const add = (condition: string, values: Params): void => {
    where.push(condition);
    Object.assign(params, values);
  };
  if (byTerm && tellers !== null) add(TOLD, { tellers });
  if (p.invoice !== null) add('i.n = (SELECT n FROM sb.records WHERE id = @invoice)', { invoice: p.invoice });
  else if (p.counterparty !== null) add('i.counterparty = @counterparty', { counterparty: p.counterparty });
  else if (p.owners) add(`i.counterparty IN ${THEIRS}`, { owners: p.owners });
  if (p.search !== null) addSearch(p, add);
  if (p.after !== null) addAfter(byTerm, p.after, add);
  const order = byTerm ? 'i.by_due, i.n' : 'i.by_date DESC, i.n DESC';
  return { sql: `${PAGE} WHERE ${where.join(' AND ')} ORDER BY ${order} ${FIRST}`, params };
}

type Add = (condition: string, values: Params) => void;

function addAfter(byTerm: boolean, { by, n }: { by: string; n: number }, add: Add): void {
  const [key, than] = byTerm ? ['i.by_due', '>'] : ['i.by_date', '<'];
  add(`(${key} ${than} @by OR (${key} = @by AND i.n ${than} @n))`, { by, n });
}

/** Of one counterparty any part of the number counts; of all, its beginning, or the beginning of the counterparty's name. */
function addSearch(p: InvoicePage, add: Add): void {
  const search = (p.search ?? '').trim();
  if (p.counterparty !== null || p.invoice !== null) return add('CHARINDEX(@part, i.folded) > 0', { part: fold(search) });
  const key = nameKey(search);
  const named = `i.counterparty IN (SELECT k.record_id FROM sb.counterparties AS k WHERE k.name_key >= @key AND k.name_key < @keyEnd)`;
  const [from, to] = key === '' ? ['~', '~'] : [key, `${key}${END}`];
  add(`(i.number >= @search AND i.number < @searchEnd OR ${named})`, { search, searchEnd: `${search}${END}`, key: from, keyEnd: to }); // prettier-ignore
}
