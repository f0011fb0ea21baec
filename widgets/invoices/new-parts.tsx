/** Around the fields of a new invoice: what is wrong, and what it comes to. */
import { Button, Icon, Money, Unknown, useSidebook, useT } from '../runtime/index.ts';
import { Line, Lines } from '../runtime/parts.ts';
import type { Wrong } from './draft.ts';
import type { Previewed } from './preview.ts';

/** All mistakes in one place; each leads to its field. */
export function Summary({ open, focus }: { readonly open: Wrong; readonly focus: (path: string) => void }) {
  const t = useT();
  const where = (path: string): string => {
    const [, line] = /^lines\.(\d+)\./.exec(path) ?? [];
    return line === undefined ? '' : `${t('invoices.line', { n: Number(line) + 1 })}: `;
  };
  return (
    <div class="sb-notice sb-tone-danger" role="alert">
      <Icon name="error" />
      <div class="sb-notice-body">
        <p class="sb-notice-title">{t('invoices.wrong')}</p>
        <ul>
          {Object.keys(open).map((path) => (
            <li key={path}>
              <Button kind="link" onClick={() => focus(path)}>
                {where(path) + (open[path] ?? '')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** As the server computed them; a dash with the reason while they are not known. */
export function Totals({ preview, currency }: { readonly preview: Previewed; readonly currency: string | undefined }) {
  const { t, format } = useSidebook();
  const { sums, failure } = preview;
  const why = failure ? (failure.problem ? failure.problem.title : t('runtime.failed.network')) : t('invoices.notYet');
  return (
    <div aria-live="polite">
      <Lines>
        <Line strong label={t('invoices.total')} note={sums ? t('invoices.vatWithin', { sum: format.money(sums.vatTotal, currency) }) : failure ? why : undefined}>
          {sums ? <Money amount={sums.total} currency={currency} /> : <Unknown why={why} />}
        </Line>
      </Lines>
    </div>
  ); // prettier-ignore
}
