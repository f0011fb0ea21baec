/** The item of a line: found by name or article, or free text. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ProductHit } from '../../connector/server/contract/invoices.ts';
import { useId, useSidebook } from '../runtime/index.ts';
import { Field } from '../runtime/parts.ts';

const TYPING_MS = 250;
const LEAST = 2;

export interface ItemProps {
  readonly text: string;
  readonly error: string | null;
  readonly autoFocus: boolean;
  readonly onText: (text: string) => void;
  readonly onProduct: (product: ProductHit) => void;
  readonly ms?: number;
}

/** Items for what is typed, a moment after typing stopped. Without an answer it stays free text. */
function useHits(search: string | null, ms: number): readonly ProductHit[] {
  const { api } = useSidebook();
  const [hits, setHits] = useState<readonly ProductHit[]>([]);
  useEffect(() => {
    setHits([]);
    if (search === null || search.trim().length < LEAST) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      api.get<{ rows: ProductHit[] }>(`products?search=${encodeURIComponent(search.trim())}`).then(
        ({ rows }) => current && setHits(rows),
        () => undefined,
      );
    }, ms);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [search, ms]);
  return hits;
}

export function Item({ text, error, autoFocus, onText, onProduct, ms = TYPING_MS }: ItemProps) {
  const { t } = useSidebook();
  const id = useId('items');
  const [search, setSearch] = useState<string | null>(null);
  const [at, setAt] = useState(-1);
  const hits = useHits(search, ms);
  const leaving = useRef(0);
  const open = hits.length > 0;
  const choose = (hit: ProductHit | undefined): void => {
    if (!hit) return;
    setSearch(null);
    setAt(-1);
    onProduct(hit);
  };
  const keys = (event: KeyboardEvent): void => {
    if (!open) return;
    if (event.key === 'ArrowDown') setAt((at + 1) % hits.length);
    else if (event.key === 'ArrowUp') setAt(at > 0 ? at - 1 : hits.length - 1);
    else if (event.key === 'Enter' && at >= 0) choose(hits[at]);
    else if (event.key === 'Escape' || event.key === 'Esc') setSearch(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="sb-inv-item">
      <Field label={t('invoices.item')} value={text} required error={error} autoFocus={autoFocus} role="combobox" expanded={open} maxLength={1000}
        controls={open ? id : undefined} activeDescendant={open && at >= 0 ? `${id}-${String(at)}` : undefined}
        onInput={(typed) => { setSearch(typed); setAt(-1); onText(typed); }}
        onBlur={() => { leaving.current = setTimeout(() => setSearch(null), 200); }} onKeyDown={keys} />
      {open && (
        <ul id={id} role="listbox" class="sb-inv-hits" aria-label={t('invoices.item')}>
          {hits.map((hit, i) => <Hit key={hit.id} id={`${id}-${String(i)}`} hit={hit} active={i === at} onChoose={() => { clearTimeout(leaving.current); choose(hit); }} />)}
        </ul>
      )}
    </div>
  ); // prettier-ignore
}

function Hit(props: { readonly id: string; readonly hit: ProductHit; readonly active: boolean; readonly onChoose: () => void }) {
  const { t, format } = useSidebook();
  const { hit } = props;
  return (
    <li id={props.id} role="option" aria-selected={props.active} class={props.active ? 'sb-active' : ''} onClick={props.onChoose}>
      <span>
        {hit.name} {hit.sku !== null && <span class="sb-note">{hit.sku}</span>}
      </span>
      <span class="sb-money" title={hit.price === null ? t('invoices.noPrice') : undefined}>{hit.price === null ? '—' : format.money(hit.price)}</span>
    </li>
  ); // prettier-ignore
}
