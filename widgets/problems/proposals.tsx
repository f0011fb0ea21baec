/** What sales would change in posted invoices: done by hand in the books, or declined here. */
import { useState } from 'preact/hooks';
import type { ProblemsView } from '../../connector/server/contract/problems.ts';
import type { Done } from '../../connector/server/contract/sync.ts';
import { At, Button, FailureNotice, useAction, useSidebook } from '../runtime/index.ts';
import { Dialog } from '../runtime/parts.ts';

type Proposal = ProblemsView['proposals'][number];
interface ProposalsProps {
  readonly view: ProblemsView;
  readonly onChanged: () => void;
}

export function Proposals({ view, onChanged }: ProposalsProps) {
  const { t } = useSidebook();
  if (view.proposals.length === 0) return null;
  return (
    <section class="sb-pr-proposals">
      <h3 class="sb-pr-h3">{t('problems.proposals', { n: view.proposals.length })}</h3>
      <ul class="sb-list">
        {view.proposals.map((one) => (
          <One key={one.id} one={one} may={view.may.decide} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

function One({ one, may, onChanged }: { readonly one: Proposal; readonly may: boolean; readonly onChanged: () => void }) {
  const { t } = useSidebook();
  const [asked, setAsked] = useState(false);
  const close = useAction<Done>();
  const state = may && !one.mine ? 'declined' : 'withdrawn';
  const run = async (): Promise<void> => {
    const done = await close.run({ method: 'POST', path: `proposals/${String(one.id)}`, body: { state } });
    setAsked(false);
    if (done) onChanged();
  };
  return (
    <li class="sb-entry">
      <div class="sb-pr-proposal">
        <div>
          <b>{one.subject}</b>
          <p class="sb-note">{one.by}, <At at={one.at} /></p>
        </div>
        {(may || one.mine) && <Button writes busy={close.busy} onClick={() => setAsked(true)}>{t(`problems.${state}`)}</Button>}
      </div>
      <Changes changes={one.changes} />
      {close.failure && <FailureNotice failure={close.failure} onRetry={() => void run()} />}
      {asked && (
        <Dialog title={t(`problems.ask.${state}`)} onClose={() => setAsked(false)}
          actions={
            <>
              <Button writes busy={close.busy} onClick={() => void run()}>{t(`problems.${state}`)}</Button>
              <Button kind="primary" onClick={() => setAsked(false)}>{t('runtime.cancel')}</Button>
            </>
          }>
          <p>{one.subject}, {one.by}</p>
          <p>{t('problems.forGood')}</p>
        </Dialog>
      )}
    </li>
  ); // prettier-ignore
}

function Changes({ changes }: Pick<Proposal, 'changes'>) {
  const { t } = useSidebook();
  const empty = t('problems.empty');
  return (
    <ul class="sb-pr-facts">
      {changes.map(({ label, before, after }) => (
        <li key={label}>
          <span class="sb-tone-muted">{label} </span>
          <s>{before ?? empty}</s> → <b>{after ?? empty}</b>
        </li>
      ))}
    </ul>
  );
}
