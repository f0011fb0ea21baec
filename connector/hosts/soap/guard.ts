/**
 * Bytes before any parser sees them: the encoding they are really in, no document type (and so no entity of anybody's making), no
 * nesting that only an attacker writes, nothing cut off. A proxy's or a login page is named as what it is.
 */
import { isUtf8 } from 'node:buffer';
import { utf8Text } from '../utf8.ts';

export type XmlCode = 'html-instead-of-xml' | 'xml-dangerous' | 'xml-encoding' | 'xml-cut';

/** Why an answer is not read. `what` names the finding; never a value of the answer. */
export class BadXml extends Error {
  readonly code: XmlCode;
  readonly what: string;
  constructor(code: XmlCode, what: string) {
    super(code);
    this.code = code;
    this.what = what;
  }
}

const DEEPEST = 200;
/** Element names that would reach into the objects a parser builds. */
const OURS = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf'];
/** All of them in one go over the text: an answer has millions of letters. */
const OURS_AS_TAG = new RegExp(`<(?:[^\\s<>/:]+:)?(${OURS.join('|')})[\\s/>]`);

/**
 * The text of an XML document.
 * @param bytes the whole body
 * @param contentType the header as it came, '' for a file
 * @throws BadXml
 */
export function xmlText(bytes: Buffer, contentType: string): string {
  const text = decoded(bytes, contentType);
  mustBeHarmless(text);
  return text;
}

function decoded(bytes: Buffer, contentType: string): string {
  const wide = wideEncoding(bytes);
  const said = (wide ?? declared(bytes) ?? charsetOf(contentType) ?? 'utf-8').toLowerCase();
  if (said.replace('-', '') === 'utf8') return utf8(bytes);
  if (wide === null && isUtf8(bytes) && bytes.some((b) => b > 127)) throw new BadXml('xml-encoding', said);
  try {
    return new TextDecoder(said, { fatal: true }).decode(bytes);
  } catch {
    throw new BadXml('xml-encoding', said);
  }
}

function utf8(bytes: Buffer): string {
  const text = utf8Text(bytes);
  if (text === null) throw new BadXml('xml-encoding', 'utf-8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Two bytes a letter: told by the mark in front, or by the zero beside the first bracket. */
function wideEncoding(bytes: Buffer): string | null {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  return (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c) ? 'utf-16be' : null;
}

const declared = (bytes: Buffer): string | null =>
  /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1] ?? null;

const charsetOf = (contentType: string): string | null => /charset\s*=\s*"?([\w.-]+)/i.exec(contentType)?.[1] ?? null;

/** @throws BadXml */
export function mustBeHarmless(text: string): void {
  if (isHtml(text)) throw new BadXml('html-instead-of-xml', 'html');
  const ours = OURS_AS_TAG.exec(text)?.[1];
  if (ours !== undefined) throw new BadXml('xml-dangerous', ours);
  mustBeWhole(text);
}

export const isHtml = (text: string): boolean => /^\s*(<!--.*?-->\s*)?(<!doctype html|<html)/is.test(text.slice(0, 2000));

/** Tags counted, not understood: well-formedness is the parser's matter. */
function mustBeWhole(text: string): void {
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const end = endOf(text, at);
    if (end < 0) throw new BadXml('xml-cut', 'tag');
    depth += stepOf(text, at, end);
    if (depth > DEEPEST) throw new BadXml('xml-dangerous', 'depth');
    at = end + 1;
  }
  if (depth !== 0) throw new BadXml('xml-cut', 'tag');
}

function stepOf(text: string, at: number, end: number): number {
  const next = text[at + 1];
  if (next === '/') return -1;
  return next === '!' || next === '?' || text[end - 1] === '/' ? 0 : 1;
}

/** Where a tag, comment, instruction or CDATA ends: the position of its `>`; -1 = it does not. */
function endOf(text: string, at: number): number {
  const next = text[at + 1];
  if (next === '/') return text.indexOf('>', at);
  if (next === '?') return past(text.indexOf('?>', at), 1);
  return next === '!' ? endOfSpecial(text, at) : endOfTag(text, at);
}

function endOfSpecial(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return past(text.indexOf('-->', at + 4), 2);
  if (text.startsWith('<![CDATA[', at)) return past(text.indexOf(']]>', at), 2);
  throw new BadXml('xml-dangerous', 'dtd');
}

const past = (at: number, length: number): number => (at < 0 ? -1 : at + length);

const [QUOTE, APOSTROPHE, CLOSE] = [34, 39, 62];

/** The first `>` outside quotes. */
function endOfTag(text: string, at: number): number {
  let quote = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (quote !== 0) quote = c === quote ? 0 : quote;
    else if (c === CLOSE) return i;
    else if (c === QUOTE || c === APOSTROPHE) quote = c;
  }
  return -1;
}
