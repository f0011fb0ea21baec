/** Prices of whatever goods somebody asks about: the words go in the body, so that no address and no log has them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FoundPrices } from '../../connector/server/contract/prices.ts';
import { asFailure, type Failure, useSidebook } from '../runtime/index.ts';

const TYPING_MS = 250;
const LEAST = 2;

export interface Find {
  readonly isOpen: boolean;
  readonly typed: string;
  /** Null: nothing is looked for. */
  readonly found: FoundPrices | null;
  readonly failure: Failure | null;
  readonly open: () => void;
  readonly leave: () => void;
  readonly type: (text: string) => void;
  readonly again: () => void;
}

export function useFind(entity: string): Find {
  const { api } = useSidebook();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<FoundPrices | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const call = useRef(0);
  const search = typed.trim();
  const look = (): void => {
    const mine = ++call.current;
    if (search.length < LEAST) return setFound(null);
    const current = <A>(take: (answer: A) => void) => (answer: A): void => (mine === call.current ? take(answer) : undefined); // prettier-ignore
    api.send<FoundPrices>({ method: 'POST', path: 'prices/find', body: { entity, search } }).then(
      current((answer: FoundPrices) => (setFailure(null), setFound(answer))),
      current((thrown: unknown) => setFailure(asFailure(thrown))),
    );
  };
  useEffect(() => {
    const timer = setTimeout(look, TYPING_MS);
    return () => clearTimeout(timer);
  }, [search]);
  const leave = (): void => {
    call.current++;
    setOpen(false);
    setTyped('');
    setFound(null);
    setFailure(null);
  };
  return { isOpen, typed, found, failure, open: () => setOpen(true), leave, type: setTyped, again: look };
}
