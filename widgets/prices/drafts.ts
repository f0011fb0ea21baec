/** What is typed and not kept yet, for each line and tab: who looks at another one meanwhile finds it again. */
import { useState } from 'preact/hooks';
import type { SourceName } from './words.ts';

/** What something was seen on; the file is read already. */
export interface EvidenceDraft {
  readonly evidence: string;
  readonly file: { readonly name: string; readonly base64: string } | null;
}
/** Of a price or a stock level. */
export interface FactDraft extends EvidenceDraft {
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

export interface ChangeDraft extends EvidenceDraft {
  readonly price: string | null;
  readonly vat: 'in' | 'out';
  readonly source: SourceName;
  readonly reason: string;
}
/** How a deal ended, as far as it is said. */
export interface OutcomeDraft {
  readonly outcome: 'won' | 'lost' | null;
  readonly why: string;
}
export interface CardDraft {
  /** Which state of the card it rests on. */
  readonly rev: number;
  readonly texts: Readonly<Record<'weaknesses' | 'answer' | 'strengths', string>>;
}

type Kept<D> = Record<string, D>;
/** They live as long as the panel, and nowhere else: never in a storage of the browser. */
export interface Drafts {
  readonly facts: Kept<FactDraft>;
  readonly offers: Kept<OfferDraft>;
  readonly changes: Kept<ChangeDraft>;
  readonly cards: Kept<CardDraft | undefined>;
  readonly outcomes: Kept<OutcomeDraft | undefined>;
  readonly reasons: Kept<string | undefined>;
}
export const noDrafts = (): Drafts => ({ facts: {}, offers: {}, changes: {}, cards: {}, outcomes: {}, reasons: {} });

/** Something was typed after this was sent. */
export const isNewer = <D>(kept: D | undefined, sent: D): boolean => kept !== undefined && kept !== sent;

/** Like useState, with a memory. */
export function useDraft<D>(kept: Kept<D | undefined>, key: string, empty: D): readonly [D, (next: D) => void] {
  const [draft, setDraft] = useState<D>(kept[key] ?? empty);
  const change = (next: D): void => {
    kept[key] = next;
    setDraft(next);
  };
  return [draft, change];
}
