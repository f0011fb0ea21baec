/** What the page of the demo is told. */
export interface Party {
  readonly key: string;
  readonly name: string;
  readonly taxId: string;
}

export const FIELD_NAMES = ['name', 'legalName', 'taxId', 'branchCode', 'phone', 'comment'] as const;
export type Field = (typeof FIELD_NAMES)[number];
export type Values = Readonly<Record<Field, string>>;

/** Invoices a form shows, the newest. */
export const BILLS = 6;
export interface Bill {
  /** Our id of it, known before the books have given a number. */
  readonly id: string;
  readonly key: string | null;
  readonly number: string | null;
  readonly date: string | null;
  /** Decimal text. */
  readonly total: string;
  readonly paid: string;
  /** Nobody pays it. */
  readonly isCancelled: boolean;
}

export interface PartyForm {
  readonly key: string;
  readonly code: string;
  readonly values: Values;
  /** The same fields here: equal once the change has come over. */
  readonly here: Values | null;
  /** Open problems of it. */
  readonly problems: number;
  /** Those that were answered: a quick answer is not missed between two looks. */
  readonly answered: number;
  readonly bills: readonly Bill[];
}

export interface BillLine {
  readonly text: string;
  readonly quantity: string;
  readonly price: string;
  readonly amount: string;
}
export interface BillForm {
  readonly key: string;
  readonly number: string;
  readonly date: string;
  readonly total: string;
  readonly posted: boolean;
  readonly lines: readonly BillLine[];
}

export const PLAYS = ['change', 'invoice', 'conflict', 'payment'] as const;
export type Play = (typeof PLAYS)[number];
