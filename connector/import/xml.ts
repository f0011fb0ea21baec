/** XML of a workbook, piece by piece: no document type (so no entities of its own), no endless text, errors with the part they are in. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { SidebookError } from '../errors.ts';

export interface Handlers {
  /** Names without their prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?: (text: string) => void;
}

/** Bytes without a single tag among them: no cell is that long. */
const SILENCE = 2 * 1024 * 1024;

export async function readXml(part: string, chunks: AsyncIterable<Uint8Array>, on: Handlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let silent = 0;
  parser.on('doctype', () => fail(part, 'DOCTYPE'));
  parser.on('error', (error) => fail(part, error.message));
  parser.on('opentag', (tag: SaxesTagPlain) => {
    silent = 0;
    on.open?.(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag: SaxesTagPlain) => on.close?.(local(tag.name)));
  if (on.text) {
    parser.on('text', on.text);
    parser.on('cdata', on.text);
  }
  for await (const text of decodedXml(part, chunks)) {
    parser.write(text);
    silent += text.length;
    if (silent > SILENCE) fail(part, '> 2 MB');
  }
  parser.close();
}

function fail(part: string, came: string): never {
  throw new SidebookError('import-xml-broken', { part, came });
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

async function* decodedXml(part: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of chunks) {
      decoder ??= new TextDecoder(chunk[0] === 0xff || chunk[1] === 0 ? 'utf-16le' : 'utf-8', { fatal: true });
      yield decoder.decode(chunk, { stream: true });
    }
    if (decoder) yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) fail(part, 'UTF-8');
    throw error;
  }
}
