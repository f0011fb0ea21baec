/** A debtor is warned of before a new invoice, not after. */
import { Button, useT } from '../runtime/index.ts';
import { Dialog } from '../runtime/parts.ts';

export function Guard(props: { readonly text: string; readonly onGoOn: () => void; readonly onClose: () => void }) {
  const t = useT();
  const actions = (
    <>
      <Button onClick={props.onGoOn}>{t('invoices.goOn')}</Button>
      <Button kind="primary" onClick={props.onClose}>{t('runtime.cancel')}</Button>
    </>
  ); // prettier-ignore
  return (
    <Dialog title={t('invoices.guard')} onClose={props.onClose} actions={actions}>
      <p>{props.text}</p>
    </Dialog>
  );
}
