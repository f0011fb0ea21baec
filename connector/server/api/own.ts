/**
 * The private store behind the API: opened when somebody first asks for it, asked as that person, and what was written is known to
 * the wall before the answer goes - no cycle in between finds it unguarded.
 */
import type { Config } from '../../config.ts';
import type { Sidebook } from '../../main.ts';
import type { World } from '../../model.ts';
import type { PrivateImports } from '../../private/imports.ts';
import type { PrivateView, Viewer } from '../../private/private-store.ts';
import type { OwnStore } from '../../private/own-store.ts';
import { feedWall } from '../../wall/feed.ts';
import type { Principal } from '../principal.ts';
import { longChangesOf } from '../imports/long-changes.ts';
import { openPrivateOf } from '../private.ts';

/** As the private store knows people: team and grant are those of the user here, whatever a token says. */
export const viewerOf = ({ actor, roles, team, granted }: Principal): Viewer => ({ user: actor, roles, team, granted });

export class OwnPrivate {
  readonly #config: Config;
  readonly #world: World;
  #opened: OwnStore | null = null;

  constructor(config: Config, world: World) {
    this.#config = config;
    this.#world = world;
  }

  get store(): OwnStore {
    return (this.#opened ??= openPrivateOf(this.#config, this.#world, longChangesOf(this.#config, this.#world)));
  }

  view = (who: Principal): PrivateView => this.store.as(viewerOf(who));
  imports = (who: Principal): PrivateImports => this.store.imports(viewerOf(who));

  /** After every change. */
  async guard({ store, wall }: Pick<Sidebook, 'store' | 'wall'>): Promise<void> {
    await feedWall({ store, keyed: wall.keyed, shows: wall.shows }, this.store);
  }

  async close(): Promise<void> {
    await this.#opened?.close();
    this.#opened = null;
  }
}
