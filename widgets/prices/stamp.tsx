/** On paper alone: whose secret this is, as the law wants it said, and that it stays inside. */
import type { PricesView } from '../../connector/server/contract/prices.ts';
import { useSidebook } from '../runtime/index.ts';

export function Stamp({ view }: { readonly view: PricesView }) {
  const { t, now, format } = useSidebook();
  return (
    <div class="sb-rv-stamp" aria-hidden="true">
      <b>{t('prices.stamp')}</b>
      {view.stamp.map((line) => (
        <div key={line}>{line}</div>
      ))}
      <div>
        {t('prices.inside')} · {format.exact(new Date(now()).toISOString())}
      </div>
    </div>
  );
}
