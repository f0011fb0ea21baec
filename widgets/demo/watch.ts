/** What the page keeps an eye on: the width of the window, the list, the form of the counterparty. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Party, PartyForm } from '../../connector/server/demo/contract.ts';
import { parties as listed, partyForm } from './api.ts';

const POLL_MS = 1500;
/** Every so many looks the panels are asked anew even when nothing was seen to change. */
const QUIET = 6;
const WIDE = '(min-width: 1200px)';

export function useWide(): boolean {
  const media = window.matchMedia(WIDE);
  const [isWide, setWide] = useState(media.matches);
  useEffect(() => {
    const look = (): void => setWide(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return isWide;
}

/** The first list comes once the fake has started and something is linked. */
export function useParties(onLost: (isLost: boolean) => void): readonly Party[] {
  const [found, setFound] = useState<readonly Party[]>([]);
  useEffect(() => {
    if (found.length > 0) return undefined;
    const look = (): void =>
      void listed().then(
        (list) => (onLost(false), setFound(list)),
        () => onLost(true),
      );
    look();
    const timer = setInterval(look, POLL_MS);
    return () => clearInterval(timer);
  }, [found.length]);
  return found;
}

export interface Watched {
  readonly form: PartyForm | null;
  /** Another number: the panels have something to ask for. */
  readonly pulse: number;
  /** Looks at once. */
  readonly look: () => void;
}

/** Looks at the form again and again; `note` hears what was seen. */
export function useForm(current: string, note: (now: PartyForm) => void, setLost: (isLost: boolean) => void): Watched {
  const [form, setForm] = useState<PartyForm | null>(null);
  const [pulse, setPulse] = useState(0);
  const [turn, setTurn] = useState(0);
  const last = useRef('');
  useEffect(() => {
    if (current === '') return undefined;
    let timer = 0;
    let quiet = 0;
    let isOver = false;
    const took = (now: PartyForm): void => {
      if (isOver) return;
      const text = JSON.stringify(now);
      quiet = text === last.current ? quiet + 1 : 0;
      if (quiet % QUIET === 0 && last.current !== '') setPulse((n) => n + 1);
      last.current = text;
      note(now);
      setForm(now);
      setLost(false);
    };
    const again = (): void => {
      if (!isOver) timer = window.setTimeout(go, POLL_MS);
    };
    const go = (): void => void partyForm(current).then(took, () => setLost(true)).finally(again); // prettier-ignore
    go();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [current, turn]);

  return { form, pulse, look: () => setTurn((n) => n + 1) };
}
