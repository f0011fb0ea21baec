/** What left, in rows: told in the chain, and refused where a day's measure is full. */
import type { Audit } from './audit.ts';

export interface Leaving {
  readonly actor: string;
  readonly rows: number;
  /** Rows of one day; null = as many as they like. */
  readonly most: number | null;
}

/** False: they may not leave today; nothing of them is counted. */
export async function takeRows(audit: Pick<Audit, 'take' | 'append'>, { actor, rows, most }: Leaving): Promise<boolean> {
  const fits = await audit.take(actor, rows, most);
  const what = fits ? 'export:rows' : 'refused:export';
  await audit.append([{ actor, what, subject: null, value: { rows, ...(most === null ? {} : { most }) } }]);
  return fits;
}
