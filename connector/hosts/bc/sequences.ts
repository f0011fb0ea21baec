/** Where new lines stand among those that are there: the host numbers lines in steps of 10,000 and leaves room between them. */

const STEP = 10_000;

/**
 * `places`: of each wanted line its number there, null where it is new. Answers a number for every line, new ones between their neighbours;
 * where no number is left between them, behind all of them: two lines of one number the host would refuse.
 */
export function sequences(places: readonly (number | null)[]): number[] {
  const taken = new Set(places.filter((place) => place !== null));
  let last = Math.max(0, ...taken);
  let before = 0;
  const given = (number: number): number => {
    taken.add(number);
    last = Math.max(last, number);
    return (before = number);
  };
  return places.map((place, i) => {
    if (place !== null) return (before = place);
    const after = places.slice(i + 1).find((n) => n !== null && n > before) ?? null;
    const waiting = Math.max(1, 1 + places.slice(i + 1).findIndex((p) => p !== null));
    const room = after === null ? STEP : Math.floor((after - before) / (waiting + 1));
    return given(room < 1 || taken.has(before + room) ? last + STEP : before + room);
  });
}
