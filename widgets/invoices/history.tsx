/** What the books changed of a posted invoice, and what sales proposes. */
import type { InvoiceView } from '../../connector/server/contract/invoices.ts';
import type { Change } from '../../connector/server/contract/shared.ts';
import { At, Button, FailureNotice, useAction, useSidebook, useT } from '../runtime/index.ts';
import { Part } from './part.tsx';
import { entityOf } from './row-actions.ts';

/** "Срок: 01.11 → 15.11" */
export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const t = useT();
  return (
    <ul>
      {changes.map(({ field, label, before, after }) => (
        <li key={field}>
          {label}: <del>{before ?? '—'}</del> <span aria-hidden="true">→</span>
          <span class="sb-hidden">{t('invoices.became')}</span> <ins>{after ?? '—'}</ins>
        </li>
      ))}
    </ul>
  );
}

export function Revisions({ view: { revisions } }: { readonly view: InvoiceView }) {
  const t = useT();
  if (revisions.length === 0) return null;
  return (
    <Part title={t('invoices.revisions', { n: revisions.length })}>
      {revisions.map(({ n, at, host, changes }) => (
        <div key={n} class="sb-inv-line">
          <p class="sb-note">
            {host} · <At at={at} />
          </p>
          <Changes changes={changes} />
        </div>
      ))}
    </Part>
  );
}

export function Proposals({ view, reload }: { readonly view: InvoiceView; readonly reload: () => void }) {
  const { t, emit } = useSidebook();
  const withdrawal = useAction<unknown>();
  const over = (answer: unknown): void => {
    if (answer === undefined) return;
    emit('changed', { entity: entityOf(view.row), fields: ['proposal'] });
    reload();
  };
  const withdraw = (id: number): void =>
    void withdrawal.run({ method: 'POST', path: `proposals/${String(id)}`, body: { state: 'withdrawn' } }).then(over);
  if (view.proposals.length === 0) return null;
  return (
    <Part title={t('invoices.proposals')}>
      {withdrawal.failure && <FailureNotice failure={withdrawal.failure} onRetry={() => void withdrawal.again().then(over)} />}
      {view.proposals.map(({ id, state, by, at, changes }) => (
        <div key={id} class="sb-inv-line">
          <p class="sb-note">
            {t(`invoices.proposal.${state}`)} · {by} · <At at={at} />
          </p>
          <Changes changes={changes} />
          {state === 'open' && view.may.withdraw && (
            <div class="sb-actions">
              <Button writes busy={withdrawal.busy} onClick={() => withdraw(id)}>{t('invoices.withdraw')}</Button>
            </div>
          )}
        </div>
      ))}
    </Part>
  ); // prettier-ignore
}
