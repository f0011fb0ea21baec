/**
 * Where what a base told in messages mentions a person (personal-data.ts). Objects that are mapped stay: the books own them, and a write
 * needs them whole. Kinds nobody maps serve nothing here, so they are erased.
 */
import { mentioned, mentions, type Erased, type Exported, type Mention, type PersonalData } from '../../personal-data.ts';
import type { MirrorDatabase } from './mirror.ts';
import { textAt, type Tree } from './tree.ts';

type Found = Exported & { readonly table: 'object' | 'pending'; readonly isMapped: boolean };

export class MessagesPersonalData implements PersonalData {
  readonly #db: MirrorDatabase;

  constructor(db: MirrorDatabase) {
    this.#db = db;
  }

  async find(text: string): Promise<readonly Mention[]> {
    return this.#found(text).map(mentionOf);
  }

  async export(text: string): Promise<readonly Exported[]> {
    return this.#found(text).map((found) => ({ ...mentionOf(found), value: found.value }));
  }

  async erase(text: string): Promise<Erased> {
    this.#db.exec('pragma secure_delete = on');
    const gone = this.#found(text).filter((found) => !found.isMapped);
    for (const { kind, id } of gone) this.#db.prepare('delete from object where kind=? and id=?').run(kind, id);
    const busy = this.#db.prepare('pragma wal_checkpoint(truncate)').get()?.['busy'] === 1;
    return { erased: { message: gone.length }, kept: await this.find(text), isHeld: busy };
  }

  #found(text: string): Found[] {
    const fits = mentions(text);
    const unknown = new Set(
      this.#db
        .prepare('select kind from unknown_kind')
        .all()
        .map((row) => String(row['kind'])),
    );
    return (['object', 'pending'] as const).flatMap((table) =>
      this.#ofTable(table).flatMap(({ kind, id, tree }) =>
        mentioned(tree, fits) ? [{ table, kind, id, title: titleOf(tree), value: tree, isMapped: !unknown.has(kind) }] : [],
      ),
    );
  }

  #ofTable(table: Found['table']): { kind: string; id: string; tree: Tree }[] {
    const rows = this.#db.prepare(`select kind, id, tree from ${table} order by kind, id`).all();
    return rows.map((r) => ({ kind: String(r['kind']), id: String(r['id']), tree: JSON.parse(String(r['tree'])) as Tree }));
  }
}

const mentionOf = ({ kind, id, title }: Mention): Mention => ({ kind, id, title });
const titleOf = (tree: Tree): string => textAt(tree, 'КлючевыеСвойства/Наименование') || textAt(tree, 'КлючевыеСвойства/Номер');
