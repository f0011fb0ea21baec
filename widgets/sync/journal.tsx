/** What happened lately, newest first. */
import { useState } from 'preact/hooks';
import type { SyncView } from '../../connector/server/contract/sync.ts';
import { At, Button, useSidebook } from '../runtime/index.ts';

const SHOWN = 3;

export function Journal({ rows }: { readonly rows: SyncView['journal'] }) {
  const { t } = useSidebook();
  const [all, setAll] = useState(false);
  return (
    <section class="sb-sy-journal">
      <h3 class="sb-sy-h3">{t('sync.journal')}</h3>
      {rows.length === 0 && <p class="sb-note">{t('sync.nothingYet')}</p>}
      <ul class="sb-list">
        {(all ? rows : rows.slice(0, SHOWN)).map(({ at, text }, i) => (
          <li key={`${at} ${String(i)}`}>
            <span class="sb-num sb-tone-muted"><At at={at} /></span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && !all && <Button kind="link" icon="down" onClick={() => setAll(true)}>{t('sync.more', { n: rows.length - SHOWN })}</Button>}
    </section>
  ); // prettier-ignore
}
