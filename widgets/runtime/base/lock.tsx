/** First line of every private widget: what is below it never reaches a host; on paper it says whom it is for. */
import { useSidebook } from '../context.ts';
import { Icon } from './icon.tsx';

export function Lock() {
  const { t } = useSidebook();
  return (
    <p class="sb-lock sb-note">
      <Icon name="lock" />
      <span>{t('runtime.lock')}</span>
      <span class="sb-lock-print">{t('runtime.lockPrint')}</span>
    </p>
  );
}
