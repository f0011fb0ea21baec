/** Competitors: who they are, what else they are called, how to answer them. */
import type { SqlRow } from '../../store/sqlite/driver.ts';
import { Check } from '../check.ts';
import type { Competitor, Id } from '../model.ts';
import { PrivateRefused, type Asked, type CompetitorDraft, type Page } from '../private-store.ts';
import { foundBy, searched } from './found-by.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_TEXT } from './pages.ts';
import { revised } from './revised.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { flag, list, maybe, number, text } from './values.ts';

const COLUMNS =
  'rev, name, aliases, counterparty, tax_id, site, strengths, weaknesses, answer, active, name_key, found_by, by, at';
const INSERT = `insert into competitors (n, id, ${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `update competitors set (${COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) where n = ?`;

export class Competitors {
  readonly #db: Scoped;
  readonly #texts: Texts;

  constructor(db: Scoped, texts: Texts) {
    this.#db = db;
    this.#texts = texts;
  }

  list(search: string | null, asked: Asked): Page<Competitor> {
    const [limit, [key, id]] = [limitOf(asked), placeOf(asked, TEXT_AND_TEXT) ?? ['', '']];
    const words = searched(search);
    const rows = this.#db.all(
      `select * from competitors where {facts} and (name_key, id) > (?, ?)${words.sql} order by name_key, id limit ?`,
      key, id, ...words.params, limit + 1,
    ); // prettier-ignore
    return pageOf(rows, limit, competitorOf, (row) => [text(row, 'name_key'), text(row, 'id')]);
  }

  one(id: Id): Competitor | null {
    const row = this.#db.get('select * from competitors where {facts} and id = ?', id);
    return row ? competitorOf(row) : null;
  }

  save(draft: CompetitorDraft, basis: number | null): Competitor {
    const made = checked(draft, new Check(this.#db.base.world.now()));
    return this.#db.change(() => {
      const { n, id, rev } = revised(this.#db, 'competitors', draft.id, basis);
      const values = [
        rev, made.name, JSON.stringify(made.aliases), made.counterparty, made.taxId, made.site, made.strengths, made.weaknesses, made.answer,
        made.active ? 1 : 0, foundBy(made.name), foundBy(made.name, ...made.aliases, made.taxId), this.#db.user, this.#db.base.now(),
      ]; // prettier-ignore
      if (basis === null) this.#db.base.run(INSERT, n, id, ...values);
      else this.#db.base.run(UPDATE, ...values, n);
      this.#texts.all([made.name, ...made.aliases, made.site, made.strengths, made.weaknesses, made.answer]);
      return this.one(id) ?? refused();
    }, 'competitors');
  }
}

function refused(): never {
  throw new PrivateRefused();
}

function checked(draft: CompetitorDraft, check: Check): Omit<CompetitorDraft, 'id'> {
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

const competitorOf = (row: SqlRow): Competitor => ({
  id: text(row, 'id'), rev: number(row, 'rev'), name: text(row, 'name'), aliases: list(row, 'aliases'), counterparty: maybe(row, 'counterparty'),
  taxId: maybe(row, 'tax_id'), site: maybe(row, 'site'), strengths: maybe(row, 'strengths'), weaknesses: maybe(row, 'weaknesses'),
  answer: maybe(row, 'answer'), active: flag(row, 'active'), by: text(row, 'by'), at: text(row, 'at'),
}); // prettier-ignore
