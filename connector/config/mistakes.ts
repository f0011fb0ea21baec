/** What is wrong with one value, in words of our own: what is needed, what stands there. The schema's words mix two languages. */
import type { z } from 'zod';
import { configProblem, type ConfigProblemCode, type Lang } from '../errors.ts';

type Issue = z.core.$ZodIssue;

const both = (en: string, ru: string): Readonly<Record<Lang, string>> => ({ en, ru });

const LIST = both('a list [ … ]', 'список [ … ]');
const TABLE = both('a table { … }', 'раздел { … }');
const WHOLE = both('a whole number', 'целое число');
const WANTED: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  string: both('a text in quotes', 'текст в кавычках'),
  number: both('a number', 'число'),
  int: WHOLE,
  boolean: both('true or false', 'true или false'),
  array: LIST,
  tuple: LIST,
  object: TABLE,
  record: TABLE,
};

/** null: not one of these, the message of the schema stands. */
export function mistake(issue: Issue, value: unknown, lang: Lang): string | null {
  const said = (word: ConfigProblemCode, wanted: string): string => configProblem(word, { wanted, came: shown(issue, value) }, lang);
  if (issue.code === 'invalid_type') return said('type', wantedType(issue.expected, value)[lang]);
  if (issue.code === 'invalid_value') return said('one-of', issue.values.map(String).join(', '));
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) return said('one-of', issue.options.join(', '));
  if (issue.code === 'too_small') return said(isMeasured(issue.origin) ? 'at-least' : 'too-few', String(issue.minimum));
  if (issue.code === 'too_big') return said(isMeasured(issue.origin) ? 'at-most' : 'too-many', String(issue.maximum));
  return null;
} // prettier-ignore

const isMeasured = (origin: string): boolean => origin === 'number' || origin === 'int';

/** A text where a number is due is most often that number in quotes: every number here is a whole one. */
const wantedType = (expected: string, value: unknown): Readonly<Record<Lang, string>> =>
  expected === 'number' && typeof value !== 'number' ? WHOLE : (WANTED[expected] ?? both(expected, expected));

const LONGEST = 40;

/** As it stands in the file; what may be a password is never repeated, nor a text where a table is due: most often an address with one in it. */
function shown({ path, ...issue }: Issue, value: unknown): string {
  if (Array.isArray(value)) return '[ … ]';
  if (typeof value === 'object' && value !== null) return '{ … }';
  const isForTable =
    typeof value === 'string' && issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record');
  if (isForTable || path.some((p) => /password|secret|passphrase|url/i.test(String(p)))) return '"…"';
  const text = JSON.stringify(value) ?? '';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
