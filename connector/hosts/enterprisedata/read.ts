/**
 * A message as it streams: its header, then its objects one by one, in bounded memory (hosts/1c.md 5.3). Whatever is no plain message is
 * refused by name: a document type, another encoding, a thousand nested elements, an end in the middle.
 */
import { SaxesParser, type SaxesAttributeNS } from 'saxes';
import { BadMessage } from './bad-message.ts';
import { MESSAGE_NAMESPACE, NAMESPACE } from './formats.ts';
import type { Tree } from './tree.ts';

/** 200,000 nested elements would take a parser that knows namespaces minutes. */
const MAX_DEPTH = 64;
/** Characters of one object: an invoice of a thousand lines is two million. An element counts as some, or empty ones without end would fill the memory. */
const MAX_OBJECT = 64 * 1024 * 1024;
const ELEMENT = 128;
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
/** Most elements have no attributes. */
function isNil(attributes: Readonly<Record<string, SaxesAttributeNS>>): boolean {
  for (const name in attributes) {
    const a = attributes[name];
    if (a?.local === 'nil' && a.uri === INSTANCE && (a.value === 'true' || a.value === '1')) return true;
  }
  return false;
}

/** `header` comes once and first. */
export type Piece = { readonly header: Tree } | { readonly object: Tree };

/** Pieces of a message as they are complete. Throws BadMessage; what came before it is then not to be used. */
export async function* readMessage(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Piece[]> {
  const reader = new MessageReader();
  for await (const text of decoded(bytes)) {
    const pieces = reader.write(text);
    if (pieces.length > 0) yield pieces;
  }
  yield reader.end();
}

interface Open {
  readonly name: string;
  readonly inner: Tree[];
  text: string;
  nil: boolean;
}

class MessageReader {
  readonly #parser = new SaxesParser({ xmlns: true, position: false });
  readonly #open: Open[] = [];
  #pieces: Piece[] = [];
  #depth = 0;
  #size = 0;
  #at: 'start' | 'message' | 'body' | 'end' = 'start';
  #hasHeader = false;

  /** Six handlers at most: V8 keeps a parser with a seventh as a dictionary, and a message then takes four times as long. */
  constructor() {
    this.#parser.on('doctype', () => refuse('ed-doctype'));
    this.#parser.on('error', (error) => {
      throw new BadMessage('ed-xml-broken', { came: error.message.slice(0, 200) });
    });
    this.#parser.on('opentag', (tag) => this.#start(tag.uri, tag.local, isNil(tag.attributes)));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
  }

  write(text: string): readonly Piece[] {
    this.#parser.write(text);
    return this.#taken();
  }

  end(): readonly Piece[] {
    this.#parser.close();
    if (this.#at !== 'end') refuse('ed-xml-broken', { came: 'end' });
    if (!this.#hasHeader) refuse('ed-no-message', { came: 'Header' });
    return this.#taken();
  }

  #taken(): readonly Piece[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #start(uri: string, local: string, nil: boolean): void {
    if (++this.#depth > MAX_DEPTH) refuse('ed-too-deep', { limit: String(MAX_DEPTH) });
    this.#grow(ELEMENT);
    if (this.#open.length > 0) this.#open.push({ name: named(uri, local), inner: [], text: '', nil });
    else if (this.#at === 'start') this.#root(local);
    else if (this.#at === 'message' && local === 'Body') this.#at = 'body';
    else this.#first(uri, local, nil);
  }

  #root(local: string): void {
    const { encoding = 'utf-8' } = this.#parser.xmlDecl;
    if (encoding.toLowerCase() !== 'utf-8') refuse('ed-encoding', { came: encoding });
    if (local !== 'Message') refuse('ed-no-message', { came: local.slice(0, 60) });
    this.#at = 'message';
  }

  /** The header, or an object of the body. */
  #first(uri: string, local: string, nil: boolean): void {
    const isHeader = this.#at === 'message' && uri === MESSAGE_NAMESPACE && local === 'Header';
    if (!isHeader && this.#at !== 'body') refuse('ed-no-message', { came: local.slice(0, 60) });
    if (!isHeader && !this.#hasHeader) refuse('ed-no-message', { came: 'Body' });
    this.#size = 0;
    this.#open.push({ name: isHeader ? 'Header' : named(uri, local), inner: [], text: '', nil });
  }

  #text(text: string): void {
    const top = this.#open.at(-1);
    if (!top) return;
    this.#grow(text.length);
    top.text += text;
  }

  #grow(characters: number): void {
    this.#size += characters;
    if (this.#size > MAX_OBJECT) refuse('ed-object-too-big', { limit: String(MAX_OBJECT / 1024 / 1024) });
  }

  #close(): void {
    this.#depth -= 1;
    const closed = this.#open.pop();
    if (!closed) {
      this.#at = this.#at === 'body' ? 'message' : 'end';
      return;
    }
    const tree: Tree = [closed.name, contentOf(closed)];
    const parent = this.#open.at(-1);
    if (parent) parent.inner.push(tree);
    else this.#complete(tree);
  }

  #complete(tree: Tree): void {
    if (this.#at === 'message') this.#hasHeader = true;
    this.#pieces.push(this.#at === 'message' ? { header: tree } : { object: tree });
  }
}

/** White space between elements is none of their text. */
const contentOf = ({ inner, text, nil }: Open): Tree[1] => (inner.length > 0 ? inner : nil ? null : text);

const VERSIONED = `${NAMESPACE}/`;
/** The version of the format is told by the header; an extension keeps its own namespace. */
const named = (uri: string, local: string): string =>
  uri === '' || uri === MESSAGE_NAMESPACE || uri.startsWith(VERSIONED) ? local : `{${uri}}${local}`;

function refuse(code: string, at: Readonly<Record<string, string>> = {}): never {
  throw new BadMessage(code, at);
}

/** How two bytes a letter begin: a mark, or the zero beside the first bracket. */
const TWO_BYTES = [[0xff, 0xfe], [0xfe, 0xff], [0x3c, 0], [0, 0x3c]] as const; // prettier-ignore

/** 1C writes UTF-8 with a mark at the start; anything else would change names without a word. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  try {
    for await (const chunk of bytes) {
      if (first && TWO_BYTES.some(([a, b]) => chunk[0] === a && chunk[1] === b)) refuse('ed-encoding', { came: 'UTF-16' });
      first = false;
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new BadMessage('ed-encoding', { came: '?' }, error);
    throw error;
  }
}
