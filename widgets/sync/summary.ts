import type { SyncView } from '../../connector/server/contract/sync.ts';

/** What the panel knows of a plan before its steps are asked for. */
export type Summary = SyncView['plans'][number];
