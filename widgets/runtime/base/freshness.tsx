/** How old the data of a base is, where it is older than allowed. */
import type { Freshness } from '../../../connector/server/contract/shared.ts';
import { At, Button, Icon, useSidebook } from '../index.ts';

/** "на 12:40 (1С)"; older than allowed: a badge with the cause and "Обновить". */
export function FreshnessLine({
  freshness,
  onRefresh,
}: {
  readonly freshness: readonly Freshness[];
  readonly onRefresh: () => void;
}) {
  const { t, width } = useSidebook();
  const narrow = width === 'narrow';
  const button = <Button onClick={onRefresh}>{t('runtime.refresh')}</Button>;
  const stale = freshness.filter((one) => one.stale);
  if (stale.length === 0) return null;
  return (
    <div class="sb-notice sb-tone-warn">
      <Icon name="waiting" />
      <div class="sb-notice-body">
        {stale.map((one) => (
          <p key={one.host}>
            <b>
              {one.title}: {one.at === null ? t('runtime.neverRead') : <span>{t('runtime.asOf')} <At at={one.at} /></span>}
            </b>
            {one.cause && ` ${one.cause.text} ${one.cause.next}`}
          </p>
        ))} 
        {narrow && <div class="sb-actions">{button}</div>}
      </div>
      {!narrow && button}
    </div>
  ); // prettier-ignore
}
