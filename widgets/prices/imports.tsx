/** What was brought in, by whom and when; each can be taken back at any time, and says first what that would do. */
import { useRef, useState } from 'preact/hooks';
import type { ImportRow, ImportsView, ImportWould } from '../../connector/server/contract/corrections.ts';
import type { ImportUndone } from '../../connector/server/contract/imports.ts';
import { Button, Empty, FailureNotice, Notice, States, useAction, useResource, useSidebook } from '../runtime/index.ts';

export interface ImportsProps {
  readonly entity: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function Imports({ entity, onClose, onDone }: ImportsProps) {
  const { t } = useSidebook();
  const title = useRef<HTMLHeadingElement>(null);
  // What was pressed is gone: the keys stay where the answer is.
  const done = (): void => {
    title.current?.focus();
    onDone();
  };
  return (
    <section class="sb-rv-imports" aria-label={t('prices.imports')}>
      <div class="sb-rv-pair">
        <h3 ref={title} tabIndex={-1}>
          {t('prices.imports')}
        </h3>
        <Button kind="link" icon="close" onClick={onClose}>
          {t('runtime.close')}
        </Button>
      </div>
      <Rows entity={entity} after={null} onDone={done} />
    </section>
  );
}

interface RowsProps {
  readonly entity: string;
  readonly after: string | null;
  readonly onDone: () => void;
}

/** A page, and on demand the one after it. */
function Rows({ entity, after, onDone }: RowsProps) {
  const { t } = useSidebook();
  const [more, setMore] = useState(false);
  const page = after === null ? '' : `&after=${encodeURIComponent(after)}`;
  const of = useResource<ImportsView>(`imports?entity=${encodeURIComponent(entity)}${page}`);
  const done = (): void => {
    of.reload();
    onDone();
  };
  return (
    <States of={of} rows={4}>
      {({ rows, next, may }) => (
        <>
          {rows.length === 0 && <Empty title={t('prices.noImports')} text={t('prices.noImportsNext')} />}
          <ul class="sb-list">
            {rows.map((row) => <Row key={row.id} row={row} entity={entity} mayUndo={may.undo} onDone={done} />)}
          </ul>
          {next !== null && (more ? <Rows entity={entity} after={next} onDone={onDone} /> : <Button onClick={() => setMore(true)}>{t('prices.importsMore')}</Button>)}
        </>
      )}
    </States>
  ); // prettier-ignore
}

interface RowProps {
  readonly row: ImportRow;
  readonly entity: string;
  readonly mayUndo: boolean;
  readonly onDone: () => void;
}

function Row({ row, entity, mayUndo, onDone }: RowProps) {
  const { t, format } = useSidebook();
  const [open, setOpen] = useState(false);
  const told = [
    format.exact(row.at),
    row.by,
    t('prices.importRows', { n: row.rows }),
    row.leftOut > 0 && t('prices.importLeft', { n: row.leftOut }),
  ];
  return (
    <li class="sb-rv-stock">
      <div class="sb-rv-pair">
        <b>{row.rival}</b>
        <span class="sb-note sb-cut" title={row.file}>{row.file}</span>
      </div>
      <div class="sb-rv-pair">
        <span class="sb-note">{told.filter(Boolean).join(' · ')}</span>
        {row.undone === null && mayUndo && <Button kind="link" expanded={open} title={t('prices.undoOf', { name: `${row.rival}, ${row.file}` })} onClick={() => setOpen(!open)}>{t('prices.undo')}</Button>}
      </div>
      {row.undone !== null && <p class="sb-note">{t('prices.undoneBy', { at: format.exact(row.undone.at), by: row.undone.by })}</p>}
      {open && row.undone === null && <Undo id={row.id} entity={entity} onDone={onDone} onClose={() => setOpen(false)} />}
    </li>
  ); // prettier-ignore
}

interface UndoProps {
  readonly id: string;
  readonly entity: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Undo({ id, entity, onDone, onClose }: UndoProps) {
  const { t, announce } = useSidebook();
  const of = useResource<ImportWould>(`imports/${id}/undo?entity=${encodeURIComponent(entity)}`);
  const action = useAction<ImportUndone>();
  const finish = (done: ImportUndone | undefined): void => {
    if (done === undefined) return of.reload();
    announce(t('prices.undone', { n: done.rows }));
    onDone();
  };
  return (
    <States of={of} rows={2}>
      {({ rows, items, rests }) => (
        <>
          {action.failure && <FailureNotice failure={action.failure} onRetry={() => void action.again().then(finish)} />}
          {rests > 0 ? (
            <Notice icon="warn" tone="warn" title={t('prices.undoRests', { n: rests })} text={t('prices.undoRestsNext')} />
          ) : (
            <>
              <p role="status">{t('prices.undoWould', { n: rows })} {items > 0 && t('prices.undoItems', { n: items })} {t('prices.undoMeans')}</p>
              <div class="sb-actions">
                <Button writes kind="primary" busy={action.busy} onClick={() => void action.run({ method: 'POST', path: `imports/${id}/undo`, body: { entity } }).then(finish)}>{t('prices.undoDo')}</Button>
                <Button onClick={onClose}>{t('prices.undoNot')}</Button>
              </div>
            </>
          )}
        </>
      )}
    </States>
  ); // prettier-ignore
}
