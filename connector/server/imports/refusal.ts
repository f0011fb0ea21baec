/** What a private store throws, as it crosses between threads: there it is told, here it is thrown again. */
import { ImportRests, ImportUndone } from '../../private/imports.ts';
import { PrivateMoved, PrivateRefused, PrivateWrong, type WrongInput } from '../../private/private-store.ts';
import { SqliteError } from '../../store/sqlite/driver.ts';

export type Refusal =
  | { readonly by: 'moved' | 'refused' | 'undone' }
  | { readonly by: 'rests'; readonly rows: number }
  | { readonly by: 'wrong'; readonly wrong: readonly WrongInput[] }
  | { readonly by: 'file'; readonly kind: SqliteError['kind']; readonly message: string; readonly file: string };

/** Null: a fault of ours. */
export function refusalBy(error: unknown): Refusal | null {
  if (error instanceof PrivateMoved) return { by: 'moved' };
  if (error instanceof PrivateRefused) return { by: 'refused' };
  if (error instanceof ImportUndone) return { by: 'undone' };
  if (error instanceof ImportRests) return { by: 'rests', rows: error.rows };
  if (error instanceof PrivateWrong) return { by: 'wrong', wrong: error.wrong };
  if (error instanceof SqliteError) return { by: 'file', kind: error.kind, message: error.message, file: error.file };
  return null;
}

export function refusalOf(refusal: Refusal): Error {
  switch (refusal.by) {
    case 'moved': return new PrivateMoved();
    case 'refused': return new PrivateRefused();
    case 'undone': return new ImportUndone();
    case 'rests': return new ImportRests(refusal.rows);
    case 'wrong': return new PrivateWrong(refusal.wrong);
    case 'file': return new SqliteError(refusal.kind, refusal.message, undefined, refusal.file);
  } // prettier-ignore
}
