/** Secrets of keys: files beside the store that only our own user may read, `keys/{client}/{kid}.key`. Never in a row, never in a log. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, OWNER_ONLY } from '../../folder.ts';

/** 32 random bytes as text; the text itself, as UTF-8, is the HMAC key: every host can sign with a text. */
export const newSecret = (random: (n: number) => Uint8Array = randomBytes): string =>
  Buffer.from(random(32)).toString('base64url');

/** What may be part of a path: ids come from us, but tokens name them too. */
const SAFE = /^[a-z0-9][a-z0-9-]{0,40}$/;

export class KeyFiles {
  readonly #folder: string;
  readonly #read = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(client: string, kid: string, secret: string): void {
    const file = this.#file(client, kid);
    makeFolder(dirname(file), OWNER_ONLY);
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  }

  /** Null: there is no such file; the key cannot be used. */
  read(client: string, kid: string): string | null {
    const name = `${client}/${kid}`;
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const secret = textOf(this.#file(client, kid));
    if (secret !== null) this.#read.set(name, secret);
    return secret;
  }

  remove(client: string, kid: string): void {
    this.#read.delete(`${client}/${kid}`);
    rmSync(this.#file(client, kid), { force: true });
  }

  #file(client: string, kid: string): string {
    if (!SAFE.test(client) || !SAFE.test(kid)) throw new Error('not a name of a key');
    return join(this.#folder, client, `${kid}.key`);
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Beside the store. */
export const keysFolder = (storeFile: string): string => join(dirname(storeFile), 'keys');
