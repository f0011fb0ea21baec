/** One way to run a property: the seed is fixed or comes from SEED; a failure prints seed and path, which replay it. VERBOSE=1 lists every failure. */
import fc from 'fast-check';

export const SEED = Number(process.env['SEED'] ?? 20260722);

export function holds<T>(property: fc.IProperty<T>, runs = 300): void {
  fc.assert(property, { seed: SEED, numRuns: runs, verbose: process.env['VERBOSE'] === '1' });
}
