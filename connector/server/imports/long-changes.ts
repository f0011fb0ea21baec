/** Long imports and their undo, made in a thread with a connection of its own: whoever reads meanwhile sees all as it was before. */
import type { Config } from '../../config.ts';
import { auditFileOf } from '../../main.ts';
import type { World } from '../../model.ts';
import type { ImportDraft, ImportRecord, LongChanges, Undone } from '../../private/imports.ts';
import type { FreshDays, Id } from '../../private/model.ts';
import type { Viewer } from '../../private/private-store.ts';
import { LIMITS } from '../../import/index.ts';
import { ApiError } from '../api-error.ts';
import { openThread } from '../threads/thread.ts';
import { refusalOf, type Refusal } from './refusal.ts';

type Change = { readonly apply: ImportDraft } | { readonly undo: Id };

export type KeepOrder = Change & {
  readonly file: string;
  /** Null: none is kept. */
  readonly audit: string | null;
  readonly fresh: FreshDays;
  readonly viewer: Viewer;
  readonly now: string;
};
export type Kept = { readonly record: ImportRecord } | { readonly undone: Undone } | { readonly refused: Refusal };

const TOO_LARGE = { code: 'import-too-big', detail: { limit: LIMITS.characters / 1024 / 1024 } };

export function longChangesOf({ private: { file }, fresh, ...config }: Config, world: Pick<World, 'now'>): LongChanges {
  const audit = auditFileOf(config);
  const change = (viewer: Viewer, what: Change): Promise<Kept> =>
    kept({ ...what, file, audit: audit === ':memory:' ? null : audit, fresh, viewer, now: world.now().toISOString() });
  return {
    apply: async (viewer, apply) => {
      const told = await change(viewer, { apply });
      return 'record' in told ? told.record : lost(told);
    },
    undo: async (viewer, undo) => {
      const told = await change(viewer, { undo });
      return 'undone' in told ? told.undone : lost(told);
    },
  };
}

/** The thread closes the file before it tells, and ends by itself. */
const kept = (begin: KeepOrder): Promise<Kept> =>
  new Promise((resolve, reject) => {
    openThread<Kept>(
      { program: 'import-keeper', begin, tooLarge: TOO_LARGE },
      { hear: resolve, lose: ({ code, detail }, cause) => reject(new ApiError(code === 'internal' ? 500 : 409, code, detail, {}, cause)) },
    );
  }); // prettier-ignore

function lost(told: Kept): never {
  throw 'refused' in told ? refusalOf(told.refused) : new ApiError(500, 'internal');
}
