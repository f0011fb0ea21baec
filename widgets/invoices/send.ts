/** Sending a new invoice at most once: one key until the server has said yes or no. */
import { useEffect, useRef } from 'preact/hooks';
import type { InvoiceView, NewInvoice } from '../../connector/server/contract/invoices.ts';
import { type Action, useAction, useSidebook } from '../runtime/index.ts';

export interface Sending {
  readonly action: Action<InvoiceView>;
  readonly send: (body: NewInvoice) => Promise<InvoiceView | undefined>;
  /** An earlier try got through although no answer came. */
  readonly maybeSaved: boolean;
}

/**
 * After a lost answer the invoice may exist. So the key stays, even if the form is changed and sent anew: the server then says
 * that the key is used up (`key-reused`), instead of making a second invoice.
 */
export function useSending(): Sending {
  const { api } = useSidebook();
  const action = useAction<InvoiceView>();
  const key = useRef<string | null>(null);
  const problem = action.failure ? action.failure.problem : null;
  useEffect(() => {
    if (problem && problem.status >= 400 && problem.status < 500 && problem.code !== 'key-running') key.current = null;
  }, [problem]);
  const send = (body: NewInvoice): Promise<InvoiceView | undefined> => {
    if (key.current === null) key.current = api.newKey();
    return action.run({ method: 'POST', path: 'invoices', body, key: key.current });
  };
  return { action, send, maybeSaved: problem !== null && problem.code === 'key-reused' };
}
