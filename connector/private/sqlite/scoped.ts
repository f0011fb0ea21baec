/**
 * The file as one person sees it. Every question of the view goes through here and says in its SQL what it asks for - {facts} or {notes} - so
 * none can be asked without the person's scope (rights.ts). {notes} stands for conditions on `note` and comes before every `?`.
 */
import type { Json } from '../../canonical.ts';
import type { Param, SqlRow, Statement } from '../../store/sqlite/driver.ts';
import { PrivateRefused, type Viewer } from '../private-store.ts';
import { scopeOf, type Scope } from '../rights.ts';
import type { Base } from './base.ts';

interface Asked {
  readonly statement: Statement;
  readonly isOfNotes: boolean;
}

export class Scoped {
  readonly base: Base;
  readonly scope: Scope;
  readonly #facts: string;
  readonly #notes: string;
  readonly #params: readonly Param[];
  readonly #asked = new Map<string, Asked>();

  constructor(base: Base, viewer: Viewer) {
    this.base = base;
    this.scope = scopeOf(viewer);
    this.#facts = this.scope.reads ? '1' : '0';
    [this.#notes, this.#params] = notesOf(this.scope);
  }

  get user(): string {
    return this.scope.user;
  }

  all(sql: string, ...params: Param[]): SqlRow[] {
    const { statement, isOfNotes } = this.#asked.get(sql) ?? this.#first(sql);
    return isOfNotes ? statement.all(...this.#params, ...params) : statement.all(...params);
  }

  get = (sql: string, ...params: Param[]): SqlRow | undefined => this.all(`${sql} limit 1`, ...params)[0];

  #first(sql: string): Asked {
    const isOfNotes = !sql.includes('{facts}');
    const at = sql.indexOf('{notes}');
    if (isOfNotes && (at < 0 || sql.lastIndexOf('?', at) >= 0)) throw new Error(`a question without scope: ${sql}`);
    const scoped = isOfNotes ? sql.replace('{notes}', this.#notes) : sql.replace('{facts}', this.#facts);
    const asked = { statement: this.base.statement(scoped), isOfNotes };
    this.#asked.set(sql, asked);
    return asked;
  }

  /**
   * A change by somebody who may make any; the audit tells of it in the same transaction, by ids alone. `what`: of which kind. `whole`: of
   * what comes and goes as a whole, its id and what is told of it.
   */
  change<T>(work: () => T, what = 'private', whole?: (made: T) => { readonly id: string; readonly told: Json }): T {
    if (!this.scope.writes) throw new PrivateRefused();
    return this.base.change(() => {
      const made = work();
      const as = whole?.(made);
      this.base.tell(this.user, what, as ? as.id : made, as?.told);
      return made;
    });
  }
}

/** What its author took back is shown to nobody. */
const STANDS = 'note.withdrawn_at is null';

function notesOf(scope: Scope): [string, readonly Param[]] {
  if (!scope.reads) return ['0', []];
  if (!scope.leads) return [`${STANDS} and (note.private = 0 or note.owner = ?)`, [scope.user]];
  return [`${STANDS} and (note.private = 0 or note.owner = ? or note.team is ?)`, [scope.user, scope.team]];
}
