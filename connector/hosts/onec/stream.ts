/**
 * The objects of a JSON collection one by one as they stream in, in bounded memory: a list of 300,000 keys is one answer
 * (hosts/1c.md 2.7). The end is proven: an answer that stops half-way is an error, never a shorter list (S14).
 */
import type { HttpResponse } from '../http.ts';
import { notJson, unreachable, type AskedFor } from './errors.ts';
import { NoAnswer } from '../http.ts';
import type { JsonObject } from './client.ts';

/** Yields batches, so that a consumer is not awakened for every row. */
export async function* jsonRows(body: HttpResponse['body'], asked: AskedFor, contentType: string): AsyncIterable<JsonObject[]> {
  const scanner = new Scanner();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of body) {
      const rows = scanner.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw notJson({ status: 200, contentType, text: '' }, asked);
    throw unreachable(new NoAnswer('cut', true, error), asked);
  }
  if (!scanner.ended) throw notJson({ status: 200, contentType, text: scanner.head }, asked);
}

const OPEN = 0x7b; // {
const CLOSE = 0x7d;
const LIST = 0x5b; // [
const LIST_END = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Finds the objects of the top-level "value" array by counting brackets outside strings; JSON.parse does the rest. */
class Scanner {
  ended = false;
  head = '';
  #text = '';
  #at = 0;
  #start = -1;
  #depth = 0;
  #inString = false;
  #inValue = false;

  feed(chunk: string): JsonObject[] {
    if (this.head.length < 200) this.head += chunk.slice(0, 200);
    this.#text += chunk;
    const rows: JsonObject[] = [];
    for (; this.#at < this.#text.length; this.#at++) this.#step(this.#text.charCodeAt(this.#at), rows);
    this.#forget();
    return rows;
  }

  #step(c: number, rows: JsonObject[]): void {
    if (this.#inString) {
      if (c === BACKSLASH) this.#at += 1;
      else if (c === QUOTE) this.#inString = false;
      return;
    }
    if (c === QUOTE) this.#inString = true;
    else if (c === OPEN || c === LIST) this.#open(c);
    else if (c === CLOSE || c === LIST_END) this.#close(c, rows);
  }

  #open(c: number): void {
    if (this.#inValue && this.#depth === 2 && c === OPEN) this.#start = this.#at;
    this.#depth += 1;
    if (this.#depth === 2 && c === LIST) this.#inValue = true;
  }

  #close(c: number, rows: JsonObject[]): void {
    this.#depth -= 1;
    if (this.#depth === 2 && c === CLOSE && this.#start >= 0) {
      rows.push(JSON.parse(this.#text.slice(this.#start, this.#at + 1)) as JsonObject);
      this.#start = -1;
    }
    if (this.#depth === 1 && c === LIST_END) this.#inValue = false;
    if (this.#depth === 0) this.ended = true;
  }

  /** Text behind us is dropped; an escape may have jumped past the end, so the position is kept relative. */
  #forget(): void {
    const keep = this.#start >= 0 ? this.#start : Math.min(this.#at, this.#text.length);
    this.#text = this.#text.slice(keep);
    this.#at -= keep;
    if (this.#start >= 0) this.#start = 0;
  }
}
