/** What is done with an invoice from the list and from its own page: issue a draft, try once more. */
import { useState } from 'preact/hooks';
import type { InvoiceRow, InvoiceView } from '../../connector/server/contract/invoices.ts';
import { type Failure, useAction, useSidebook } from '../runtime/index.ts';

export interface RowActions {
  /** Of the invoice a call is about. */
  readonly busy: string | null;
  readonly failure: Failure | null;
  readonly again: () => void;
  readonly issue: (row: InvoiceRow) => void;
  readonly retry: (row: InvoiceRow) => void;
}

/** By the host's own name where it has one. */
export const entityOf = (row: Pick<InvoiceRow, 'id' | 'entity'>): string => row.entity ?? `sidebook:invoice:${row.id}`;

/** Rejected, put off, or waiting for an answer: a person may say "now". */
export const mayRetry = ({ state, push }: InvoiceRow): boolean =>
  state === 'issued' && (push.state === 'rejected' || push.state === 'queued');

/** `onDone`: with the invoice as it is now, or null when only the list knows. */
export function useRowActions(onDone: (view: InvoiceView | null) => void): RowActions {
  const { emit, announce, t } = useSidebook();
  const action = useAction<unknown>();
  const [row, setRow] = useState<InvoiceRow | null>(null);
  const done = (of: InvoiceRow, answer: unknown): void => {
    if (answer === undefined) return;
    setRow(null);
    const issued = isView(answer);
    announce(t(issued ? 'invoices.push.queued' : 'invoices.retried'));
    emit('changed', { entity: entityOf(of), fields: [issued ? 'state' : 'push'] });
    onDone(issued ? answer : null);
  };
  const run = (of: InvoiceRow, what: string): void => {
    setRow(of);
    void action.run({ method: 'POST', path: `invoices/${of.id}/${what}` }).then((answer) => done(of, answer));
  };
  return {
    busy: action.busy && row ? row.id : null,
    failure: action.failure,
    again: () => void (row && action.again().then((answer) => done(row, answer))),
    issue: (of) => run(of, 'issue'),
    retry: (of) => run(of, 'retry'),
  };
}

const isView = (answer: unknown): answer is InvoiceView => typeof answer === 'object' && answer !== null && 'row' in answer;
