/** Why a store was not moved. */

export type MoveWrong = 'taken' | 'busy' | 'changed' | 'differs';
/** Nothing was lost: the file is as it was, and a server that holds half of it says so. */
export class MoveFailed extends Error {
  readonly wrong: MoveWrong;
  readonly part: string;
  constructor(wrong: MoveWrong, part: string) {
    super(`${wrong}: ${part}`);
    this.wrong = wrong;
    this.part = part;
  }
}
