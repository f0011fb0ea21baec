/** Terminal text on standard input -> an SVG on standard output: how docs/demo.svg is made from what the demo really printed. */
import { text as readAll } from 'node:stream/consumers';

const SIZE = 14;
const STEP = 20;
const PAD = 16;
const CHARACTER = 8.43; // width of one letter of a monospaced face at this size

/** Columns stand on spaces, and a browser folds plain ones into one: these are no-break. */
const escape = (line: string): string =>
  line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00A0');

/** What a person typed is bright, what arrives is green, what leaves is blue, what is asked is yellow. */
function colour(line: string): string {
  if (line.startsWith('$')) return '#ffffff';
  const mark = line.trimStart().charAt(0);
  return { '←': '#8fd18f', '→': '#8fb8f0', '?': '#f0d070' }[mark] ?? '#c8ccd4';
}

function picture(lines: readonly string[]): string {
  const width = Math.round(Math.max(...lines.map((l) => l.length)) * CHARACTER) + 2 * PAD;
  const height = lines.length * STEP + 2 * PAD;
  const rows = lines.map((l, i) => `<text x="${PAD}" y="${PAD + (i + 1) * STEP - 6}" fill="${colour(l)}">${escape(l)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Output of npm start">`,
    `<rect width="100%" height="100%" rx="8" fill="#1d2129"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE}">`,
    ...rows,
    '</g>',
    '</svg>',
  ].join('\n');
}

process.stdout.write(`${picture((await readAll(process.stdin)).trimEnd().split('\n'))}\n`);
