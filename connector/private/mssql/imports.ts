/** Imports in the private schema: one transaction brings all of one, one takes it back. */
import { FIRST } from '../../store/mssql/tsql.ts';
import { Check } from '../check.ts';
import { PRICES, STOCK } from '../kept/fact-kinds.ts';
import { recordOf, told } from '../kept/import.ts';
import { limitOf, NUMBER, pageOf, placeOf } from '../kept/pages.ts';
import { maybe, number, text } from '../kept/values.ts';
import type { ImportDraft, ImportRecord, PrivateImports, Undone, WouldUndo } from '../imports.ts';
import { ImportUndone } from '../imports.ts';
import type { Id, Item } from '../model.ts';
import { PrivateMoved, type Asked, type Page } from '../private-store.ts';
import { Facts } from './facts.ts';
import { undoAll, wouldUndo } from './import-undo.ts';
import { keepImport } from './import-kept.ts';
import { addItems } from './items.ts';
import { saveOffer } from './offers.ts';
import { refused } from './revised.ts';
import type { On, Scoped } from './scoped.ts';
import { hashOf } from './texts.ts';

const ROWS =
  'SELECT m.*, c.id AS competitor_id FROM sb.imports AS m JOIN sb.competitors AS c ON c.n = m.competitor WHERE {facts}';
const SQL = {
  one: `${ROWS} AND m.id = @id`,
  list: `${ROWS} AND m.n < @before ORDER BY m.n DESC ${FIRST}`,
  before: `${ROWS} AND c.id = @competitor AND m.hash = @hash AND m.undone_at IS NULL ORDER BY m.n DESC`,
  undone: 'UPDATE sb.imports SET undone_at = @at, undone_by = @by WHERE id = @id',
  columns: 'SELECT m.[columns] FROM sb.import_columns AS m JOIN sb.competitors AS c ON c.n = m.competitor WHERE {facts} AND c.id = @competitor AND m.shape_hash = @shape',
  names: 'SELECT m.[key], i.id AS item_id FROM sb.import_names AS m JOIN sb.competitors AS c ON c.n = m.competitor LEFT JOIN sb.items AS i ON i.n = m.item WHERE {facts} AND c.id = @competitor',
  items: `SELECT n, id, name, sku, unit FROM sb.items WHERE {facts} AND active = 1 AND n > @last ORDER BY n ${FIRST}`,
} as const; // prettier-ignore
const AT_ONCE = 2000;
const [prices, stock] = [new Facts(PRICES), new Facts(STOCK)];

const one = async (on: On, id: Id): Promise<ImportRecord | null> => {
  const row = await on.one(SQL.one, { id });
  return row ? recordOf(row) : null;
};

export class MssqlImports implements PrivateImports {
  readonly #db: Scoped;

  constructor(db: Scoped) {
    this.#db = db;
  }

  apply(draft: ImportDraft): Promise<ImportRecord> {
    const whole = async (record: ImportRecord) => ({ id: record.id, told: told(record) });
    return this.#db.change('imports.apply', (on) => apply(on, draft), whole);
  }

  undo(id: Id): Promise<Undone> {
    const whole = async (undone: Undone, on: On) => ({ id, told: { ...told((await one(on, id)) ?? refused()), withdrawn: undone.rows, putAside: undone.items } }); // prettier-ignore
    return this.#db.change('imports.undo', (on) => undo(on, id), whole);
  }

  one = (id: Id): Promise<ImportRecord | null> => this.#db.look((on) => one(on, id));

  wouldUndo(id: Id): Promise<WouldUndo> {
    return this.#db.look(async (on) => {
      await standing(on, id);
      return wouldUndo(on, id);
    });
  }

  async list(asked: Asked = {}): Promise<Page<ImportRecord>> {
    const [limit, [before]] = [limitOf(asked), placeOf(asked, NUMBER) ?? [Number.MAX_SAFE_INTEGER]];
    const rows = await this.#db.look((on) => on.rows(SQL.list, { before, limit: limit + 1 }));
    return pageOf(rows, limit, recordOf, (row) => [number(row, 'n')]);
  }

  async before(competitor: Id, hash: string): Promise<ImportRecord | null> {
    const row = await this.#db.look((on) => on.one(SQL.before, { competitor, hash }));
    return row ? recordOf(row) : null;
  }

  async columns(competitor: Id, shape: string): Promise<string | null> {
    const row = await this.#db.look((on) => on.one(SQL.columns, { competitor, shape: hashOf(shape) }));
    return row ? text(row, 'columns') : null;
  }

  async names(competitor: Id): Promise<ReadonlyMap<string, Id | null>> {
    const rows = await this.#db.look((on) => on.rows(SQL.names, { competitor }));
    return new Map(rows.map((row) => [text(row, 'key'), maybe(row, 'item_id')]));
  }

  async *items(): AsyncGenerator<Pick<Item, 'id' | 'name' | 'sku' | 'unit'>> {
    const page = (last: number) => this.#db.look((on) => on.rows(SQL.items, { last, limit: AT_ONCE }));
    for (let rows = await page(0); rows.length > 0; rows = await page(number(rows.at(-1) ?? {}, 'n')))
      for (const row of rows)
        yield { id: text(row, 'id'), name: text(row, 'name'), sku: maybe(row, 'sku'), unit: text(row, 'unit') };
  }
}

async function apply(on: On, draft: ImportDraft): Promise<ImportRecord> {
  if (await one(on, draft.id)) throw new PrivateMoved();
  await addItems(on, draft.items);
  await prices.add(on, draft.prices, { import: draft.id });
  await stock.add(on, draft.stock, { import: draft.id });
  if (draft.offer) await saveOffer(on, { ...draft.offer, import: draft.id }, null);
  await keepImport(on, draft, new Check(on.base.world.now()));
  return (await one(on, draft.id)) ?? refused();
}

async function standing(on: On, id: Id): Promise<void> {
  const record = (await one(on, id)) ?? refused();
  if (record.undoneAt !== null) throw new ImportUndone();
}

async function undo(on: On, id: Id): Promise<Undone> {
  await standing(on, id);
  const undone = await undoAll(on, { id, prices, stock });
  await on.t.run(SQL.undone, { at: on.base.now(), by: on.user, id });
  return undone;
}
