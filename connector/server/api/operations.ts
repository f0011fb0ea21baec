/** Every operation there is: the routes, the rights and the OpenAPI document are made of this table. */
import { CORRECTIONS } from './corrections.ts';
import { COUNTERPARTY } from './counterparty.ts';
import { IMPORTS } from './imports.ts';
import { INVOICES } from './invoices.ts';
import { LINKS } from './links.ts';
import { MATCHING } from './matching.ts';
import { NOTES } from './notes.ts';
import type { Operation } from './operation.ts';
import { PRICES } from './prices.ts';
import { PROBLEMS } from './problems.ts';
import { SYNC } from './sync.ts';
import { TELEMETRY } from './telemetry.ts';
import { TRANSLATIONS } from './translations.ts';

export const OPERATIONS: readonly Operation[] = [
  ...COUNTERPARTY,
  ...INVOICES,
  ...PROBLEMS,
  ...MATCHING,
  ...SYNC,
  ...LINKS,
  ...PRICES,
  ...CORRECTIONS,
  ...IMPORTS,
  ...NOTES,
  ...TRANSLATIONS,
  ...TELEMETRY,
];
