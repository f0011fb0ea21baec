/** What each tab of the panel is given. */
import type { PricesView } from '../../connector/server/contract/prices.ts';
import type { Drafts } from './drafts.ts';
import type { Find } from './find.ts';

export interface ImportStart {
  readonly kind: 'prices' | 'offer';
  /** Rows that were pasted; null: they are still to come, or a file. */
  readonly text: string | null;
}

export interface PartProps {
  readonly view: PricesView;
  readonly entity: string;
  readonly reload: () => void;
  readonly find: Find;
  readonly drafts: Drafts;
  /** Rows or a file to bring in: of what, and what was pasted. */
  readonly onImport: (start: ImportStart) => void;
  /** What was brought in before, to take it back. */
  readonly onImports: () => void;
}
