/** One key and what was asked under it make one row, for good: whoever asks again, whatever broke off before, gets the row that is there. */
import type { Id } from '../../private/model.ts';
import { uuidOf } from '../../world.ts';
import type { Asker } from './api.ts';

export interface Keyed extends Asker {
  /** Idempotency-Key. */
  readonly key: string;
}

export const idOnce = ({ who, key }: Keyed, asked: unknown): Id => uuidOf(`${who.actor} ${key} ${JSON.stringify(asked)}`);
