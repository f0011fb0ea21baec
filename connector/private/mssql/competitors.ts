/** Competitors: who they are, what else they are called, how to answer them. */
import { FIRST } from '../../store/mssql/tsql.ts';
import { Check } from '../check.ts';
import { checkedCompetitor, competitorOf } from '../kept/competitor.ts';
import { foundBy } from '../kept/found-by.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_TEXT } from '../kept/pages.ts';
import { text } from '../kept/values.ts';
import type { Competitor, Id } from '../model.ts';
import type { Asked, CompetitorDraft, Page } from '../private-store.ts';
import { byName, searched } from './by-name.ts';
import { refused, revised } from './revised.ts';
import type { On } from './scoped.ts';
import { COMPETITORS, insert, update } from './tables.ts';
import { keep } from './texts.ts';

const ONE = 'SELECT * FROM sb.competitors WHERE {facts} AND id = @id';

export async function competitors(on: On, search: string | null, asked: Asked): Promise<Page<Competitor>> {
  const [limit, [key, id]] = [limitOf(asked), placeOf(asked, TEXT_AND_TEXT) ?? ['', '']];
  const words = searched(search);
  const rows = await on.rows(`SELECT * FROM sb.competitors WHERE {facts} AND ${byName}${words.sql} ORDER BY name_key, id ${FIRST}`, { key, id, ...words.params, limit: limit + 1 }); // prettier-ignore
  return pageOf(rows, limit, competitorOf, (row) => [text(row, 'name_key'), text(row, 'id')]);
}

export async function competitor(on: On, id: Id): Promise<Competitor | null> {
  const row = await on.one(ONE, { id });
  return row ? competitorOf(row) : null;
}

export async function saveCompetitor(on: On, draft: CompetitorDraft, basis: number | null): Promise<Competitor> {
  const made = checkedCompetitor(draft, new Check(on.base.world.now()));
  const place = await revised(on, 'competitors', draft.id, basis);
  const row = {
    ...place, name: made.name, aliases: JSON.stringify(made.aliases), counterparty: made.counterparty, tax_id: made.taxId, site: made.site, strengths: made.strengths,
    weaknesses: made.weaknesses, answer: made.answer, active: made.active ? 1 : 0, name_key: foundBy(made.name), found_by: foundBy(made.name, ...made.aliases, made.taxId),
    by: on.user, at: on.base.now(),
  }; // prettier-ignore
  if (basis === null) await insert(on.t, 'competitors', COMPETITORS, [row]);
  else await update(on.t, 'competitors', COMPETITORS, row);
  await keep(on.t, [made.name, ...made.aliases], true);
  await keep(on.t, [made.site, made.strengths, made.weaknesses, made.answer]);
  return (await competitor(on, place.id)) ?? refused();
}
