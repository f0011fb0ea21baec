/** Decimals of a condition against integers scaled by 10^places, exactly: what a column cannot hold lies between two that it can. */

const LARGEST = 2n ** 63n - 1n;

/** A literal on the scale of a column: the greatest integer not above it, and whether it is that integer. */
export interface Scaled {
  readonly floor: bigint;
  readonly isExact: boolean;
}

export function scaledTo(text: string, places: number): Scaled {
  const { digits, places: own } = digitsOf(text);
  if (own <= places) return within(digits * 10n ** BigInt(places - own), true);
  const by = 10n ** BigInt(own - places);
  const floor = digits / by - (digits < 0n && digits % by !== 0n ? 1n : 0n);
  return within(floor, digits % by === 0n);
}

/** Beyond 64 bits nothing is equal, and everything is on one side: columns never hold the least integer of all. */
function within(value: bigint, isExact: boolean): Scaled {
  if (value > LARGEST) return { floor: LARGEST, isExact: false };
  return value <= -LARGEST ? { floor: -LARGEST - 1n, isExact: false } : { floor: value, isExact };
}

/** "-12.50" -> -1250 and 2 places. */
export function digitsOf(text: string): { digits: bigint; places: number } {
  const dot = text.indexOf('.');
  return dot < 0 ? { digits: BigInt(text), places: 0 } : { digits: BigInt(text.slice(0, dot) + text.slice(dot + 1)), places: text.length - dot - 1 };
} // prettier-ignore

export const fits = (value: bigint): boolean => value <= LARGEST && value >= -LARGEST;
