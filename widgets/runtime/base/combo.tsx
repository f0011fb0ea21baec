/** A text field that offers what it finds while one types; free text stays allowed. Arrows choose, Enter takes, Esc closes. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Field, type FieldProps } from './field.tsx';
import { useId } from './id.ts';

const TYPING_MS = 250;
const LEAST = 2;

export interface ComboProps<H> extends Pick<FieldProps, 'label' | 'value' | 'error' | 'required' | 'autoFocus' | 'maxLength'> {
  readonly onText: (text: string) => void;
  readonly find: (text: string) => Promise<readonly H[]>;
  readonly keyOf: (hit: H) => string;
  readonly show: (hit: H) => ComponentChildren;
  readonly onChoose: (hit: H) => void;
  /** How long a pause in typing is before it looks. */
  readonly ms?: number;
}

/** What is found for a text; without an answer nothing is offered. */
function useHits<H>(search: string, find: ComboProps<H>['find'], ms: number): readonly H[] {
  const [hits, setHits] = useState<readonly H[]>([]);
  useEffect(() => {
    setHits([]);
    if (search.length < LEAST) return undefined;
    let current = true;
    const look = (): void => void find(search).then((found) => current && setHits(found), () => undefined); // prettier-ignore
    const timer = setTimeout(look, ms);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [search, ms]);
  return hits;
}

export function Combo<H>({ onText, find, keyOf, show, onChoose, ms = TYPING_MS, ...field }: ComboProps<H>) {
  const id = useId('combo');
  const box = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(-1);
  const hits = useHits(search, find, ms);
  const open = hits.length > 0;
  const look = (text: string): void => {
    setSearch(text);
    setAt(-1);
  };
  const choose = (hit: H | undefined): void => {
    look('');
    if (hit !== undefined) onChoose(hit);
  };
  const keys = (event: KeyboardEvent): void => {
    const { key } = event;
    if (!open) return;
    if (key === 'ArrowDown') setAt((at + 1) % hits.length);
    else if (key === 'ArrowUp') setAt(at > 0 ? at - 1 : hits.length - 1);
    else if (key === 'Enter' && at >= 0) choose(hits[at]);
    else if (key === 'Escape' || key === 'Esc') look('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box}>
      <Field {...field} role="combobox" expanded={open} controls={open ? id : undefined} activeDescendant={open && at >= 0 ? `${id}-${String(at)}` : undefined}
        onInput={(typed) => { look(typed.trim()); onText(typed); }} onBlur={() => look('')} onKeyDown={keys} />
      {open && (
        <ul id={id} role="listbox" class="sb-hits" aria-label={field.label}>
          {hits.map((hit, i) => (
            <li key={keyOf(hit)} id={`${id}-${String(i)}`} role="option" aria-selected={i === at} class={i === at ? 'sb-active' : ''}
              onMouseDown={(event) => event.preventDefault()} onClick={() => choose(hit)}>
              {show(hit)}
            </li>
          ))}
        </ul>
      )}
    </div>
  ); // prettier-ignore
}
