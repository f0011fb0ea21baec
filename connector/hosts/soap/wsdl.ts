/**
 * A WSDL with all it imports: from the host, signed in, or from a file beside the configuration. Imports are asked of the configured host
 * or looked for in the folder of the file; a namespace imported without a location needs no document.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { WSDL } from 'soap';
import type { HostId } from '../../model.ts';
import { HostError } from '../host.ts';
import { BadXml, xmlText } from './guard.ts';
import { soapLibrary } from './library.ts';
import type { Wire } from './wire.ts';

/** Where it is: an address below the folder of the service, or a file. */
export type WsdlPlace = { readonly url: string } | { readonly file: string };

/** Types whose text the library would turn into a number, a date or a flag of JavaScript, not always the same one. */
const AS_TEXT = Object.fromEntries(
  ['int', 'integer', 'short', 'long', 'double', 'float', 'decimal', 'bool', 'boolean', 'dateTime', 'date'].map((type) => [type, (text: string) => text]),
); // prettier-ignore

export const PARSING = { handleNilAsNull: true, preserveWhitespace: true, customDeserializer: AS_TEXT } as const;

/** Files are given this address, so that the library asks for them where it asks for everything. */
const FILES = 'http://files.invalid/';

type Load = (url: string) => Promise<string>;

/** @throws HostError wsdl-missing, wsdl-unreadable, and what stands in the way of any request */
export async function readWsdl(place: WsdlPlace, wire: Wire | null, host: HostId): Promise<WSDL> {
  const load = 'file' in place ? fromFolder(dirname(place.file), host) : fromHost(wire, host);
  const uri = 'file' in place ? FILES + encodeURIComponent(basename(place.file)) : place.url;
  const text = await load(uri);
  return parse(text, uri, load, host).catch((error: unknown) => {
    if (error instanceof HostError) throw error;
    const what = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'XML';
    throw new HostError('bad-response', host, { code: 'wsdl-unreadable', at: { what: what.slice(0, 120) }, cause: error });
  });
}

/** Addresses only: the library would read any other location as a file of this machine. */
const overrideImportLocation = (host: HostId) => (location: string): string => {
  if (!/^https?:/i.test(location)) throw missing(host, location);
  return location;
}; // prettier-ignore

async function parse(text: string, uri: string, load: Load, host: HostId): Promise<WSDL> {
  const soap = await soapLibrary();
  const httpClient = { request: (url: string, _data: unknown, done: Done) => asked(load, url, done) };
  return new Promise((resolve, reject) => {
    const wsdl = new soap.WSDL(text, uri, {
      ...PARSING,
      httpClient,
      wsdl_options: { overrideImportLocation: overrideImportLocation(host) },
    });
    wsdl.onReady((error: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('XML'));
      else resolve(wsdl);
    });
  });
}

type Done = (error: unknown, response?: { status: number }, text?: string) => unknown;

/** The library looks at nothing but the callback. */
export const NOTHING = new Promise<never>(() => undefined);

function asked(load: Load, url: string, done: Done): Promise<never> {
  load(url).then((text) => done(null, { status: 200 }, text), done).catch(done);
  return NOTHING;
} // prettier-ignore

const fromHost =
  (wire: Wire | null, host: HostId): Load =>
  async (url) => {
    const path = wire?.pathOf(url) ?? null;
    if (wire === null || path === null) throw missing(host, url);
    return wire.get(path, { set: 'WSDL', what: path }).then(({ status, text }) => {
      if (status !== 200) throw missing(host, path);
      return text;
    });
  };

const fromFolder =
  (folder: string, host: HostId): Load =>
  async (url) => {
    const name = basename(decodeURIComponent(new URL(url, FILES).pathname));
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes === null) throw missing(host, name);
    return fileText(bytes, name, host);
  };

function fileText(bytes: Buffer, name: string, host: HostId): string {
  try {
    return xmlText(bytes, '');
  } catch (error) {
    if (!(error instanceof BadXml)) throw error;
    throw new HostError('bad-response', host, { code: error.code, at: { set: name, what: error.what } });
  }
}

const missing = (host: HostId, what: string): HostError =>
  new HostError('bad-response', host, { code: 'wsdl-missing', at: { what: what.slice(0, 200) } });
