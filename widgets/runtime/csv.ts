/** A table as a file for Excel. Texts come from people: none may become a formula there. */
const DECIMAL = /^-?\d+(\.\d+)?$/;
/** What makes a spreadsheet compute, also behind blanks and in full width. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Quoted always; what could be a formula gets an apostrophe before it. Decimal text is a number, with the comma of the language. */
export function csvCell(text: string, decimal = '.'): string {
  const safe = DECIMAL.test(text) ? text.replace('.', decimal) : FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

/** With a byte order mark; semicolons where the comma is the decimal sign. */
export function csvText(rows: readonly (readonly string[])[], decimal: string): string {
  const separator = decimal === ',' ? ';' : ',';
  return '\ufeff' + rows.map((cells) => cells.map((cell) => csvCell(cell, decimal)).join(separator) + '\r\n').join('');
}

/** Offers a text as a file; engines without object URLs get it inside the link. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  const object = typeof URL === 'function' && 'createObjectURL' in URL;
  const href = object
    ? URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
    : `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`;
  link.href = href;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  if (object) setTimeout(() => URL.revokeObjectURL(href), 1_000);
}
