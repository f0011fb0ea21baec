/** First line of the panel: what is below it never reaches a host. */
import { Icon, useSidebook } from '../runtime/index.ts';

export function Lock() {
  const { t } = useSidebook();
  return (
    <p class="sb-lock sb-note">
      <Icon name="lock" />
      <span>{t('runtime.lock')}</span>
    </p>
  );
}
