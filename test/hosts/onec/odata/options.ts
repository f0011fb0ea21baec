import { badOption, badRequest } from '../base/errors.ts';

/** The query options of one request, decoded. */
export interface Options {
  filter?: string;
  select?: string;
  expand?: string;
  orderby?: string;
  top?: number;
  skip?: number;
  inlinecount: boolean;
  format?: string;
  allowedOnly: boolean;
  /** Everything else, e.g. `DataExchangePoint`. */
  other: ReadonlyMap<string, string>;
}

const known = ['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$inlinecount', '$format', '$allowedOnly'];

/** Reads a raw query. A `+` is no space here, it is an error (1c.md 2.1). */
export function parseOptions(query: string): Options {
  const values = new Map<string, string>();
  for (const piece of query.split('&')) {
    if (piece === '') continue;
    const at = piece.indexOf('=');
    const name = decode(at < 0 ? piece : piece.slice(0, at));
    if (piece.includes('+')) throw badOption(name);
    if (name.startsWith('$') && !known.includes(name)) throw badOption(name);
    values.set(name, at < 0 ? '' : decode(piece.slice(at + 1)));
  }
  return build(values);
}

function build(values: ReadonlyMap<string, string>): Options {
  const options: Options = {
    inlinecount: values.get('$inlinecount') === 'allpages',
    allowedOnly: (values.get('allowedOnly') ?? values.get('$allowedOnly')) === 'true',
    other: values,
  };
  for (const name of ['filter', 'select', 'expand', 'orderby', 'format'] as const) {
    const value = values.get(`$${name}`);
    if (value !== undefined) options[name] = value;
  }
  for (const name of ['top', 'skip'] as const) {
    const value = values.get(`$${name}`);
    if (value !== undefined) options[name] = wholeOption(name, value);
  }
  return options;
}

function wholeOption(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw badOption(`$${name}`);
  return Number(value);
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest('Неверный формат запроса', 'Bad request format');
  }
}
