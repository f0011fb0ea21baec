/** What is written into the private store is guarded before anybody is told that it is there. */
import type { Asker } from './api.ts';

export async function kept<T>({ api }: Asker, work: () => Promise<T>): Promise<T> {
  const made = await work();
  await api.own.guard(api.sidebook);
  return made;
}
