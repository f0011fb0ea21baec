/**
 * What was sent to an organisation, one version a file beside the store: the changes, and the export they were made on as it came. Written before
 * anything leaves, so that an import nobody heard of again can be taken back as well. A number is taken once: of two at once the second is told.
 */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SidebookError } from '../../errors.ts';
import { DISPLAY, LABELS } from '../model.ts';
import { keptFolder } from '../own/kept.ts';

const change = z.object({
  key: z.object({ sheet: z.enum([DISPLAY, LABELS]), entity: z.string(), id: z.string(), column: z.string() }),
  lcid: z.int(),
  base: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const version = z.object({
  number: z.int(),
  solution: z.string(),
  by: z.string(),
  at: z.string(),
  /** A file name, or the number of the version that was taken back. */
  from: z.string(),
  job: z.string(),
  /** sent: nobody knows what became of it; refused: nothing of it happened. */
  state: z.enum(['sent', 'done', 'refused']),
  changes: z.array(change),
});
export type SentVersion = z.output<typeof version>;
export type SentChange = z.output<typeof change>;

const NAME = /^(\d{6})\.json$/;
const fileOf = (number: number, end: string): string => `${String(number).padStart(6, '0')}.${end}`;

export class SentVersions {
  readonly #folder: string;

  /** @param host name of the base in the configuration */
  constructor(storeFile: string, host: string) {
    this.#folder = join(keptFolder(storeFile), 'organisation', host);
  }

  /** 0: nothing was sent yet. */
  last(): number {
    if (!existsSync(this.#folder)) return 0;
    return Math.max(0, ...readdirSync(this.#folder).map((name) => Number(NAME.exec(name)?.[1] ?? 0)));
  }

  /** What undo takes back: the last import that Dynamics did not refuse. */
  lastTaken(solution: string | undefined): SentVersion | null {
    for (let number = this.last(); number > 0; number--) {
      const found = this.read(number);
      if (found.state !== 'refused' && (solution === undefined || found.solution === solution)) return found;
    }
    return null;
  }

  read(number: number): SentVersion {
    const file = join(this.#folder, fileOf(number, 'json'));
    try {
      return version.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      throw new SidebookError('store-damaged', { file }, error);
    }
  }

  /** @param exported the zip as Dynamics wrote it; @throws SidebookError labels-moved where another import took the number */
  begin(made: Omit<SentVersion, 'state'>, exported: Uint8Array): SentVersion {
    mkdirSync(this.#folder, { recursive: true });
    const begun: SentVersion = { ...made, state: 'sent' };
    const file = join(this.#folder, fileOf(made.number, 'json'));
    const draft = `${file}.${made.job}.draft`;
    writeFileSync(draft, JSON.stringify(begun), { flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new SidebookError('labels-moved', {}, error);
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    writeFileSync(join(this.#folder, fileOf(made.number, 'zip')), exported, { flush: true });
    return begun;
  }

  end(begun: SentVersion, state: 'done' | 'refused'): void {
    const file = join(this.#folder, fileOf(begun.number, 'json'));
    writeFileSync(`${file}.draft`, JSON.stringify({ ...begun, state }), { flush: true });
    renameSync(`${file}.draft`, file);
  }
}
