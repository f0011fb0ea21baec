/** A new invoice: the customer is known, six things are typed, sums and number come from the server and the books. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InvoicesView, InvoiceView } from '../../connector/server/contract/invoices.ts';
import { Button, FailureNotice, Notice, useDirty, useSidebook } from '../runtime/index.ts';
import { DayField, Field, Select } from '../runtime/parts.ts';
import { bodyOf, type Draft, isEmptyLine, isTouched, withoutEmpty, wrongIn } from './draft.ts';
import { LineFields } from './line.tsx';
import { pastedLines } from './paste.ts';
import { usePreview } from './preview.ts';
import { useSending } from './send.ts';
import { Summary, Totals } from './new-parts.tsx';
import { useDraft } from './use-draft.ts';

export interface NewProps {
  readonly view: InvoicesView;
  readonly counterparty: NonNullable<InvoicesView['counterparty']>;
  /** As it was before it was left. */
  readonly draft: Draft | null;
  readonly onDone: (made: InvoiceView) => void;
  /** With what was typed, so that leaving can be undone. */
  readonly onLeave: (draft: Draft | null) => void;
}

export function New({ view: { form, may }, counterparty, draft: before, onDone, onLeave }: NewProps) {
  const { t } = useSidebook();
  const typing = useDraft(form, before);
  const { draft } = typing;
  const [leftOut, setLeftOut] = useState(0);
  const { action, send, maybeSaved } = useSending();
  const box = useRef<HTMLFormElement>(null);
  const severalOrganisations = form.organisations.length > 1;
  const touched = isTouched(draft);
  useDirty(touched);

  const clean = withoutEmpty(draft);
  const complete = Object.keys(wrongIn(clean, false)).every((path) => path === 'dueDate');
  const preview = usePreview(complete ? bodyOf({ ...clean, dueDate: '' }, counterparty.id, false) : null);
  const amountOf = (key: number): string | null =>
    (preview.sums && preview.sums.lines[clean.lines.findIndex((line) => line.key === key)]?.amount) ?? null;

  const focus = (path: string): void => box.current?.querySelector<HTMLElement>(`[data-field="${path}"] input,[data-field="${path}"] select`)?.focus(); // prettier-ignore
  const submit = (issue: boolean): void => {
    typing.sent(clean);
    const [first] = Object.keys(wrongIn(clean, severalOrganisations));
    if (first !== undefined) return focus(first);
    void send(bodyOf(clean, counterparty.id, issue)).then((made) => made && onDone(made));
  };
  const { failure } = action;
  const fields = failure && failure.problem ? failure.problem.fields : undefined;
  useEffect(() => {
    if (fields) typing.refused(fields);
  }, [fields]);

  /** Enter goes on: to the next line, from an empty last one to the date. */
  const enter = (at: number): void => {
    const line = draft.lines[at];
    if (line && isEmptyLine(line) && at > 0) {
      typing.remove(at);
      focus('dueDate');
    } else if (at === draft.lines.length - 1) typing.add();
    else focus(`lines.${String(at + 1)}.text`);
  };
  const keys = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.key !== 'Enter' || event.ctrlKey || !(target instanceof HTMLInputElement || target instanceof HTMLSelectElement))
      return;
    const at = lineAt(target);
    if (at === null) return;
    event.preventDefault();
    enter(at);
  };
  const paste = (event: ClipboardEvent): void => {
    const at = event.target instanceof Element ? lineAt(event.target) : null;
    const text = at === null || !event.clipboardData ? '' : event.clipboardData.getData('text/plain');
    const pasted = pastedLines(text, form.vatRates, t('runtime.format.group'));
    if (pasted === null || at === null) return;
    event.preventDefault();
    typing.fill(at, pasted.lines);
    setLeftOut(pasted.left);
  };
  const left = (event: FocusEvent): void => {
    const at = event.target instanceof Element ? event.target.closest('[data-field]') : null;
    const path = at && at.getAttribute('data-field');
    // On the way to a button nothing may move: what is said beneath a field would push it from under the pointer, and the click be lost.
    if (path && !(event.relatedTarget instanceof HTMLButtonElement)) typing.left(path);
  };
  const wrongPaths = Object.keys(typing.open);
  return (
    <form ref={box} class="sb-inv-form" noValidate onKeyDown={keys} onPaste={paste} onFocusOut={left} aria-label={t('invoices.newTitle')}
      onSubmit={(event) => { event.preventDefault(); submit(may.issue); }}>
      <h2 class="sb-inv-name">{t('invoices.newTitle')} <span class="sb-note">{counterparty.name}</span></h2>
      {form.why !== null && <Notice icon="waiting" tone="warn" title={form.why.text} text={form.why.next} />}
      {maybeSaved ? (
        <Notice icon="warn" tone="warn" urgent title={t('invoices.maybeSaved')} text={t('invoices.maybeSavedNext')}
          actions={<Button onClick={() => onLeave(null)}>{t('invoices.back')}</Button>} />
      ) : (
        failure && !fields && <FailureNotice failure={failure} onRetry={() => void action.again().then((made) => made && onDone(made))} />
      )}
      {wrongPaths.length > 1 && <Summary open={typing.open} focus={focus} />}
      {severalOrganisations && (
        <div data-field="organisation">
          <Select label={t('invoices.organisation')} value={draft.organisation ?? ''} error={typing.wrong('organisation')}
            options={[{ value: '', label: '—' }, ...form.organisations.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(id) => typing.set({ organisation: id || null }, 'organisation')} />
        </div>
      )}
      {draft.lines.map((line, at) => (
        <LineFields key={line.key} line={line} at={at} form={form} wrong={typing.wrong} amount={amountOf(line.key)} alone={draft.lines.length === 1}
          onChange={(change, path) => typing.setLine(at, change, path)} onRemove={() => typing.remove(at)} focus={focus} />
      ))}
      {leftOut > 0 && <p class="sb-error-text" role="alert">{t('invoices.leftOut', { n: leftOut })}</p>}
      <Button kind="link" icon="add" onClick={typing.add}>{t('invoices.addLine')}</Button>
      <div class="sb-inv-row">
        <div class="sb-inv-short" data-field="dueDate">
          <DayField label={t('invoices.dueOn')} value={draft.dueDate ?? ''} error={typing.wrong('dueDate')}
            onValue={(dueDate) => typing.set({ dueDate }, 'dueDate')} />
        </div>
        <div data-field="comment">
          <Field label={t('invoices.comment')} value={draft.comment} error={typing.wrong('comment')} maxLength={2000}
            onInput={(comment) => typing.set({ comment }, 'comment')} />
        </div>
      </div>
      <Totals preview={preview} currency={form.currencies[0]?.code} />
      <div class="sb-actions">
        {may.issue && <Button submit kind="primary" busy={action.busy}>{t('invoices.issue')}</Button>}
        <Button kind={may.issue ? 'plain' : 'primary'} submit={!may.issue} busy={action.busy} onClick={may.issue ? () => submit(false) : undefined}>{t('invoices.asDraft')}</Button>
        <Button onClick={() => onLeave(touched ? draft : null)}>{t('runtime.cancel')}</Button>
      </div>
    </form>
  ); // prettier-ignore
}

/** Which line an input belongs to; null: none. */
function lineAt(element: Element): number | null {
  const line = element.closest('[data-line]');
  return line ? Number(line.getAttribute('data-line')) : null;
}
