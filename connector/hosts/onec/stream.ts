/**
 * The objects of a JSON collection one by one as they stream in, in bounded memory: a list of 300,000 keys is one answer
 * (hosts/1c.md 2.7). The end is proven: an answer that stops half-way is an error, never a shorter list (S14).
 */
import { notJson, unreachable, type AskedFor } from './errors.ts';
import { NoAnswer } from '../http.ts';
import type { JsonObject } from './client.ts';
import { Utf8Pieces } from '../utf8.ts';

/** Yields batches, so that a consumer is not awakened for every row. */
export async function* jsonRows(body: AsyncIterable<unknown>, asked: AskedFor, contentType: string): AsyncIterable<JsonObject[]> {
  const scanner = new Scanner();
  const letters = new Utf8Pieces();
  try {
    for await (const chunk of body) {
      const rows = scanner.feed(letters.decode(chunk as Uint8Array));
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw notJson({ status: 200, contentType, text: '' }, asked);
    throw unreachable(new NoAnswer('cut', true, error), asked);
  }
  if (!scanner.ended) throw notJson({ status: 200, contentType, text: scanner.head }, asked);
}

const BETWEEN = /^[\s,]*/;
/** Outside strings only these matter; inside only the quote that ends it. */
const MARK = /["{}[\]]/g;

/** Guesses that fail cost a second look at the same text: a list of nested rows is left to the counting. */
const GUESSES = 3;

/**
 * Finds the objects of the top-level "value" array by counting brackets outside strings; JSON.parse does the rest. Between two rows
 * it first guesses that the last bracket ends one: then JSON.parse takes all of them at once, or says that the guess was wrong.
 */
class Scanner {
  ended = false;
  head = '';
  #text = '';
  #at = 0;
  #start = -1;
  #string = -1;
  #depth = 0;
  #inValue = false;
  #guesses = GUESSES;

  feed(chunk: string): JsonObject[] {
    if (this.head.length < 200) this.head += chunk.slice(0, 200);
    this.#text += chunk;
    const rows = this.#guessed() ?? this.#counted();
    this.#forget();
    return rows;
  }

  #counted(): JsonObject[] {
    const rows: JsonObject[] = [];
    while (this.#at < this.#text.length) {
      if (this.#string >= 0) this.#endString();
      else this.#mark(rows);
    }
    return rows;
  }

  #guessed(): JsonObject[] | null {
    const from = this.#start >= 0 ? this.#start : this.#inValue && this.#depth === 2 && this.#string < 0 ? this.#at : -1;
    const end = from >= 0 && this.#guesses > 0 ? this.#text.lastIndexOf('}') + 1 : 0;
    if (from < 0 || end <= from) return null;
    const comma = BETWEEN.exec(this.#text.slice(from, from + 20))?.[0].length ?? 0;
    try {
      const rows = JSON.parse(`[${this.#text.slice(from + comma, end)}]`) as JsonObject[];
      [this.#at, this.#start, this.#string, this.#depth] = [end, -1, -1, 2];
      return rows;
    } catch {
      this.#guesses -= 1;
      return null;
    }
  }

  #endString(): void {
    const quote = this.#text.indexOf('"', this.#at);
    this.#at = quote < 0 ? this.#text.length : quote + 1;
    if (quote >= 0 && !this.#isEscaped(quote)) this.#string = -1;
  }

  /** An odd number of backslashes before it. */
  #isEscaped(quote: number): boolean {
    let n = 0;
    while (quote - n - 1 > this.#string && this.#text[quote - n - 1] === '\\') n++;
    return n % 2 === 1;
  }

  #mark(rows: JsonObject[]): void {
    MARK.lastIndex = this.#at;
    const found = MARK.exec(this.#text);
    if (!found) {
      this.#at = this.#text.length;
      return;
    }
    this.#at = found.index + 1;
    const [c] = found;
    if (c === '"') this.#string = found.index;
    else if (c === '{' || c === '[') this.#open(c, found.index);
    else this.#close(c, rows);
  }

  #open(c: string, at: number): void {
    if (this.#inValue && this.#depth === 2 && c === '{') this.#start = at;
    this.#depth += 1;
    if (this.#depth === 2 && c === '[') this.#inValue = true;
  }

  #close(c: string, rows: JsonObject[]): void {
    this.#depth -= 1;
    if (this.#depth === 2 && c === '}' && this.#start >= 0) {
      rows.push(JSON.parse(this.#text.slice(this.#start, this.#at)) as JsonObject);
      this.#start = -1;
    }
    if (this.#depth === 1 && c === ']') this.#inValue = false;
    if (this.#depth === 0) this.ended = true;
  }

  /** Text behind us is dropped, but not the beginning of what is still open. */
  #forget(): void {
    const keep = [this.#start, this.#string].filter((n) => n >= 0).reduce((a, b) => Math.min(a, b), this.#at);
    this.#text = this.#text.slice(keep);
    this.#at -= keep;
    if (this.#start >= 0) this.#start -= keep;
    if (this.#string >= 0) this.#string -= keep;
  }
}
