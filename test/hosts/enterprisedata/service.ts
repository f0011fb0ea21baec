/** The nine operations on a base, in this process: what the SOAP fake answers, and tests that need no network. */
import { crc32, inflateRawSync } from 'node:zlib';
import type { ExchangeService, Prepared, Progress } from '../../../connector/hosts/enterprisedata/service.ts';
import { zipped } from '../../../connector/zipped.ts';
import type { Base } from './base.ts';

export interface Habits {
  /** How often an operation says Active before its end. */
  actives?: number;
  /** What 1C says instead of completing the next operations. */
  failures?: { prepare?: string; load?: string };
  /** Bytes instead of the archive it would send. */
  archive?: (xml: string) => Promise<Uint8Array>;
  /** Hears every operation by its name; may throw. */
  heard?: (operation: string) => void;
}

type Result = Progress & { fileId?: string; parts?: number };

interface Job {
  actives: number;
  readonly done: Promise<Result>;
}

export class InProcess implements ExchangeService {
  readonly base: Base;
  readonly habits: Habits;
  readonly #jobs = new Map<string, Job>();
  readonly #files = new Map<string, Uint8Array[]>();
  readonly #uploads = new Map<string, Map<number, Uint8Array>>();
  #next = 1;
  #queue: Promise<Result> = Promise.resolve({ status: 'Completed', error: null });

  constructor(base: Base, habits: Habits = {}) {
    [this.base, this.habits] = [base, habits];
  }

  #hear = (operation: string): void => this.habits.heard?.(operation);

  async versions(): Promise<readonly string[]> {
    this.#hear('GetVersions');
    return ['1.0.1.1'];
  }

  async test(): Promise<string | null> {
    this.#hear('TestConnection');
    return null;
  }

  /** Jobs run by themselves, one after the other, whether anybody asks for them or not. */
  #begin(work: () => Promise<Result>): string {
    const id = `op-${String(this.#next++)}`;
    this.#queue = this.#queue.then(work);
    this.#jobs.set(id, { actives: this.habits.actives ?? 0, done: this.#queue });
    return id;
  }

  async #ask(id: string): Promise<Result> {
    const job = this.#jobs.get(id);
    if (!job) return { status: 'Canceled', error: null };
    if (job.actives-- > 0) return { status: 'Active', error: null };
    return job.done;
  }

  async prepare(partKb: number): Promise<string> {
    this.#hear('PrepareDataForGetting');
    return this.#begin(async () => {
      const failure = this.#failure('prepare');
      if (failure) return failure;
      const xml = this.base.message();
      const bytes = this.habits.archive ? await this.habits.archive(xml) : await zipped([['data.xml', [Buffer.from(xml)]]]);
      const fileId = `file-${String(this.#next++)}`;
      this.#files.set(fileId, cut(bytes, partKb * 1024));
      return { status: 'Completed', error: null, fileId, parts: this.#files.get(fileId)?.length ?? 0 };
    });
  }

  #failure(of: 'prepare' | 'load'): Progress | null {
    const said = this.habits.failures?.[of];
    if (said === undefined) return null;
    delete this.habits.failures?.[of];
    return { status: 'Failed', error: said };
  }

  async prepared(operation: string): Promise<Prepared> {
    this.#hear('PrepareDataActionResult');
    return { fileId: '', parts: 0, ...(await this.#ask(operation)) };
  }

  async part(fileId: string, number: number): Promise<Uint8Array | null> {
    this.#hear('GetDataPart');
    return this.#files.get(fileId)?.[number - 1] ?? null;
  }

  async release(fileId: string): Promise<void> {
    this.#hear('ConfirmGettingFile');
    this.#files.delete(fileId);
  }

  async putPart(fileId: string, number: number, bytes: Uint8Array): Promise<void> {
    this.#hear('PutFilePart');
    const parts = this.#uploads.get(fileId) ?? new Map<number, Uint8Array>();
    this.#uploads.set(fileId, parts.set(number, bytes));
  }

  async load(fileId: string): Promise<string> {
    this.#hear('PutData');
    const parts = this.#uploads.get(fileId);
    if (!parts) throw new Error('Не загружены части файла');
    return this.#begin(() => this.#loading([...parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)));
  }

  async #loading(parts: readonly Uint8Array[]): Promise<Progress> {
    const failure = this.#failure('load');
    if (failure) return failure;
    try {
      await this.base.load(unzip(Buffer.concat(parts)));
      return { status: 'Completed', error: null };
    } catch (error) {
      return { status: 'Failed', error: error instanceof Error ? error.message : String(error) };
    }
  }

  async loaded(operation: string): Promise<Progress> {
    this.#hear('PutDataActionResult');
    return this.#ask(operation);
  }

  serverDate = async (): Promise<string | null> => null;
  close = async (): Promise<void> => undefined;
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  if (size === 0) return [bytes];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** The first entry of an archive with sizes in its local header, as ours are. */
function unzip(bytes: Buffer): Uint8Array {
  if (bytes.readUInt32LE(0) !== 0x04034b50) throw new Error('Ошибка распаковки архива');
  const [sum, packed, names] = [bytes.readUInt32LE(14), bytes.readUInt32LE(18), bytes.readUInt16LE(26) + bytes.readUInt16LE(28)];
  const content = inflateRawSync(bytes.subarray(30 + names, 30 + names + packed));
  if (crc32(content) !== sum) throw new Error('Ошибка распаковки архива');
  return content;
}
