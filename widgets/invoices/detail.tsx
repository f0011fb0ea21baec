/** One invoice: what it comes to, where it stands, its lines, payments, what was changed of it, and what may be changed here. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InvoiceRow, InvoiceView } from '../../connector/server/contract/invoices.ts';
import { Button, FailureNotice, Icon, Notice, States, useResource, useSidebook } from '../runtime/index.ts';
import { Edit, type Touched } from './edit.tsx';
import { Lines, Payments, Sums } from './detail-parts.tsx';
import { Proposals, Revisions } from './history.tsx';
import { entityOf, mayRetry, useRowActions } from './row-actions.ts';
import { Paid, Pushed } from './status.tsx';

export interface DetailProps {
  readonly id: string;
  readonly edit: boolean;
  /** What was typed before it was left. */
  readonly draft: Touched | null;
  /** With what is typed and not saved; null: nothing to go back to. */
  readonly onBack: ((draft: Touched | null) => void) | null;
  /** The invoice as a change made it. */
  readonly onRow: (row: InvoiceRow) => void;
  readonly may: { readonly retry: boolean; readonly propose: boolean };
}

const mayEdit = (view: InvoiceView): boolean => view.may.edit && view.editable.length > 0;

export function Detail({ id, edit, draft, onBack, onRow, may }: DetailProps) {
  const { t, offerUndo } = useSidebook();
  const [editing, setEditing] = useState(edit);
  const typed = useRef(draft);
  const of = useResource<InvoiceView>(`invoices/${encodeURIComponent(id)}`);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>('.sb-inv-back')?.focus(), []);
  /** The form goes, the focus returns to its button; what was typed can be brought back. */
  const stop = (): void => {
    const before = typed.current;
    typed.current = null;
    setEditing(false);
    setTimeout(() => box.current?.querySelector<HTMLElement>('.sb-inv-do button')?.focus(), 0);
    if (before)
      offerUndo(t('invoices.unsaved'), () => {
        typed.current = before;
        setEditing(true);
      });
  };
  const isOpen = editing && of.data !== null && mayEdit(of.data);
  const keys = (event: KeyboardEvent): void => {
    const isEscape = event.key === 'Escape' || event.key === 'Esc';
    if (isEscape && isOpen) stop();
    else if (isEscape && onBack) onBack(null);
    else if (event.key === 'F2' && !isOpen && of.data !== null && mayEdit(of.data)) setEditing(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const put = (view: InvoiceView): void => {
    of.put(view);
    onRow(view.row);
  };
  return (
    <div ref={box} class="sb-inv-detail" tabIndex={-1} onKeyDown={keys}>
      {onBack && (
        <button type="button" class="sb-button sb-link sb-inv-back" onClick={() => onBack(typed.current)}>
          <span class="sb-inv-turn"><Icon name="down" /></span>
          <span>{t('invoices.back')}</span>
        </button>
      )}
      <States of={of} rows={8}>
        {(view) => <Shown view={view} editing={isOpen} onEdit={() => setEditing(true)} onStop={stop} typed={typed} put={put} reload={of.reload} may={may} />}
      </States>
    </div>
  ); // prettier-ignore
}

interface ShownProps {
  readonly view: InvoiceView;
  readonly editing: boolean;
  readonly onEdit: () => void;
  readonly onStop: () => void;
  readonly typed: { current: Touched | null };
  readonly put: (view: InvoiceView) => void;
  readonly reload: () => void;
  readonly may: DetailProps['may'];
}
function Shown({ view, editing, onEdit, onStop, typed, put, reload, may }: ShownProps) {
  const { t } = useSidebook();
  const { row } = view;
  return (
    <>
      <Head row={row} />
      <div class="sb-stack">
      {row.totalsDiffer && <Notice icon="warn" tone="warn" title={t('invoices.totalsDiffer')} />}
      {view.frozen !== null && <Notice icon="lock" tone="muted" title={t('invoices.frozen')} text={view.frozen} />}
      <Standing view={view} put={put} reload={reload} mayRetry={may.retry} />
      </div>
      {editing ? (
        <Edit view={view} put={put} reload={reload} mayPropose={may.propose || view.may.propose} typed={typed} onClose={onStop} />
      ) : (
        <DetailButtons view={view} onEdit={mayEdit(view) ? onEdit : undefined} />
      )}
      <div class="sb-inv-columns">
        <div>
          <Sums view={view} />
          <Lines view={view} />
        </div>
        <div>
          <Payments view={view} />
          <Proposals view={view} reload={reload} />
          <Revisions view={view} />
        </div>
      </div>
    </>
  ); // prettier-ignore
}

function Head({ row }: { readonly row: InvoiceRow }) {
  const { t, format } = useSidebook();
  return (
    <header>
      <h2 class="sb-inv-name">
        {t('invoices.one', { number: row.number ?? t('invoices.noNumber') })}
        {row.date !== null && <span class="sb-note"> {format.date(row.date)}</span>}
      </h2>
      {row.counterparty && <p class="sb-note">{row.counterparty.name}</p>}
      <p class="sb-inv-marks">
        <Paid row={row} />
        <Pushed row={row} />
      </p>
    </header>
  );
}

/** Why it is not in the books yet, and the one thing that helps. */
function Standing({
  view,
  put,
  reload,
  mayRetry: allowed,
}: Pick<ShownProps, 'view' | 'put' | 'reload'> & { readonly mayRetry: boolean }) {
  const { t, emit } = useSidebook();
  const { row } = view;
  const actions = useRowActions((answer) => (answer ? put(answer) : reload()));
  const { push } = row;
  const bad = push.state === 'rejected' || push.state === 'problem';
  const buttons = (
    <>
      {view.may.issue && row.state === 'draft' && (
        <Button writes kind="primary" busy={actions.busy !== null} onClick={() => actions.issue(row)}>{t('invoices.issue')}</Button>
      )}
      {allowed && mayRetry(row) && <Button writes busy={actions.busy !== null} onClick={() => actions.retry(row)}>{t('runtime.retry')}</Button>}
      {push.problem !== null && (
        <Button icon="warn" onClick={() => emit('navigate', { entity: entityOf(row), widget: 'problems' })}>{t('invoices.problem')}</Button>
      )}
    </>
  ); // prettier-ignore
  return (
    <>
      {actions.failure && <FailureNotice failure={actions.failure} onRetry={actions.again} />}
      {push.text !== null && push.state !== 'in-host' ? (
        <Notice icon={bad ? 'error' : 'waiting'} tone={push.state === 'rejected' ? 'danger' : bad ? 'warn' : 'muted'} title={t(`invoices.push.${push.state}`)} text={push.text} actions={buttons} />
      ) : (
        <div class="sb-actions">{buttons}</div>
      )}
    </>
  ); // prettier-ignore
}

function DetailButtons({ view, onEdit }: { readonly view: InvoiceView; readonly onEdit: (() => void) | undefined }) {
  const { t, emit } = useSidebook();
  const { entity } = view.row;
  return (
    <div class="sb-actions sb-inv-do">
      {onEdit && <Button writes title="F2" onClick={onEdit}>{t('invoices.edit')}</Button>}
      {view.may.note && <Button icon="lock" onClick={() => emit('navigate', { entity: entityOf(view.row), widget: 'notes', action: 'new' })}>{t('invoices.note')}</Button>}
      {entity !== null && <Button icon="open" onClick={() => emit('navigate', { entity })}>{t('invoices.open')}</Button>}
      {typeof window.print === 'function' && <Button onClick={() => window.print()}>{t('invoices.print')}</Button>}
    </div>
  ); // prettier-ignore
}
