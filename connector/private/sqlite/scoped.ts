/**
 * The file as one person sees it. Every question of the view goes through here and says in its SQL what it asks for - {facts} or {notes} - so
 * none can be asked without the person's scope (rights.ts). {notes} stands for conditions on `note` and comes before every `?`.
 */
import type { Param, SqlRow } from '../../store/sqlite/driver.ts';
import { PrivateRefused, type Viewer } from '../private-store.ts';
import { scopeOf, type Scope } from '../rights.ts';
import type { Base } from './base.ts';

export class Scoped {
  readonly base: Base;
  readonly scope: Scope;
  readonly #facts: string;
  readonly #notes: string;
  readonly #params: readonly Param[];

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
    return this.#isFacts(sql)
      ? this.base.all(sql.replace('{facts}', this.#facts), ...params)
      : this.base.all(sql.replace('{notes}', this.#notes), ...this.#params, ...params);
  }

  get = (sql: string, ...params: Param[]): SqlRow | undefined => this.all(`${sql} limit 1`, ...params)[0];

  #isFacts(sql: string): boolean {
    if (sql.includes('{facts}')) return true;
    const at = sql.indexOf('{notes}');
    if (at < 0 || sql.lastIndexOf('?', at) >= 0) throw new Error(`a question without scope: ${sql}`);
    return false;
  }

  /** A change by somebody who may make any. */
  change<T>(work: () => T): T {
    if (!this.scope.writes) throw new PrivateRefused();
    return this.base.change(work);
  }
}

function notesOf(scope: Scope): [string, readonly Param[]] {
  if (!scope.reads) return ['0', []];
  if (!scope.leads) return ['(note.private = 0 or note.owner = ?)', [scope.user]];
  return ['(note.private = 0 or note.owner = ? or note.team is ?)', [scope.user, scope.team]];
}
