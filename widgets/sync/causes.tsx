/** Why, whose turn it is, what to do, and when it is tried again by itself. */
import type { Cause } from '../../connector/server/contract/shared.ts';
import { CopyButton, Details, Notice, useSidebook } from '../runtime/index.ts';

export function Causes({ causes }: { readonly causes: readonly Cause[] }) {
  if (causes.length === 0) return null;
  return (
    <div class="sb-stack">
      {causes.map((cause) => (
        <CauseNotice key={`${cause.code} ${cause.text}`} cause={cause} />
      ))}
    </div>
  );
}

export function CauseNotice({ cause }: { readonly cause: Cause }) {
  const { t, format } = useSidebook();
  const passes = cause.who === 'itself';
  return (
    <Notice icon={passes ? 'waiting' : 'warn'} tone="warn" title={cause.text}>
      <p>
        <b>{t(`runtime.who.${cause.who}`)}</b> {cause.next}
      </p>
      {cause.retryAt !== null && <p class="sb-note">{t('sync.retryAt', { at: format.at(cause.retryAt) })}</p>}
      <Details>
        <p class="sb-note">
          {t('runtime.code')}: {cause.code}
          <CopyButton text={cause.code} what={t('runtime.copyTrace')} />
        </p>
      </Details>
    </Notice>
  );
}
