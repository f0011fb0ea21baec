/** What each tab of the panel is given. */
import type { ImportAsked } from '../../connector/server/contract/imports.ts';
import type { PricesView } from '../../connector/server/contract/prices.ts';
import type { Drafts } from './drafts.ts';
import type { Choice } from './import-preview.tsx';
import type { Find } from './find.ts';
import type { WayBack } from './way-back.tsx';

export interface ImportLeft {
  readonly source: { readonly name: string; readonly content: ImportAsked['content'] };
  readonly rival: { readonly id: string | null; readonly name: string };
  readonly choice: Choice;
}

export interface ImportStart {
  readonly kind: 'prices' | 'offer';
  /** Rows that were pasted; null: they are still to come, or a file. */
  readonly text: string | null;
  /** As far as it had been brought when it was closed. */
  readonly left?: ImportLeft;
}

export interface PartProps {
  readonly view: PricesView;
  readonly entity: string;
  readonly reload: () => void;
  readonly find: Find;
  readonly drafts: Drafts;
  readonly back: WayBack;
  /** Rows or a file to bring in: of what, and what was pasted. */
  readonly onImport: (start: ImportStart) => void;
  /** What was brought in before, to take it back. */
  readonly onImports: () => void;
}
