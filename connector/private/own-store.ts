/** The private store with everything that is kept beside it, on whatever database: what the server and the commands open. */
import type { PersonalData } from '../personal-data.ts';
import type { Escalations } from './escalations.ts';
import type { ImportingStore } from './imports.ts';
import type { PrivateStore } from './private-store.ts';

export interface OwnStore extends PrivateStore, ImportingStore {
  /** What tells it from every other one; no secret in it. */
  readonly place: string;
  /** Of persons: where they are mentioned, and the end of it. */
  personal(): PersonalData;
  escalations(): Escalations;
}
