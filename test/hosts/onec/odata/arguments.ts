import { notImplemented, unparsed } from '../base/errors.ts';
import type { Parameter } from '../schema/virtual-tables.ts';

/**
 * The arguments of a virtual table. Conditions hold quotes of their own, left single or doubled by different clients
 * (1c.md 4.10.1), so an argument ends where the next known name begins, not at a quote.
 */
export function parseArguments(
  text: string,
  parameters: readonly Parameter[],
  query: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const starts = [...text.matchAll(/(?:^|,)\s*([A-Za-z]+)\s*=/g)];
  const values = new Map<string, string>();
  for (const [i, start] of starts.entries()) {
    const from = start.index + start[0].length;
    addArgument(values, parameters, start[1] ?? '', text.slice(from, starts[i + 1]?.index));
  }
  for (const [name, value] of query) if (/^[A-Z][A-Za-z]+$/.test(name)) addArgument(values, parameters, name, value);
  return values;
}

function addArgument(values: Map<string, string>, parameters: readonly Parameter[], name: string, literal: string): void {
  const parameter = parameters.find((p) => p.name === name);
  if (!parameter) throw notImplemented(`Параметр "${name}" не поддерживается`, `Parameter "${name}" is not supported`);
  values.set(name, parameter.type === 'DateTime' ? dateArgument(literal.trim()) : unquote(literal.trim()));
}

function dateArgument(literal: string): string {
  const text = /^datetime'([^']*)'$/.exec(literal)?.[1] ?? '';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) throw unparsed(text, 'DateTime');
  return text;
}

function unquote(literal: string): string {
  const inner = /^'([\s\S]*)'$/.exec(literal)?.[1];
  if (inner === undefined) return literal;
  return /guid''|''\)|eq ''/.test(inner) ? inner.replaceAll("''", "'") : inner;
}
