/** What one does next. A debtor is warned of before a call or a new invoice, not after. */
import { useState } from 'preact/hooks';
import type { CounterpartyView } from '../../connector/server/contract/counterparty.ts';
import { Button, Icon, useSidebook } from '../runtime/index.ts';
import { Dialog } from '../runtime/parts.ts';

type Asked = 'call' | 'issue' | null;
/** Only what a phone number is made of: the text comes from people. */
const telephone = (phone: string): string => `tel:${phone.replace(/[^\d+*#,;]/g, '')}`;

export function Actions({ view }: { readonly view: CounterpartyView }) {
  const { t, emit, entity } = useSidebook();
  const [asked, setAsked] = useState<Asked>(null);
  const own = entity ?? view.entity;
  const go = (widget?: string, action?: string): void =>
    emit('navigate', { entity: own, ...(widget ? { widget } : {}), ...(action ? { action } : {}) });
  const issue = (): void => {
    setAsked(null);
    go('invoices', 'new');
  };
  return (
    <>
      <div class="sb-actions">
        {view.may.issue && (
          <Button writes kind="primary" icon="add" onClick={view.guard.warn ? () => setAsked('issue') : issue}>
            {t('counterparty.issue')}
          </Button>
        )}
        {view.may.seeInvoices && (
          <Button icon="list" onClick={() => go('invoices')}>
            {t('counterparty.invoices')}
          </Button>
        )}
        {view.may.note && (
          <Button writes icon="lock" onClick={() => go('notes', 'new')}>
            {t('counterparty.note')}
          </Button>
        )}
        <Button icon="open" onClick={() => go()}>
          {t('counterparty.open')}
        </Button>
        {view.problems > 0 && view.may.resolve && (
          <Button icon="warn" onClick={() => go('problems')}>
            {t('counterparty.problems', { n: view.problems })}
          </Button>
        )}
        {view.phone !== null && <Call phone={view.phone} guarded={view.guard.warn} onAsk={() => setAsked('call')} />}
      </div>
      {asked !== null && (
        <Dialog
          title={t(asked === 'call' ? 'counterparty.guardCall' : 'counterparty.guardIssue')}
          onClose={() => setAsked(null)}
          actions={
            <>
              {asked === 'issue' ? (
                <Button onClick={issue}>{t('counterparty.goOnIssue')}</Button>
              ) : (
                <CallAnyway view={view} onDone={() => setAsked(null)} />
              )}
              <Button kind="primary" onClick={() => setAsked(null)}>
                {t('runtime.cancel')}
              </Button>
            </>
          }
        >
          <p>{view.guard.text}</p>
        </Dialog>
      )}
    </>
  );
}

function Call({ phone, guarded, onAsk }: { readonly phone: string; readonly guarded: boolean; readonly onAsk: () => void }) {
  const { t } = useSidebook();
  const title = t('counterparty.call', { phone });
  if (guarded) {
    return (
      <Button icon="phone" title={title} onClick={onAsk}>
        {phone}
      </Button>
    );
  }
  return (
    <a class="sb-button" href={telephone(phone)} title={title}>
      <Icon name="phone" />
      <span>{phone}</span>
    </a>
  );
}

function CallAnyway({ view, onDone }: { readonly view: CounterpartyView; readonly onDone: () => void }) {
  const { t } = useSidebook();
  return (
    <a class="sb-button" href={telephone(view.phone ?? '')} onClick={onDone}>
      {t('counterparty.goOnCall')}
    </a>
  );
}
