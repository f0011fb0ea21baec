/** First line of every private widget: what is below it never reaches a host. */
import { useSidebook } from '../context.ts';
import { Icon } from './icon.tsx';

export function Lock() {
  const { t } = useSidebook();
  return (
    <p class="sb-lock sb-note">
      <Icon name="lock" />
      <span>{t('runtime.lock')}</span>
    </p>
  );
}
