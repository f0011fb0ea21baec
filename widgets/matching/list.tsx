/** Questions one under another, one of them open. After an answer the next one opens and has the focus. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MatchingView, MatchRow } from '../../connector/server/contract/matching.ts';
import { Button, Empty, Notice, Status, useSidebook } from '../runtime/index.ts';
import { Entry } from './entry.tsx';
import type { Doing } from './use-matching.ts';

interface ListProps {
  readonly view: MatchingView;
  readonly doing: Doing;
  readonly more: (() => void) | null;
  readonly loading: boolean;
  readonly onAnswered: () => void;
}
const CLOSED = -1;

/** Which is open: as chosen, else the one that took the place of the answered one. */
function useOpen(rows: readonly MatchRow[]) {
  const [id, setId] = useState(0);
  const place = useRef(0);
  const at = rows.map((row) => row.id).indexOf(id);
  if (at >= 0) place.current = at;
  const instead = rows[Math.min(place.current, rows.length - 1)];
  const open = at >= 0 || id === CLOSED || !instead ? id : instead.id;
  return { open, toggle: (wanted: number) => setId(wanted === open ? CLOSED : wanted), follow: () => setId(0) };
}

export function List({ view, doing, more, loading, onAnswered }: ListProps) {
  const { t, format, entity, now } = useSidebook();
  const box = useRef<HTMLDivElement>(null);
  const rows = view.rows.filter(({ id }) => doing.gone.indexOf(id) < 0);
  const { open, toggle, follow } = useOpen(rows);
  useEffect(() => {
    if (doing.turn === 0) return;
    follow();
    setTimeout(() => focusFirst(box.current), 0);
  }, [doing.turn]);
  const isLater = ({ due }: MatchRow): boolean => due !== null && Date.parse(due) > now();
  const firstLater = rows.filter(isLater)[0];
  const total = Math.max(rows.length, view.total - (view.rows.length - rows.length));
  return (
    <div ref={box}>
      <header class="sb-list-top">
        <h2 tabIndex={-1} class="sb-list-title">{t('matching.waiting', { n: format.number(total) })}</h2>
        <Button kind="link" onClick={onAnswered}>{t('matching.toAnswered')}</Button>
      </header>
      <Said doing={doing} />
      {rows.length === 0 && <Empty title={t(entity === null ? 'matching.none' : 'matching.noneHere')} text={t('matching.noneWhy')} />}
      <ul class="sb-list" aria-label={t('matching.title')}>
        {rows.map((row) => (
          <li key={row.id} class={`sb-entry ${row.id === open ? 'sb-mt-open' : ''}`}>
            {row === firstLater && <p class="sb-note sb-mt-later">{t('matching.laterOnes')}</p>}
            <Entry row={row} isOpen={row.id === open} isLater={isLater(row)} mayAny={view.may.answer} doing={doing} onToggle={() => toggle(row.id)} />
          </li>
        ))}
      </ul>
      {view.next !== null && more && <Button kind="link" icon="down" busy={loading} onClick={more}>{t('matching.more')}</Button>}
      {view.next !== null && !more && <p class="sb-note">{t('matching.firstOnes', { n: rows.length, of: format.number(total) })}</p>}
    </div>
  ); // prettier-ignore
}

function focusFirst(box: HTMLElement | null): void {
  const to = box && (box.querySelector<HTMLElement>('.sb-mt-open .sb-mt-answers .sb-button') ?? box.querySelector<HTMLElement>('.sb-list-title'));
  if (to) to.focus();
} // prettier-ignore

/** What became of the last answer, or of taking it back. */
export function Said({ doing: { said, wrong } }: { readonly doing: Doing }) {
  return (
    <>
      {said !== '' && <p class="sb-said"><Status tone="ok" icon="ok">{said}</Status></p>}
      {wrong !== '' && <Notice icon="warn" tone="warn" title={wrong} />}
    </>
  ); // prettier-ignore
}
