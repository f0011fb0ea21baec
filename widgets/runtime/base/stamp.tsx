/** On paper alone: whose secret this is. */
import { useSidebook } from '../index.ts';

/** As the law wants it said: a commercial secret, its holder and the holder's address where they are configured, and that it stays inside. */
export function Stamp({ lines }: { readonly lines: readonly string[] }) {
  const { t, now, format } = useSidebook();
  return (
    <div class="sb-stamp" aria-hidden="true">
      <b>{t('runtime.stamp')}</b>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      <div>
        {t('runtime.lockPrint')} · {format.exact(new Date(now()).toISOString())}
      </div>
    </div>
  );
}
