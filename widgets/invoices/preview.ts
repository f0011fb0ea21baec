/** What the lines come to, asked of the server a moment after typing stopped. */
import { useEffect, useState } from 'preact/hooks';
import type { InvoicePreview, NewInvoice } from '../../connector/server/contract/invoices.ts';
import { Failure, useSidebook } from '../runtime/index.ts';

const TYPING_MS = 350;

export interface Previewed {
  /** Of what is typed now; null: not known (yet). */
  readonly sums: InvoicePreview | null;
  readonly failure: Failure | null;
}

/** `body` null: not complete enough to ask. */
export function usePreview(body: NewInvoice | null, ms = TYPING_MS): Previewed {
  const { api } = useSidebook();
  const asked = body === null ? '' : JSON.stringify({ lines: body.lines });
  const [got, setGot] = useState<Previewed & { readonly of: string }>({ of: '', sums: null, failure: null });
  useEffect(() => {
    if (body === null) return undefined;
    let current = true;
    const keep = (sums: InvoicePreview | null, failure: Failure | null): void => {
      if (current) setGot({ of: asked, sums, failure });
    };
    const ask = (): void =>
      void api.send<InvoicePreview>({ method: 'POST', path: 'invoices/preview', body }).then(
        (sums) => keep(sums, null),
        (thrown: unknown) => keep(null, thrown instanceof Failure ? thrown : new Failure('crashed')),
      );
    const timer = setTimeout(ask, ms);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, ms]);
  return got.of === asked ? got : { sums: null, failure: null };
}
