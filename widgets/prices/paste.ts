/**
 * Rows from a spreadsheet's clipboard, as text with tabs. Excel offers the same twice: as text, which is taken, and as HTML, which is read
 * where there is no text. By hand: the policy of our pages lets no parser of the browser near a string; pictures and styles fall away.
 */

/** Null: an ordinary text, pasted into the field it was meant for. */
export function pastedRows(data: DataTransfer): string | null {
  const text = data.getData('text/plain');
  if (isTable(text)) return text;
  const html = text.trim() === '' ? htmlRows(data.getData('text/html')) : null;
  return html !== null && isTable(html) ? html : null;
}

/** More than one row, or more than one cell. */
const isTable = (text: string): boolean => text.indexOf('\t') >= 0 || /\S[^\S\n]*\r?\n\s*\S/.test(text);

/** Rows of every table in it; null: there is none. */
export function htmlRows(html: string): string | null {
  const rows = html.replace(/<!--[^]*?-->|<(style|script|xml|head)\b[^]*?<\/\1>/gi, '').split(/<tr\b[^>]*>/i).slice(1);
  const read = rows.map((row) => cellsIn(row.split(/<\/tr>|<\/table>/i)[0] ?? '')).filter((cells) => cells.length > 0);
  return read.length === 0 ? null : read.map((cells) => cells.join('\t')).join('\n');
} // prettier-ignore

/** A cell over several columns leaves the others empty, as it does in the text. */
function cellsIn(row: string): string[] {
  const cells: string[] = [];
  for (const part of row.split(/<t[dh]\b/i).slice(1)) {
    const end = part.indexOf('>');
    cells.push(textOf(part.slice(end + 1)));
    const span = /\bcolspan\s*=\s*["']?(\d{1,3})/i.exec(part.slice(0, end));
    for (let more = span ? Number(span[1]) : 1; more > 1; more--) cells.push('');
  }
  return cells;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** One line, without marks: a tab or a line break within a cell would move what follows. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,8}));/gi, (_whole, ten?: string, hex?: string, name?: string) => named(ten, hex, name))
    .replace(/[\s\u00a0]+/g, ' ')
    .trim(); // prettier-ignore

function named(ten?: string, hex?: string, name = ''): string {
  const code = ten !== undefined ? Number(ten) : hex !== undefined ? parseInt(hex, 16) : 0;
  if (code > 0xffff || (code > 0 && code < 32)) return ' ';
  return code > 0 ? String.fromCharCode(code) : (NAMED[name.toLowerCase()] ?? ' ');
}

/** Bytes of a file in base64; null: it cannot be read. */
export function readBase64(file: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
