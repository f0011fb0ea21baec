/**
 * Atom as 1C writes it (hosts/1c.md 2.5): entries, deleted entries, and rows of virtual tables, streamed. Scalars carry no
 * type on the wire, so the live metadata says which text is a boolean; numbers stay text, exactly as they came.
 */
import { SaxesParser } from 'saxes';
import type { HttpResponse } from '../http.ts';
import { NoAnswer } from '../http.ts';
import type { HostSchema } from '../../../mappings/compile.ts';
import { hostError, unreachable, type AskedFor } from './errors.ts';
import type { JsonObject } from './client.ts';

export type AtomItem = { readonly set: string; readonly object: JsonObject } | { readonly deleted: string };

const MAX_DEPTH = 64;

export async function* atomItems(
  body: HttpResponse['body'] | AsyncIterable<Uint8Array>,
  asked: AskedFor,
  schema: HostSchema | null,
): AsyncIterable<AtomItem[]> {
  const reader = new AtomReader(schema);
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of body) {
      reader.write(decoder.decode(chunk as Uint8Array, { stream: true }));
      if (reader.items.length > 0) yield reader.items.splice(0);
    }
  } catch (error) {
    throw unreachable(new NoAnswer('cut', true, error), asked);
  }
  if (!reader.closed) throw hostError({ status: 200, contentType: 'application/atom+xml', text: '' }, asked);
  if (reader.items.length > 0) yield reader.items.splice(0);
}

type Frame = {
  name: string;
  text: string;
  rows: Record<string, unknown>[] | null;
  row: Record<string, unknown> | null;
  isNull: boolean;
};

class AtomReader {
  readonly items: AtomItem[] = [];
  closed = false;
  readonly #parser = new SaxesParser();
  readonly #schema: HostSchema | null;
  #depth = 0;
  #set = '';
  #object: Record<string, unknown> | null = null;
  #stack: Frame[] = [];

  constructor(schema: HostSchema | null) {
    this.#schema = schema;
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes as Record<string, string>));
    this.#parser.on('closetag', ({ name }) => this.#close(name));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('error', (error) => {
      throw error;
    });
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (++this.#depth > MAX_DEPTH) throw new Error('the answer is nested too deeply');
    if (name === 'category') this.#set = (attributes['term'] ?? '').replace(/^StandardODATA\./, '');
    else if (name === 'm:properties') this.#object = {};
    else if (name.endsWith('deleted-entry')) this.items.push({ deleted: attributes['ref'] ?? attributes['id'] ?? '' });
    else if (name.startsWith('d:') && this.#object) this.#openProperty(name.slice(2), attributes);
  }

  #openProperty(name: string, attributes: Record<string, string>): void {
    const isPart = attributes['m:type']?.startsWith('Collection(') ?? false;
    const row = name === 'element' ? {} : null;
    this.#stack.push({ name, text: '', rows: isPart ? [] : null, row, isNull: attributes['m:null'] === 'true' });
  }

  #text(text: string): void {
    const top = this.#stack.at(-1);
    if (top) top.text += text;
  }

  #close(name: string): void {
    this.#depth -= 1;
    if (this.#depth === 0) this.closed = true;
    if (name === 'm:properties' && this.#object) {
      this.items.push({ set: this.#set, object: this.#object });
      this.#object = null;
    } else if (name.startsWith('d:') && this.#object) this.#closeProperty();
  }

  #closeProperty(): void {
    const frame = this.#stack.pop();
    if (!frame) return;
    const above = this.#stack.at(-1);
    if (frame.row !== null) above?.rows?.push(frame.row);
    else if (above?.row) above.row[frame.name] = this.#value(frame, this.#stack.at(-2)?.name);
    else if (this.#object) this.#object[frame.name] = frame.rows ?? this.#value(frame, undefined);
  }

  #value(frame: Frame, part: string | undefined): unknown {
    if (frame.isNull) return null;
    const type = this.#schema?.type(this.#set, frame.name, part) ?? null;
    return type === 'Edm.Boolean' ? frame.text.trim() === 'true' : frame.text;
  }
}
