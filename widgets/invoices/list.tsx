/** The list: paid or not, in the books or not, and what can be done with the row the keys stand on. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { InvoiceRow, InvoicesView } from '../../connector/server/contract/invoices.ts';
import { Button, Empty, FailureNotice, Money, useSidebook, useT } from '../runtime/index.ts';
import { FreshnessLine, Grid } from '../runtime/parts.ts';
import { columnsOf } from './columns.tsx';
import { type Filter, Filters, Search } from './filters.tsx';
import type { Listing } from './pages.ts';
import { PrintedList } from './print.tsx';
import { Toolbar } from './toolbar.tsx';
import type { RowActions } from './row-actions.ts';

export interface ListProps {
  readonly view: InvoicesView;
  readonly listing: Listing;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly actions: RowActions;
  /** The invoice made last: the keys stand on it. */
  readonly made: string | null;
  readonly onOpen: (row: InvoiceRow, edit: boolean) => void;
  readonly onNew: () => void;
}

export function List(props: ListProps) {
  const { view, listing, filter, onFilter, actions, onOpen } = props;
  const sidebook = useSidebook();
  const { width } = sidebook;
  const box = useRef<HTMLDivElement>(null);
  const [searching, setSearching] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState<InvoiceRow | null>(null);
  const { rows } = listing;
  const focus = (selector: string): void => box.current?.querySelector<HTMLElement>(selector)?.focus();
  const search = (): void => {
    setSearching(true);
    focus('.sb-inv-search input');
  };
  const leave = (): void => {
    setSearching(false);
    setTyped('');
    props.onSearch('');
    focus('[role=grid]');
  };
  const reset = (): void => {
    leave();
    onFilter('all');
  };
  const create = view.may.create && view.counterparty !== null ? props.onNew : undefined;
  const filtered = filter !== 'all' || props.search !== '';
  const everyone = view.counterparty === null;
  // All rows are looked through for the longest texts: once for each list, not with each key.
  const columns = useMemo(
    () => columnsOf({ rows, saving: actions.busy, everyone }, sidebook),
    [rows, actions.busy, everyone, sidebook.i18n, width],
  );
  return (
    <div ref={box}>
      <div class="sb-inv-screen">
        <FreshnessLine freshness={view.freshness} onRefresh={listing.of.reload} />
        <Filters counts={view.counts} filter={filter} onFilter={onFilter} searching={searching} onSearching={searching ? leave : search} />
        {searching && <Search typed={typed} onTyped={setTyped} onSearch={props.onSearch} onLeave={leave} />}
        {actions.failure && <FailureNotice failure={actions.failure} onRetry={actions.again} />}
        {rows.length === 0 ? (
          <Nothing filtered={filtered} onReset={reset} onNew={create} />
        ) : (
          <Grid label={sidebook.t('invoices.title')} columns={columns} rows={rows} rowKey={(row) => row.id}
            onOpen={(row) => onOpen(row, false)} onEdit={(row) => onOpen(row, true)} {...(create ? { onInsert: create } : {})} onSearch={search}
            onActive={setActive} made={props.made} onEnd={listing.more} total={totalOf(props, rows.length)} tall maxHeight={width === 'narrow' ? 301 : 385} />
        )}
        <More listing={listing} />
        <Unpaid unpaid={view.unpaid} unpaidOther={view.unpaidOther} untold={view.counts.untold} />
        <Toolbar view={view} listing={listing} active={rows.length > 0 ? active : null} actions={actions} onNew={create} />
      </div>
      <PrintedList rows={rows} rest={listing.rest} />
    </div>
  ); // prettier-ignore
}

/** How many rows there will be, where the server counted them. */
const totalOf = ({ view, filter, search }: ListProps, read: number): number =>
  search === '' && filter !== 'cancelled' ? Math.max(view.counts[filter], read) : read;

interface NothingProps {
  readonly filtered: boolean;
  readonly onReset: () => void;
  readonly onNew: (() => void) | undefined;
}
/** Nothing at all is another thing than nothing of what was asked for. */
function Nothing({ filtered, onReset, onNew }: NothingProps) {
  const t = useT();
  if (filtered) return <Empty title={t('invoices.noMatch')} action={<Button onClick={onReset}>{t('invoices.reset')}</Button>} />;
  return <Empty title={t('invoices.none')} text={t(onNew ? 'invoices.noneNext' : 'invoices.noneText')} />;
}

function More({ listing }: { readonly listing: Listing }) {
  const t = useT();
  if (listing.failure) return <FailureNotice failure={listing.failure} onRetry={listing.more} stale />;
  if (!listing.rest) return null;
  return (
    <div class="sb-inv-more">
      <Button kind="link" icon="down" busy={listing.busy} onClick={listing.more}>
        {t('invoices.more')}
      </Button>
    </div>
  );
}

interface UnpaidProps extends Pick<InvoicesView, 'unpaid' | 'unpaidOther'> {
  readonly untold: number;
}
function Unpaid({ unpaid, unpaidOther, untold }: UnpaidProps) {
  const { t, format } = useSidebook();
  if (unpaid.length === 0 && untold === 0) return null;
  return (
    <p class="sb-inv-unpaid">
      {unpaid.length > 0 && <span>{t('invoices.unpaidSum')}</span>}
      {unpaid.map(({ currency, amount, count }) => (
        <span key={currency}>
          <b><Money amount={amount} currency={currency} /></b> <span class="sb-note">({format.number(count)})</span>
        </span>
      ))}
      {unpaidOther.map(({ currency, amount }) => (
        <span key={currency} class="sb-note">{t('invoices.paidOther', { sum: format.money(amount, currency) })}</span>
      ))}
      {untold > 0 && <span class="sb-note">{t('invoices.untoldCount', { n: untold })}</span>}
    </p>
  ); // prettier-ignore
}
