/** What is kept of a file in memory, counted: a file that claims more than a price list can hold is refused, not swallowed. */
import { SidebookError } from '../errors.ts';
import { LIMITS, textOf, type Cell, type Row } from './table.ts';

const SLOTS = 16_000_000;

export class Kept {
  readonly rows: Row[] = [];
  private characters = 0;
  private slots = 0;

  add(n: number, cells: readonly (Cell | undefined)[]): void {
    if (this.rows.length >= LIMITS.rows) throw new SidebookError('import-too-many-rows', { limit: LIMITS.rows });
    for (const cell of cells) this.characters += textOf(cell).length;
    this.slots += cells.length;
    if (this.characters > LIMITS.characters || this.slots > SLOTS)
      throw new SidebookError('import-too-big', { limit: LIMITS.characters / 1024 / 1024 });
    this.rows.push({ n, cells });
  }
}
