/** What commander says of a command typed wrongly, in the words of the catalogue: it knows English only. */
import { InvalidArgumentError, type Command } from 'commander';
import type { Code } from '../errors.ts';
import { catalogue, t, type Io } from './io.ts';

interface Sentence {
  readonly code: Code;
  /** Its groups are the details of the code. */
  readonly says: RegExp;
}

/** Commander 14; a sentence that is not here is shown as it is. */
const SENTENCES: readonly Sentence[] = [
  { code: 'option-needed', says: /^required option '(?<option>.+)' not specified/ },
  { code: 'option-empty', says: /^option '(?<option>.+)' argument missing/ },
  { code: 'option-choice', says: /^option '(?<option>.+)' argument '(?<came>.*)' is invalid\. Allowed choices are (?<known>.+)\./s },
  { code: 'option-count', says: /^option '(?<option>.+)' argument '(?<came>.*)' is invalid\. count$/s },
  { code: 'argument-choice', says: /^command-argument value '(?<came>.*)' is invalid for argument '(?<argument>.+)'\. Allowed choices are (?<known>.+)\./s },
  { code: 'option-conflict', says: /^option '(?<option>.+)' cannot be used with option '(?<other>.+)'$/ },
  { code: 'option-twice', says: /^option '(?<option>.+)' stands twice: '(?<before>.*)', '(?<came>.*)'$/s },
  { code: 'option-alone', says: /^option '(?<option>.+)' needs '(?<other>.+)'$/ },
  { code: 'option-unknown', says: /^unknown option '(?<option>.+?)'/ },
  { code: 'argument-needed', says: /^missing required argument '(?<argument>.+)'/ },
  { code: 'argument-extra', says: /^too many arguments(?: for '(?<command>.+)')?\. Expected (?<expected>\d+) arguments? but got (?<came>\d+)/ },
  { code: 'command-unknown', says: /^unknown command '(?<command>.+?)'/ },
]; // prettier-ignore

/** `text`: "error: …" as commander writes it. */
export function usageError(io: Io, text: string): string {
  const said = text.replace(/^error: /, '').trimEnd();
  for (const { code, says } of SENTENCES) {
    const found = says.exec(said);
    if (found) return `${catalogue(io, code, { command: io.called, ...found.groups })}${nearText(io, said)}\n`;
  }
  return text;
}

function nearText(io: Io, said: string): string {
  const near = /Did you mean (?:one of )?(.+)\?\)$/.exec(said)?.[1];
  return near === undefined ? '' : `\n  ${t(io, `Perhaps you mean: ${near}`, `Возможно, имелось в виду: ${near}`)}`;
}

/** `--limit`, wherever it stands, takes a count and nothing else. */
export function countLimits(command: Command): void {
  for (const option of command.options) if (option.long === '--limit') option.argParser(aCount);
  command.commands.forEach(countLimits);
}

function aCount(text: string): string {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('count');
  return text;
}

/** The words commander itself puts beside an option. */
export const optionWords = (io: Io, text: string): string =>
  io.lang === 'en' ? text : text.replace(/\(choices: /, '(варианты: ').replace(/([(,] ?)default: /, '$1по умолчанию: ');
