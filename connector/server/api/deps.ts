/** What the API routes get from the server. */
import type { Config } from '../../config.ts';
import type { Sidebook } from '../../main.ts';
import type { World } from '../../model.ts';
import type { OwnPrivate } from './own.ts';

export interface ApiDeps {
  readonly sidebook: Sidebook;
  readonly world: World;
  readonly config: Config;
  /** Whoever gives it closes it. */
  readonly own?: OwnPrivate;
}
