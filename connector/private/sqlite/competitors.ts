/** Competitors: who they are, what else they are called, how to answer them. */
import { Check } from '../check.ts';
import type { Competitor, Id } from '../model.ts';
import { PrivateRefused, type Asked, type CompetitorDraft, type Page } from '../private-store.ts';
import { checkedCompetitor, competitorOf } from '../kept/competitor.ts';
import { foundBy, searched } from '../kept/found-by.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_TEXT } from '../kept/pages.ts';
import { revised } from './revised.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { text } from '../kept/values.ts';

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
    const made = checkedCompetitor(draft, new Check(this.#db.base.world.now()));
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
