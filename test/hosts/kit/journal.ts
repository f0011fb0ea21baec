import { appendFileSync, closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * A file of JSON lines, one per committed change. A line is written with one call, so a killed process leaves at most one
 * broken line at the end, which reading ignores.
 */
export interface Journal {
  /** Lines already there, oldest first. */
  readonly lines: readonly unknown[];
  append(line: unknown): void;
  close(): void;
}

export function openJournal(path: string): Journal {
  const { lines, broken } = existsSync(path) ? readLines(path) : { lines: [], broken: false };
  if (broken) appendFileSync(path, '\n');
  const file = openSync(path, 'a');
  let isOpen = true;
  return {
    lines,
    append: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close: () => {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

function readLines(path: string): { lines: unknown[]; broken: boolean } {
  const text = readFileSync(path, 'utf8');
  const lines: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      lines.push(JSON.parse(line));
    } catch {
      continue; // written half by a process that was killed
    }
  }
  return { lines, broken: text !== '' && !text.endsWith('\n') };
}
