/**
 * The schema as one person sees it, in one transaction. Every question of the view goes through here and says in its SQL what it asks for -
 * {facts} or {notes} - so none can be asked without the person's scope (rights.ts). {notes} stands for conditions on `note`.
 */
import type { Json } from '../../canonical.ts';
import type { SqlRow } from '../../store/rows.ts';
import type { Params, Tsql } from '../../store/mssql/tsql.ts';
import { PrivateRefused, type Viewer } from '../private-store.ts';
import { scopeOf, seesNote, type Scope } from '../rights.ts';
import type { Base } from './base.ts';

/** One transaction as one person. */
export class On {
  readonly base: Base;
  readonly scope: Scope;
  readonly t: Tsql;

  constructor(base: Base, scope: Scope, t: Tsql) {
    this.base = base;
    this.scope = scope;
    this.t = t;
  }

  get user(): string {
    return this.scope.user;
  }

  async rows(sql: string, params: Params = {}): Promise<readonly SqlRow[]> {
    if (sql.includes('{facts}')) return this.t.rows(sql.replace('{facts}', this.scope.reads ? '1 = 1' : '1 = 0'), params);
    if (!sql.includes('{notes}')) throw new Error(`a question without scope: ${sql}`);
    const [where, who] = notesOf(this.scope);
    const rows = await this.t.rows(sql.replace('{notes}', where), { ...params, ...who });
    return rows.filter((row) => this.#sees(row));
  }

  one = async (sql: string, params: Params = {}): Promise<SqlRow | null> => (await this.rows(sql, params))[0] ?? null;

  /** A server takes 'anna' and 'anna ' for one name; we do not. */
  #sees(row: SqlRow): boolean {
    if (!('owner' in row)) return true;
    const note = { owner: String(row['owner']), team: textOf(row['team']), isPrivate: Number(row['private']) === 1 };
    return seesNote(this.scope, note);
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What its author took back is shown to nobody. */
const STANDS = 'note.withdrawn_at IS NULL';

function notesOf({ reads, leads, user, team }: Scope): readonly [string, Params] {
  if (!reads) return ['1 = 0', {}];
  const own = 'note.[private] = 0 OR note.owner = @me';
  if (!leads) return [`${STANDS} AND (${own})`, { me: user }];
  if (team === null) return [`${STANDS} AND (${own} OR note.team IS NULL)`, { me: user }];
  return [`${STANDS} AND (${own} OR note.team = @my_team)`, { me: user, my_team: team }];
}

/** What is told of what comes and goes as a whole. */
export interface Whole {
  readonly id: string;
  readonly told: Json;
}

/** Looks and changes of one person. */
export class Scoped {
  readonly base: Base;
  readonly scope: Scope;

  constructor(base: Base, viewer: Viewer) {
    this.base = base;
    this.scope = scopeOf(viewer);
  }

  look = <T>(work: (on: On) => Promise<T>): Promise<T> => this.base.look((t) => work(new On(this.base, this.scope, t)));

  /** By somebody who may change anything; the audit tells of it in the same transaction. `what`: of which kind. */
  async change<T>(what: string, work: (on: On) => Promise<T>, whole?: (made: T, on: On) => Promise<Whole>): Promise<T> {
    if (!this.scope.writes) throw new PrivateRefused();
    return this.base.change(async (t) => {
      const on = new On(this.base, this.scope, t);
      const made = await work(on);
      await this.base.tell?.(t, { actor: this.scope.user, what, ...(whole ? toldOf(await whole(made, on)) : countOf(made)) });
      return made;
    });
  }
}

const toldOf = ({ id, told }: Whole) => ({ id, count: 1, whole: told });

/** A thing with its id, a list of ids, or nothing. */
function countOf(made: unknown): { readonly id: string | null; readonly count: number } {
  const all: readonly unknown[] = Array.isArray(made) ? made : [made];
  const [first] = all;
  const id = typeof first === 'object' && first !== null && 'id' in first ? first.id : first;
  return { id: typeof id === 'string' ? id : null, count: all.length };
}
