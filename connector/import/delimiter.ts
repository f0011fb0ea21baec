/** What separates the columns of a text file: the mark that stands equally often in most lines, quotes left out. */
export const DELIMITERS = [';', ',', '\t', '|'] as const;
const LINES = 60;

/** "sep=;": what Excel itself takes as the first line. It is no row, but it counts as one. */
export const separatorLine = (text: string): string | null => /^\uFEFF?sep=(.)\r?(?:\n|$)/i.exec(text)?.[1] ?? null;

export function detectDelimiter(text: string): string {
  const lines = outsideQuotes(text);
  const scores = DELIMITERS.map((d) => ({ d, score: agreement(lines.map((line) => line.split(d).length - 1)) }));
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > 0 ? best.d : ';';
}

function outsideQuotes(text: string): string[] {
  const bare = text.replace(/"(?:[^"]|"")*"/g, '');
  return bare.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').slice(0, LINES); // prettier-ignore
}

/** How many lines have the most usual count, weighed by that count: a decimal comma stands once, separators stand often. */
function agreement(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const c of counts) if (c > 0) times.set(c, (times.get(c) ?? 0) + 1);
  const scores = [...times].map(([count, lines]) => (lines / counts.length) * Math.log2(1 + count));
  return Math.max(0, ...scores);
}
