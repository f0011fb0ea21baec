/** A competitor as it comes in, checked, and as a row gives it back: the same on every database. */
import type { SqlRow } from '../../store/rows.ts';
import type { Check } from '../check.ts';
import type { Competitor } from '../model.ts';
import type { CompetitorDraft } from '../private-store.ts';
import { flag, list, maybe, number, text } from './values.ts';

export function checkedCompetitor(draft: CompetitorDraft, check: Check): Omit<CompetitorDraft, 'id'> {
  const made = {
    name: check.text('name', draft.name, 300),
    aliases: check.texts('aliases', draft.aliases, 300),
    counterparty: check.optional('counterparty', draft.counterparty, 100),
    taxId: check.optional('taxId', draft.taxId, 50),
    site: check.optional('site', draft.site, 500),
    strengths: check.optional('strengths', draft.strengths, 10_000),
    weaknesses: check.optional('weaknesses', draft.weaknesses, 10_000),
    answer: check.optional('answer', draft.answer, 10_000),
    active: check.flag('active', draft.active) === 1,
  };
  check.done();
  return made;
}

export const competitorOf = (row: SqlRow): Competitor => ({
  id: text(row, 'id'), rev: number(row, 'rev'), name: text(row, 'name'), aliases: list(row, 'aliases'), counterparty: maybe(row, 'counterparty'),
  taxId: maybe(row, 'tax_id'), site: maybe(row, 'site'), strengths: maybe(row, 'strengths'), weaknesses: maybe(row, 'weaknesses'),
  answer: maybe(row, 'answer'), active: flag(row, 'active'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore
