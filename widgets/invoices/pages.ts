/** The list page by page: the first is kept fresh, the following ones are read when one scrolls to them. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { InvoiceRow, InvoicesAnswer, InvoicesView } from '../../connector/server/contract/invoices.ts';
import { type Api, asFailure, type Failure, type Resource, useResource, useSidebook } from '../runtime/index.ts';

const FIRST = 30;
const FOLLOWING = 200;

interface Extra {
  readonly path: string;
  /** What the first page named as its end: when that moves, these are read again. */
  readonly from: string;
  readonly rows: readonly InvoiceRow[];
  readonly next: string | null;
}

export interface Listing {
  readonly of: Resource<InvoicesAnswer>;
  readonly rows: readonly InvoiceRow[];
  /** There are more than those read so far. */
  readonly rest: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Reads on until there are `count` rows, or all. */
  readonly upTo: (count: number) => Promise<void>;
  readonly more: () => void;
  /** A row as a change made it: at its place, or on top. */
  readonly put: (row: InvoiceRow) => void;
}

export interface Asked {
  readonly filter: string;
  readonly search: string;
}
const pathOf = (entity: string | null, { filter, search }: Asked): string =>
  [
    `invoices?filter=${filter}`,
    entity !== null && `entity=${encodeURIComponent(entity)}`,
    search && `search=${encodeURIComponent(search)}`,
  ]
    .filter(Boolean)
    .join('&');

const isView = (data: InvoicesAnswer | null): data is InvoicesView => data !== null && data.state === 'ready';

/** A row that moved from one page to the other between two calls is shown once. */
export function joined(first: readonly InvoiceRow[], following: readonly InvoiceRow[]): InvoiceRow[] {
  const seen = new Set(first.map((row) => row.id));
  return [...first, ...following.filter((row) => !seen.has(row.id) && seen.add(row.id))];
}

type Read = Pick<Extra, 'rows' | 'next'> & { readonly failure: Failure | null };

/** Pages from `after` on, until `wanted` rows are there or all. What was read before a failure is kept: the next try goes on there. */
async function readOn(api: Api, path: string, after: string, wanted: number): Promise<Read> {
  const rows: InvoiceRow[] = [];
  let next: string | null = after;
  try {
    while (next !== null && rows.length < wanted) {
      const page: InvoicesAnswer = await api.get<InvoicesAnswer>(`${path}&after=${encodeURIComponent(next)}&limit=${FOLLOWING}`);
      if (!isView(page)) break;
      for (const row of page.rows) rows.push(row);
      next = page.next;
    }
  } catch (thrown) {
    return { rows, next, failure: asFailure(thrown) };
  }
  return { rows, next, failure: null };
}

/** While another filter is read, the rows of the former one stay (dimmed), so that nothing jumps and the focus stays. */
function useKept(first: Resource<InvoicesAnswer>): Resource<InvoicesAnswer> {
  const last = useRef<InvoicesAnswer | null>(null);
  if (first.data !== null) last.current = first.data;
  if (first.failure && first.failure.kind === 'forbidden') last.current = null;
  return { ...first, data: first.data ?? last.current };
}

export function useListing(asked: Asked): Listing {
  const { api, entity } = useSidebook();
  const path = pathOf(entity, asked);
  const first = useResource<InvoicesAnswer>(`${path}&limit=${FIRST}`);
  const of = useKept(first);
  const view = isView(of.data) ? of.data : null;
  const end = view ? view.next : null;
  const [kept, setKept] = useState<Extra | null>(null);
  const [state, setState] = useState<{ busy: boolean; failure: Failure | null }>({ busy: false, failure: null });
  const call = useRef(0);
  const extra = kept !== null && kept.path === path && first.data !== null ? kept : null;
  const rows = useMemo(() => joined(view ? view.rows : [], extra ? extra.rows : []), [view, extra]);
  const next = extra ? extra.next : end;

  const read = async (from: string, after: string, before: readonly InvoiceRow[], wanted: number): Promise<void> => {
    const mine = ++call.current;
    setState({ busy: true, failure: null });
    const { failure, ...got } = await readOn(api, path, after, wanted);
    if (mine !== call.current) return;
    if (failure === null || got.rows.length > 0) setKept({ path, from, rows: [...before, ...got.rows], next: got.next });
    setState({ busy: false, failure });
  };
  const upTo = async (count: number): Promise<void> => {
    if (next === null || first.data === null || rows.length >= count || state.busy) return;
    await read(extra ? extra.from : (end ?? ''), next, extra ? extra.rows : [], count - rows.length);
  };
  // The first page ends elsewhere now: what follows it is read again, else a row that slid out of it would be missing.
  useEffect(() => {
    if (extra && end !== null && extra.from !== end) void read(end, end, [], extra.rows.length);
  }, [end]);

  const put = (row: InvoiceRow): void => {
    const swap = (all: readonly InvoiceRow[]): InvoiceRow[] => all.map((one) => (one.id === row.id ? row : one));
    const known = rows.some((one) => one.id === row.id);
    if (kept) setKept({ ...kept, rows: swap(kept.rows) });
    if (view) first.put({ ...view, rows: known ? swap(view.rows) : [row, ...view.rows] });
  };
  return { of, rows, rest: next !== null, ...state, upTo, more: () => void upTo(rows.length + 1), put };
}
