/** Row numbers as short text: "3-5,9". What was erased is said in the chain with it. */

export function rangesOf(sorted: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const n of sorted) {
    const last = ranges.at(-1);
    if (last?.[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${String(from)}-${String(to)}`)).join(',');
}

/** Whether a number is in one of many such texts. */
export class Ranges {
  readonly #ranges: [number, number][] = [];

  add(text: string): void {
    for (const range of text.split(',')) {
      const [from = NaN, to = from] = range.split('-').map(Number);
      this.#ranges.push([from, to]);
    }
  }

  /** Of these, those that are in none. */
  without(sorted: readonly number[]): number[] {
    const ranges = [...this.#ranges].sort((a, b) => a[0] - b[0]);
    let [at, reach] = [0, -Infinity];
    return sorted.filter((n) => {
      for (let next = ranges[at]; next && next[0] <= n; next = ranges[++at]) reach = Math.max(reach, next[1]);
      return n > reach;
    });
  }
}
