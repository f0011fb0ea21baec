/** What is typed and not kept yet, for each line and tab: who looks at another one meanwhile finds it again. */
import { useState } from 'preact/hooks';
import type { SourceName } from './words.ts';

/** Of a price or a stock level. */
export interface FactDraft {
  readonly id: string | null;
  readonly name: string;
  /** Decimal text, or words for how many; null: it cannot be understood. */
  readonly value: string | null;
  readonly source: SourceName;
}
export interface OfferDraft {
  readonly rival: string;
  readonly goods: string;
  readonly price: string | null;
}

type Kept<D> = Record<string, D>;
/** They live as long as the panel, and nowhere else: never in a storage of the browser. */
export interface Drafts {
  readonly facts: Kept<FactDraft>;
  readonly offers: Kept<OfferDraft>;
}

/** Like useState, with a memory. */
export function useDraft<D>(kept: Kept<D>, key: string, empty: D): readonly [D, (next: D) => void] {
  const [draft, setDraft] = useState<D>(kept[key] ?? empty);
  const change = (next: D): void => {
    kept[key] = next;
    setDraft(next);
  };
  return [draft, change];
}
