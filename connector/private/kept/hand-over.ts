/** Between whom notes may be handed over: two names, and not the same. */
import { PrivateWrong } from '../private-store.ts';

export function checkNames(from: string, to: string): void {
  const wrong = (field: string, problem: 'empty' | 'itself', value: string) =>
    new PrivateWrong([{ row: null, field, problem, value }]);
  if (from.trim() === '') throw wrong('from', 'empty', from);
  if (to.trim() === '') throw wrong('to', 'empty', to);
  if (from === to) throw wrong('to', 'itself', to);
}
