/** The index of the search keeps notes in sixties: one row names up to so many of them, a bit for each. */

/** Notes in one row of the index: as many bits as an integer has without its sign, and a round number. */
export const BLOCK = 60;
export const blockOf = (note: number): number => Math.floor(note / BLOCK);
export const bitOf = (note: number): bigint => 1n << BigInt(note % BLOCK);

/** The notes of a block, newest first. */
export function notesIn(block: number, bits: bigint): number[] {
  const notes: number[] = [];
  for (let bit = BLOCK - 1; bit >= 0; bit--) if ((bits >> BigInt(bit)) & 1n) notes.push(block * BLOCK + bit);
  return notes;
}

/** What a note is found by: by whom, and by which stems. */
export interface Indexed {
  readonly readers: readonly string[];
  readonly stems: readonly string[];
}
export const NOTHING: Indexed = { readers: [], stems: [] };
