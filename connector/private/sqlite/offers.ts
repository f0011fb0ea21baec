/** Rivals' commercial offers with their lines, and how they ended. */
import type { Param, SqlRow } from '../../store/sqlite/driver.ts';
import { Check } from '../check.ts';
import type { Id, Offer, Outcome } from '../model.ts';
import { PrivateRefused, type Asked, type Ended, type OfferDraft, type Page } from '../private-store.ts';
import { offerColumns, offerLines, offerOf, textsOf } from '../kept/offer.ts';
import type { Named } from './named.ts';
import { limitOf, pageOf, placeOf, TEXT_AND_NUMBER } from '../kept/pages.ts';
import { revised } from './revised.ts';
import type { Scoped } from './scoped.ts';
import type { Texts } from './texts.ts';
import { number, text } from '../kept/values.ts';

const COLUMNS = 'rev, competitor, counterparty, invoice, number, date, valid_until, currency, vat_included, terms, evidence, outcome, won_by, why, import, by, at'; // prettier-ignore
const INSERT = `insert into offers (n, id, ${COLUMNS}) values (?, ?, ${COLUMNS.replace(/[a-z_]+/g, '?')})`;
const UPDATE = `update offers set (${COLUMNS}) = (${COLUMNS.replace(/[a-z_]+/g, '?')}) where n = ?`;
const ROWS =
  'select o.*, c.id as competitor_id, w.id as won_by_id from offers o join competitors c on c.n = o.competitor left join competitors w on w.n = o.won_by';
const LINES =
  'select l.*, i.id as item_id from offer_lines l left join items i on i.n = l.item where {facts} and l.offer = ? order by l.line';
const ENDED = `select outcome, count(*) as deals from offers where {facts} and competitor = (select n from competitors where id = ?)
  and outcome in ('won', 'lost') group by outcome`;
/** After every date there is. */
const BEYOND: readonly [string, number] = ['9999-99', 0];

export interface OfferFilter extends Asked {
  readonly competitor?: Id;
  readonly counterparty?: string;
  /** What it came with. */
  readonly import?: Id;
}

export class Offers {
  readonly #db: Scoped;
  readonly #texts: Texts;
  readonly #named: Named;

  constructor(db: Scoped, texts: Texts, named: Named) {
    this.#db = db;
    this.#texts = texts;
    this.#named = named;
  }

  list(filter: OfferFilter): Page<Offer> {
    const [limit, place] = [limitOf(filter), placeOf(filter, TEXT_AND_NUMBER) ?? BEYOND];
    const [conditions, params]: [string[], string[]] = [[], []];
    if (filter.competitor !== undefined) {
      conditions.push('and o.competitor = (select n from competitors where id = ?)');
      params.push(filter.competitor);
    }
    if (filter.counterparty !== undefined) {
      conditions.push('and o.counterparty = ?');
      params.push(filter.counterparty);
    }
    if (filter.import !== undefined) {
      conditions.push('and o.import = ?');
      params.push(filter.import);
    }
    const sql = `${ROWS} where {facts} ${conditions.join(' ')} and (o.date, o.n) < (?, ?) order by o.date desc, o.n desc limit ?`;
    return this.#db.base.look(() =>
      pageOf(this.#db.all(sql, ...params, ...place, limit + 1), limit, this.#offer, (r) => [text(r, 'date'), number(r, 'n')]),
    );
  }

  one(id: Id): Offer | null {
    const row = this.#db.get(`${ROWS} where {facts} and o.id = ?`, id);
    return row ? this.#offer(row) : null;
  }

  save(draft: OfferDraft, basis: number | null): Offer {
    const { base } = this.#db;
    return this.#db.change(() => {
      const check = new Check(base.world.now());
      const named = this.#named;
      const columns = offerColumns(draft, check, named);
      const lines = offerLines(draft, check, named);
      check.done();
      const { n, id, rev } = revised(this.#db, 'offers', draft.id, basis);
      const values = [rev, ...columns, this.#db.user, base.now()];
      if (basis === null) base.run(INSERT, n, id, ...values);
      else base.run(UPDATE, ...values, n);
      this.#setLines(n, lines);
      const saved = this.one(id) ?? refused();
      this.#texts.all(textsOf(saved));
      return saved;
    }, 'offers');
  }

  /** Without the rest of the offer having to be sent along. */
  setOutcome(id: Id, basis: number, outcome: Outcome, wonBy: Id | null, why: string | null): Offer {
    const offer = this.#db.base.look(() => this.one(id));
    if (!offer) throw new PrivateRefused();
    return this.save({ ...offer, outcome, wonBy, why }, basis);
  }

  outcomes(competitors: readonly Id[]): ReadonlyMap<Id, Ended> {
    const of = (id: Id): Ended => {
      const rows = this.#db.all(ENDED, id);
      const count = (outcome: Outcome): number => Number(rows.find((r) => r['outcome'] === outcome)?.['deals'] ?? 0);
      return { won: count('won'), lost: count('lost') };
    };
    return this.#db.base.look(() => new Map(competitors.map((id) => [id, of(id)])));
  }

  #setLines(offer: number, lines: readonly (readonly Param[])[]): void {
    this.#db.base.run('delete from offer_lines where offer = ?', offer);
    const insert = 'insert into offer_lines (offer, line, item, text, quantity, unit, price) values (?, ?, ?, ?, ?, ?, ?)';
    for (const line of lines) this.#db.base.run(insert, offer, ...line);
  }

  #offer = (row: SqlRow): Offer => offerOf(row, this.#db.all(LINES, number(row, 'n')));
}

function refused(): never {
  throw new PrivateRefused();
}
