/** Tables in a terminal. */
import Table from 'cli-table3';

/** Columns aligned by width, numbers to the right, no frame. */
export function table(
  rows: readonly (readonly string[])[],
  options: { head?: readonly string[]; right?: readonly number[]; indent?: string } = {},
): string {
  const blank = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  };
  const width = Math.max(0, ...rows.map((r) => r.length), options.head?.length ?? 0);
  const made = new Table({
    chars: blank,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: Array.from({ length: width }, (_, i) => (options.right?.includes(i) ? 'right' : 'left')),
    ...(options.head ? { head: [...options.head] } : {}),
  });
  for (const row of rows) made.push([...row]);
  return made.toString().split('\n').map((line) => `${options.indent ?? ''}${line}`.trimEnd()).join('\n'); // prettier-ignore
}
