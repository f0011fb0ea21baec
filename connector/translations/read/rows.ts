/** What one pass over a workbook hands out: rows with their cells, and where each stands in the text of the file. */
import type { Detail } from '../finding.ts';

export interface Cell {
  /** Counted from 1. */
  readonly column: number;
  /** ss:Type; '' without Data. */
  type: string;
  text: string;
  formula: string | null;
  /** Columns and rows it covers besides its own. */
  readonly across: number;
  readonly down: number;
  /** Whether ss:Index pointed backwards or out of the sheet. */
  readonly badIndex: 'cell-index-out-of-range' | 'cell-index-not-rising' | null;
  /** Elements below Data: the text is not one run of characters. */
  isRich: boolean;
  /** Places in the text of the file: behind <Cell …>, behind <Data …>, behind </Data>, behind </Cell>; -1 without Data. */
  readonly open: number;
  dataOpen: number;
  dataClose: number;
  close: number;
}

export interface Row {
  readonly sheet: string;
  /** Counted from 1, as ss:Index and the order say. */
  readonly row: number;
  readonly isBadIndex: boolean;
  readonly cells: readonly Cell[];
  /** Behind <Row …>. */
  readonly open: number;
  /** How tags and attributes are spelled here. */
  readonly spelling: Spelling;
}

export interface Spelling {
  /** '' or 'ss:'. */
  readonly element: string;
  readonly attribute: string | null;
}

export interface Visitor {
  sheet?(name: string): void;
  row?(row: Row): void;
  /** false: nothing more is needed. */
  sheetEnd?(name: string): boolean;
  /** A text of XLIFF that names no label. */
  strayUnit?(detail: Detail): void;
  /** LibreOffice wrote the file. */
  calc?(): void;
}
