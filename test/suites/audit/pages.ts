/** Where the rows of a table lie in an SQLite file, byte by byte (sqlite.org/fileformat2.html): what a tamperer with an editor sees. */

export interface Span {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Payloads of all cells of a table without rowid: length, header and columns. Rows that overflow a page are left out. */
export function rowSpans(file: Buffer, root: number): Span[] {
  const size = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  const page = (n: number): Span[] => {
    const start = (n - 1) * size;
    const head = n === 1 ? start + 100 : start;
    const isInner = file[head] === 2;
    const cells = Array.from({ length: file.readUInt16BE(head + 3) }, (_, i) => start + file.readUInt16BE(head + (isInner ? 12 : 8) + 2 * i)); // prettier-ignore
    const below = isInner ? [...cells.map((c) => file.readUInt32BE(c)), file.readUInt32BE(head + 8)].flatMap(page) : [];
    return [...below, ...cells.map((c) => spanAt(file, isInner ? c + 4 : c))];
  };
  return page(root);
}

function spanAt(file: Buffer, at: number): Span {
  const first = file[at] ?? 0;
  const [length, bytes] = first < 128 ? [first, 1] : [(first & 127) * 128 + (file[at + 1] ?? 0), 2];
  return { from: at, to: at + bytes + length };
}
