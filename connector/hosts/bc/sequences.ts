/** Where new lines stand among those that are there: the host numbers lines in steps of 10,000 and leaves room between them. */

const STEP = 10_000;

/** `places`: of each wanted line its number there, null where it is new. Answers a number for every line, new ones between their neighbours. */
export function sequences(places: readonly (number | null)[]): number[] {
  const known = places.map((place) => place ?? 0);
  let before = 0;
  return places.map((place, i) => {
    if (place !== null) return (before = place);
    const after = known.slice(i + 1).find((n) => n > before);
    const waiting = 1 + places.slice(i + 1).findIndex((p) => p !== null);
    const room = after === undefined ? STEP : Math.floor((after - before) / ((waiting > 0 ? waiting : 1) + 1));
    before += Math.max(1, room);
    return before;
  });
}
