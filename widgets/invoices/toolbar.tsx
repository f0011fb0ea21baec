/** Buttons beneath the list. Those about a row are about the one the keys stand on. */
import { useEffect, useState } from 'preact/hooks';
import type { InvoiceRow, InvoicesView } from '../../connector/server/contract/invoices.ts';
import { Button, useSidebook } from '../runtime/index.ts';
import { download, PRINTED_ROWS } from '../runtime/parts.ts';
import { csvOf } from './table.ts';
import type { Listing } from './pages.ts';
import { mayRetry, type RowActions } from './row-actions.ts';

export interface ToolbarProps {
  readonly view: InvoicesView;
  readonly listing: Listing;
  readonly active: InvoiceRow | null;
  readonly actions: RowActions;
  readonly onNew: (() => void) | undefined;
}

export function Toolbar({ view, listing, active, actions, onNew }: ToolbarProps) {
  const { t } = useSidebook();
  const draft = active !== null && active.state === 'draft';
  const stuck = active !== null && mayRetry(active);
  return (
    <div class="sb-actions sb-inv-tools">
      {onNew && <Button writes kind="primary" title="Insert" onClick={onNew}>{t('invoices.new')}</Button>}
      {view.may.issue && listing.rows.length > 0 && (
        <Button writes disabled={!draft} busy={draft && actions.busy !== null} onClick={() => active && actions.issue(active)}>
          {t('invoices.issue')}
        </Button>
      )}
      {view.may.retry && stuck && (
        <Button writes busy={actions.busy !== null} onClick={() => actions.retry(active)}>
          {t('runtime.retry')}
        </Button>
      )}
      {listing.rows.length > 0 && <Files listing={listing} />}
    </div>
  ); // prettier-ignore
}

/** Both are about everything the filter lets through, so what is not read yet is read first. */
function Files({ listing }: { readonly listing: Listing }) {
  const sidebook = useSidebook();
  const { t, now } = sidebook;
  const [wanted, setWanted] = useState<'print' | 'csv' | null>(null);
  const most = wanted === 'print' ? PRINTED_ROWS : Infinity;
  const ready = wanted !== null && !listing.busy && (!listing.rest || listing.rows.length >= most);
  const ask = (what: 'print' | 'csv'): void => {
    setWanted(what);
    void listing.upTo(what === 'print' ? PRINTED_ROWS : Infinity);
  };
  const finish = (): void => {
    setWanted(null);
    if (wanted === 'print') window.print();
    else download(`${t('invoices.title')} ${new Date(now()).toISOString().slice(0, 10)}.csv`, csvOf(listing.rows, sidebook));
  };
  useEffect(() => {
    if (ready) finish();
    else if (wanted !== null && listing.failure) setWanted(null);
  }, [ready, listing.failure]);
  return (
    <>
      {typeof window.print === 'function' && (
        <Button busy={wanted === 'print'} onClick={() => ask('print')}>
          {t('invoices.print')}
        </Button>
      )}
      <Button busy={wanted === 'csv'} onClick={() => ask('csv')} title={t('invoices.csvTitle')}>
        CSV
      </Button>
    </>
  );
}
