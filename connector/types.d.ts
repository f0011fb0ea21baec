declare module 'jaro-winkler' {
  /** Jaro-Winkler similarity, 0..1. */
  export default function distance(a: string, b: string, options?: { caseSensitive?: boolean }): number;
}

declare module 'yauzl' {
  import type { EventEmitter } from 'node:events';
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileName: string;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly crc32: number;
    readonly generalPurposeBitFlag: number;
    readonly externalFileAttributes: number;
  }
  export interface ZipFile extends EventEmitter {
    readEntry(): void;
    close(): void;
    openReadStream(entry: Entry, done: (error: Error | null, stream: Readable) => void): void;
    on(event: 'entry', listener: (entry: Entry) => void): this;
    on(event: 'end', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }
  interface Options {
    readonly lazyEntries: boolean;
    readonly strictFileNames: boolean;
    /** False: sizes are checked by who unpacks. */
    readonly validateEntrySizes?: boolean;
    readonly autoClose?: boolean;
  }
  export function open(path: string, options: Options, done: (error: Error | null, zip: ZipFile) => void): void;
  export function fromBuffer(buffer: Uint8Array, options: Options, done: (error: Error | null, zip: ZipFile) => void): void;
}

declare module 'snowball-stemmers' {
  interface Stemmer {
    stem(word: string): string;
  }
  const stemmers: { newStemmer(language: 'russian' | 'english'): Stemmer };
  export default stemmers;
}

/** What of it is used; it is loaded only where mail is configured. */
declare module 'nodemailer' {
  interface Address {
    readonly name: string;
    readonly address: string;
  }
  interface Letter {
    readonly from: Address;
    readonly to: readonly Address[];
    readonly subject: string;
    readonly text: string;
    readonly messageId: string;
    readonly headers: Readonly<Record<string, string>>;
  }
  interface Options {
    readonly host: string;
    readonly port: number;
    readonly secure: boolean;
    readonly requireTLS: boolean;
    readonly ignoreTLS: boolean;
    readonly auth?: { readonly user: string; readonly pass: string };
    /** Milliseconds. */
    readonly connectionTimeout: number;
    readonly greetingTimeout: number;
    readonly socketTimeout: number;
    readonly disableFileAccess: boolean;
    readonly disableUrlAccess: boolean;
  }
  export function createTransport(options: Options): { sendMail(letter: Letter): Promise<unknown>; close(): void };
}
