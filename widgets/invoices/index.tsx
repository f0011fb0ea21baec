/** "Оплачен ли? Дошёл ли до 1С?" - answered by the list on the first screen; from there one invoice, and a new one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InvoicesAnswer, InvoicesView, InvoiceView } from '../../connector/server/contract/invoices.ts';
import { defineWidget, States, useSidebook } from '../runtime/index.ts';
import { Detail } from './detail.tsx';
import type { Draft } from './draft.ts';
import type { Touched } from './edit.tsx';
import type { Filter } from './filters.tsx';
import { Guard } from './guard.tsx';
import css from './invoices.css';
import { List } from './list.tsx';
import { NewLater } from './later.tsx';
import { useListing } from './pages.ts';
import { entityOf, useRowActions } from './row-actions.ts';

type Screen =
  | { readonly kind: 'list' }
  | { readonly kind: 'detail'; readonly id: string; readonly edit: boolean; readonly draft: Touched | null }
  | { readonly kind: 'new'; readonly view: InvoicesView; readonly draft: Draft | null };
const LIST: Screen = { kind: 'list' };

/** The form of an invoice shows that invoice, not a list of one. */
function ownInvoice(entity: string | null, data: InvoicesAnswer | null): string | null {
  if (entity === null || data === null || data.state !== 'ready' || data.rows.length !== 1) return null;
  const [row] = data.rows;
  const key = (name: string): string => name.split(':').filter((_, i) => i !== 1).join(':'); // prettier-ignore
  return row && (key(entityOf(row)) === key(entity) || entity === `sidebook:invoice:${row.id}`) ? row.id : null;
}

/** Back from an invoice: onto the table, or where there is none onto the first button. */
function focusList(box: HTMLElement | null): void {
  const target = box && (box.querySelector<HTMLElement>('[role=grid]') ?? box.querySelector('button'));
  if (target) target.focus();
}

function Invoices() {
  const { entity, action, emit, announce, offerUndo, t } = useSidebook();
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState('');
  const [screen, setScreen] = useState<Screen>(LIST);
  const [asked, setAsked] = useState(false);
  const [latest, setLatest] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const been = useRef(false);
  const listing = useListing({ filter, search });
  const { of } = listing;
  const made = (view: InvoiceView | null): void => {
    if (view) listing.put(view.row);
    of.reload();
  };
  const actions = useRowActions(made);
  const view = of.data !== null && of.data.state === 'ready' ? of.data : null;
  const own = ownInvoice(entity, of.data);

  useEffect(() => {
    if (screen.kind === 'list' && been.current) focusList(box.current);
    been.current = screen.kind !== 'list';
  }, [screen.kind]);

  // The counterparty panel has warned of a debtor already.
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (action !== 'new') wanted.current = null;
    if (action !== 'new' || wanted.current === entity || !view || !view.may.create || !view.counterparty) return;
    wanted.current = entity;
    setScreen({ kind: 'new', view, draft: null });
  }, [action, entity, view === null]);

  const open = (draft: Draft | null): void => {
    setAsked(false);
    if (view) setScreen({ kind: 'new', view, draft });
  };
  const done = (answer: InvoiceView): void => {
    emit('created', { entity: entityOf(answer.row) });
    announce(t(answer.row.state === 'draft' ? 'invoices.draft' : 'invoices.push.queued'));
    made(answer);
    setLatest(answer.row.id);
    setScreen(LIST);
  };
  const leave = (draft: Draft | null): void => {
    if (draft && screen.kind === 'new') {
      const before: Screen = { ...screen, draft };
      offerUndo(t('invoices.discarded'), () => setScreen(before));
    }
    setScreen(LIST);
  };
  const back = (draft: Touched | null): void => {
    if (draft && screen.kind === 'detail') {
      const before: Screen = { ...screen, edit: true, draft };
      offerUndo(t('invoices.unsaved'), () => setScreen(before));
    }
    setScreen(LIST);
  };
  if (own !== null) return <Detail id={own} edit={false} draft={null} onBack={null} onRow={listing.put} may={rightsOf(view)} />;
  return (
    <>
      {screen.kind === 'detail' && (
        <Detail key={screen.id} id={screen.id} edit={screen.edit} draft={screen.draft} onBack={back} onRow={listing.put} may={rightsOf(view)} />
      )}
      {screen.kind === 'new' && screen.view.counterparty && (
        <NewLater view={screen.view} counterparty={screen.view.counterparty} draft={screen.draft} onDone={done} onLeave={leave} />
      )}
      <div ref={box} hidden={screen.kind !== 'list'}>
        <States of={of} rows={10} queued={(data) => (filter === 'all' && search === '' ? onTheirWay(data) : undefined)}>
          {(data) => (
            <List view={data} listing={listing} filter={filter} onFilter={setFilter} search={search} onSearch={setSearch} actions={actions} made={latest}
              onOpen={({ id }, edit) => setScreen({ kind: 'detail', id, edit, draft: null })} onNew={() => (data.guard.warn ? setAsked(true) : open(null))} />
          )}
        </States>
        {asked && view && <Guard text={view.guard.text} onGoOn={() => open(null)} onClose={() => setAsked(false)} />}
      </div>
    </>
  ); // prettier-ignore
}

/** Of a list that is all read. */
const onTheirWay = ({ rows, next }: InvoicesView): number | undefined =>
  next === null ? rows.filter(({ push }) => push.state === 'queued' || push.state === 'sending').length : undefined;

const rightsOf = (view: InvoicesView | null) => ({
  retry: view !== null && view.may.retry,
  propose: view !== null && view.may.propose,
});

export default defineWidget({ name: 'invoices', View: Invoices, css });
