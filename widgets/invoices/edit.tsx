/** Editing what may be edited. Only what was touched is sent; when the invoice moved meanwhile, what was typed stays. */
import { useEffect, useState } from 'preact/hooks';
import type { InvoiceView } from '../../connector/server/contract/invoices.ts';
import { Button, FailureNotice, Notice, useAction, useDirty, useSidebook } from '../runtime/index.ts';
import { DayField, Field } from '../runtime/parts.ts';
import { entityOf } from './row-actions.ts';

export interface EditProps {
  readonly view: InvoiceView;
  readonly put: (view: InvoiceView) => void;
  readonly reload: () => void;
  readonly mayPropose: boolean;
  /** What is typed and not saved, for whoever takes the form away. */
  readonly typed: { current: Touched | null };
  readonly onClose: () => void;
}
/** Null: cannot be understood. */
export type Touched = Readonly<Record<string, string | null>>;

const stored = ({ row, comment }: InvoiceView, field: string): string =>
  (field === 'dueDate' ? row.dueDate : field === 'comment' ? comment : null) ?? '';
/** Refusals of the books, which can be kept as a proposal instead. */
const BOOKS = ['invoice-posted', 'period-closed', 'field-not-yours'];

export function Edit({ view, put, reload, mayPropose, typed, onClose }: EditProps) {
  const { t, emit, format } = useSidebook();
  const [touched, setTouched] = useState<Touched>(typed.current ?? {});
  const [seen, setSeen] = useState(view);
  const [tried, setTried] = useState(false);
  const save = useAction<InvoiceView>();
  const changed = Object.keys(touched).filter((field) => touched[field] !== stored(view, field));
  useDirty(changed.length > 0);
  typed.current = changed.length > 0 ? touched : null;

  const send = async (propose: boolean): Promise<void> => {
    const isWrong = changed.some((field) => touched[field] === null);
    setTried(isWrong);
    if (isWrong) return;
    if (changed.length === 0) return onClose();
    const changes: Record<string, string | null> = {};
    for (const field of changed) changes[field] = touched[field] || null;
    setSeen(view);
    await over(save.run({ method: 'PATCH', path: `invoices/${view.row.id}`, ifMatch: `"${String(view.row.rev)}"`, body: { changes, propose } })); // prettier-ignore
  };
  const over = async (call: Promise<InvoiceView | undefined>): Promise<void> => {
    const answer = await call;
    if (answer === undefined) return;
    emit('changed', { entity: entityOf(answer.row), fields: changed });
    put(answer);
    typed.current = null;
    onClose();
  };
  const { failure } = save;
  useEffect(() => {
    if (failure && failure.kind === 'moved') reload();
  }, [failure]);
  const submit = (event: Event): void => {
    event.preventDefault();
    void send(false);
  };
  return (
    <form class="sb-inv-form" onSubmit={submit} noValidate>
      {failure && failure.kind === 'moved' ? (
        <Notice icon="warn" tone="warn" urgent title={t('invoices.moved')} text={t('invoices.movedNext')} />
      ) : failure && failure.problem && mayPropose && BOOKS.indexOf(failure.problem.code) >= 0 ? (
        <Notice icon="lock" tone="warn" urgent title={failure.problem.title} text={failure.problem.next}
          actions={<Button writes kind="primary" busy={save.busy} onClick={() => void send(true)}>{t('invoices.propose')}</Button>} />
      ) : (
        failure && <FailureNotice failure={failure} onRetry={() => void over(save.again())} />
      )}
      {view.editable.map(({ field, label }, i) => {
        const value = touched[field] === undefined ? stored(view, field) : (touched[field] ?? '');
        const now = stored(view, field);
        const shownNow = field === 'dueDate' && now !== '' ? format.date(now) : now;
        const other = touched[field] !== undefined && now !== stored(seen, field) && now !== value;
        const props = {
          label, value, autoFocus: i === 0,
          error: tried && touched[field] === null ? t('runtime.notDay') : failure?.problem?.fields?.[`changes.${field}`],
          ...(other ? { hint: t('invoices.nowIs', { value: shownNow || '—' }) } : {}),
        }; // prettier-ignore
        const set = (text: string | null): void => setTouched({ ...touched, [field]: text });
        return field === 'dueDate' ? <DayField key={field} {...props} onValue={set} /> : <Field key={field} {...props} onInput={set} maxLength={2000} />;
      })}
      <div class="sb-actions">
        <Button writes submit kind="primary" busy={save.busy}>{t('invoices.save')}</Button>
        <Button onClick={onClose}>{t('runtime.cancel')}</Button>
      </div>
    </form>
  ); // prettier-ignore
}
