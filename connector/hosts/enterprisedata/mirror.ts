/**
 * What 1C has told so far, kept in a file of its own beside the store: a message is told once, so what it said must last. Objects with the
 * order they came in, numbers of messages in both directions, a write nobody has confirmed yet. A message is taken wholly or not at all.
 */
import { createHash } from 'node:crypto';
import { textAt, type Tree } from './tree.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Param = string | number | null;
interface Statement {
  run(...params: Param[]): number;
  get(...params: Param[]): Readonly<Record<string, unknown>> | undefined;
  all(...params: Param[]): readonly Readonly<Record<string, unknown>>[];
}
/** The database of one file, as it is handed in: hosts know nothing of the store's drivers. */
export interface MirrorDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export interface Kept {
  readonly kind: string;
  readonly id: string;
  /** Grows with every object taken. */
  readonly seq: number;
  readonly version: string;
  /** Told as deleted; its content stays. */
  readonly deleted: boolean;
  readonly tree: Tree;
}

/** A write on its way: what 1C is to make of an object, in which message. */
export interface Pending {
  readonly kind: string;
  readonly id: string;
  readonly messageNo: number;
  readonly tree: Tree;
}

const MANY = 50_000;

/**
 * Full: 1C forgets what we confirm, so it must be on the disk by then, even where the power fails. Objects lie in the order they were told,
 * one page each: a message of a whole base is then written, and walked over, from one end to the other.
 */
const SCHEMA = `
  pragma page_size = 16384; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -8000;
  create table if not exists object (seq integer primary key, kind text not null, id text not null, version text not null,
    deleted integer not null, tax text not null, name text not null, tree text not null);
  create unique index if not exists object_id on object (id, kind);
  create index if not exists object_kind on object (kind);
  create index if not exists object_tax on object (kind, tax);
  create index if not exists object_name on object (kind, name);
  create table if not exists pending (kind text not null, id text not null, message_no integer not null, tree text not null, primary key (kind, id));
  create table if not exists word (name text primary key, value text not null) without rowid;
  create table if not exists unknown_kind (kind text primary key, seen integer not null) without rowid;
`;

const TEXTS = {
  put: `insert into object (kind, id, seq, version, deleted, tax, name, tree) values (?,?,?,?,?,?,?,?) on conflict (id, kind) do update set seq=excluded.seq, version=excluded.version, deleted=excluded.deleted, tax=excluded.tax, name=excluded.name, tree=excluded.tree`,
  get: 'select * from object where kind=? and id=?',
  after: 'select kind, id, seq, version, deleted, tree from object where seq>? order by seq limit ?',
  ofKind: 'select kind, id, seq, version, deleted, tree from object where kind=? and seq>? order by seq limit ?',
  byTax: 'select * from object where kind=? and tax=?',
  byName: 'select * from object where kind=? and name=?',
  last: 'select max(seq) n from object',
  between: 'select * from object where kind=? and tax>=? and tax<=?',
  count: 'select count(*) n from object where kind=?',
  mark: 'update object set deleted=1, seq=?, version=? where kind=? and id=?',
  byId: 'select kind, id, version from object where id=?',
  word: 'select value from word where name=?',
  setWord: 'insert into word values (?,?) on conflict do update set value=excluded.value',
  words: 'select name, value from word where name>=? and name<?',
  pend: 'insert into pending values (?,?,?,?) on conflict do update set message_no=excluded.message_no, tree=excluded.tree',
  pending: 'select * from pending',
  drop: 'delete from pending where kind=? and id=?',
  unknown: 'insert into unknown_kind values (?,1) on conflict do update set seen=seen+1',
  unknowns: 'select kind, seen from unknown_kind order by kind',
} as const;

export class Mirror {
  readonly #db: MirrorDatabase;
  readonly #sql: Readonly<Record<keyof typeof TEXTS, Statement>>;
  #seq = 0;
  /** Names met since the start; forgotten by the thousand, and met again. */
  readonly #met = new Set<string>();

  /** `uuid`: names this copy, so that a place in it is never taken for one in another. */
  constructor(db: MirrorDatabase, uuid: () => string) {
    this.#db = db;
    db.exec(SCHEMA);
    this.#sql = Object.fromEntries(Object.entries(TEXTS).map(([name, text]) => [name, db.prepare(text)])) as Record<
      keyof typeof TEXTS,
      Statement
    >;
    if (this.word('epoch') === '') this.setWord('epoch', uuid());
  }

  /** All of it or nothing. Only one of these runs at a time: the caller waits for its end. */
  async whole<T>(work: () => Promise<T>): Promise<T> {
    this.#db.exec('begin immediate');
    this.#seq = this.place; // another process may have gone on meanwhile
    try {
      const result = await work();
      this.#db.exec('commit');
      return result;
    } catch (error) {
      this.#db.exec('rollback');
      this.#met.clear();
      throw error;
    }
  }

  word = (name: string): string => textOf(this.#sql.word.get(name)?.['value']);
  number = (name: string): number => Number(this.word(name) || '0');
  setWord(name: string, value: string): void {
    this.#sql.setWord.run(name, value);
  }

  /** Words whose names begin like this, without that beginning. */
  words(prefix: string): Map<string, string> {
    const rows = this.#sql.words.all(prefix, `${prefix}\uffff`);
    return new Map(rows.map((r) => [String(r['name']).slice(prefix.length), String(r['value'])]));
  }

  /** The place after everything taken so far. */
  get place(): number {
    return Number(this.#sql.last.get()?.['n'] ?? 0);
  }

  put(kind: string, id: string, tree: Tree, { json, version } = writtenOut(tree)): Kept {
    const seq = ++this.#seq;
    this.#sql.put.run(kind, id, seq, version, 0, taxOf(tree), nameOf(tree), json);
    return { kind, id, seq, version, deleted: false, tree };
  }

  /** Something said of an object only in passing: what is known of it already stays. */
  putIfAbsent(kind: string, id: string, tree: Tree): void {
    const name = `${kind} ${id}`;
    if (this.#met.has(name)) return;
    if (this.#sql.get.get(kind, id) === undefined) this.put(kind, id, tree);
    this.#meet(name);
  }

  /** A word that may be said ten thousand times over. */
  remember(name: string, value: string): void {
    if (this.#met.has(`${name} ${value}`)) return;
    this.setWord(name, value);
    this.#meet(`${name} ${value}`);
  }

  #meet(name: string): void {
    if (this.#met.size > MANY) this.#met.clear();
    this.#met.add(name);
  }

  /** Every object with this reference was deleted over there. */
  markDeleted(id: string): void {
    for (const row of this.#sql.byId.all(id))
      this.#sql.mark.run(++this.#seq, `${String(row['version'])}-`, String(row['kind']), id);
  }

  get(kind: string, id: string): Kept | null {
    const row = this.#sql.get.get(kind, id);
    return row ? keptOf(row) : null;
  }

  after = (seq: number, limit: number): Kept[] => this.#sql.after.all(seq, limit).map(keptOf);
  ofKind = (kind: string, seq: number, limit: number): Kept[] => this.#sql.ofKind.all(kind, seq, limit).map(keptOf);
  byTax = (kind: string, tax: string): Kept[] => this.#sql.byTax.all(kind, tax).map(keptOf);
  between = (kind: string, from: string, to: string): Kept[] => this.#sql.between.all(kind, from, to).map(keptOf);
  byName = (kind: string, name: string): Kept[] => this.#sql.byName.all(kind, name).map(keptOf);
  count = (kind: string): number => Number(this.#sql.count.get(kind)?.['n'] ?? 0);

  pend({ kind, id, messageNo, tree }: Pending): void {
    this.#sql.pend.run(kind, id, messageNo, JSON.stringify(tree));
  }

  pending = (): Pending[] =>
    this.#sql.pending.all().map((r) => ({ kind: String(r['kind']), id: String(r['id']), messageNo: Number(r['message_no']), tree: JSON.parse(String(r['tree'])) as Tree })); // prettier-ignore

  drop(kind: string, id: string): void {
    this.#sql.drop.run(kind, id);
  }

  /** A kind nobody here knows: kept as it came, counted, told by the check. */
  keepUnknown(kind: string, id: string, tree: Tree, written = writtenOut(tree)): void {
    this.put(kind, id, tree, written);
    this.#sql.unknown.run(kind);
  }

  unknowns = (): Map<string, number> => new Map(this.#sql.unknowns.all().map((r) => [String(r['kind']), Number(r['seen'])]));

  close(): void {
    this.#db.close();
  }
}

/** By what an object is looked up: its ИНН or the moment of a document, a name or its number. */
const taxOf = (tree: Tree): string => textAt(tree, 'КлючевыеСвойства/ИНН') || textAt(tree, 'КлючевыеСвойства/Дата');
const nameOf = (tree: Tree): string => textAt(tree, 'КлючевыеСвойства/Наименование') || textAt(tree, 'КлючевыеСвойства/Номер');

/** An object as the text that is kept, and what tells this content from any other. */
export interface Written {
  readonly json: string;
  readonly version: string;
}

export function writtenOut(tree: Tree): Written {
  const json = JSON.stringify(tree);
  return { json, version: createHash('sha256').update(json).digest('base64url').slice(0, 16) };
}

const keptOf = (row: Readonly<Record<string, unknown>>): Kept => ({
  kind: String(row['kind']),
  id: String(row['id']),
  seq: Number(row['seq']),
  version: String(row['version']),
  deleted: Number(row['deleted']) === 1,
  tree: JSON.parse(String(row['tree'])) as Tree,
});
