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
const ORGANISATION = 'organisation';
/** As the configuration names bases. */
const HOST = /^[a-z][a-z0-9-]{0,30}$/;
const fileOf = (number: number, end: string): string => `${String(number).padStart(6, '0')}.${end}`;

/** Files of the versions of every organisation, from the folder of labels on, "organisation/crm/000001.json" and the export beside it. A draft is none of them. */
export function sentFiles(folder: string): string[] {
  return hostsIn(folder).flatMap((host) =>
    readdirSync(join(folder, ORGANISATION, host))
      .filter((name) => /^\d{6}\.(?:json|zip)$/.test(name))
      .sort()
      .map((name) => `${ORGANISATION}/${host}/${name}`),
  );
}

/** Versions nobody can read, so that undo of them is lost: named as `sentFiles` does. */
export const sentDamaged = (folder: string): string[] =>
  sentFiles(folder).filter((name) => name.endsWith('.json') && !isReadable(join(folder, name)));

function isReadable(file: string): boolean {
  try {
    return version.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
  } catch {
    return false;
  }
}

function hostsIn(folder: string): string[] {
  const all = join(folder, ORGANISATION);
  if (!existsSync(all)) return [];
  return readdirSync(all, { withFileTypes: true })
    .flatMap((host) => (host.isDirectory() && HOST.test(host.name) ? [host.name] : []))
    .sort();
}

export class SentVersions {
  readonly #folder: string;

  /** @param host name of the base in the configuration */
  constructor(storeFile: string, host: string) {
    this.#folder = join(keptFolder(storeFile), ORGANISATION, host);
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

  /** All that happened, or may have, the oldest first. One that nobody can read hinders no import: what is damaged is told elsewhere. */
  *taken(): Iterable<SentVersion> {
    const last = this.last();
    for (let number = 1; number <= last; number++) {
      const file = join(this.#folder, fileOf(number, 'json'));
      const found = isReadable(file) ? this.read(number) : null;
      if (found && found.state !== 'refused') yield found;
    }
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
    const zip = join(this.#folder, fileOf(made.number, 'zip'));
    const [draft, zipDraft] = [`${file}.${made.job}.draft`, `${zip}.${made.job}.draft`];
    try {
      writeFileSync(draft, JSON.stringify(begun), { flush: true });
      // Whole before it has its name: a backup may be made at any moment.
      writeFileSync(zipDraft, exported, { flush: true });
      linkSync(draft, file);
      renameSync(zipDraft, zip);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new SidebookError('labels-moved', {}, error);
      throw error;
    } finally {
      rmSync(draft, { force: true });
      rmSync(zipDraft, { force: true });
    }
    return begun;
  }

  end(begun: SentVersion, state: 'done' | 'refused'): void {
    const file = join(this.#folder, fileOf(begun.number, 'json'));
    writeFileSync(`${file}.draft`, JSON.stringify({ ...begun, state }), { flush: true });
    renameSync(`${file}.draft`, file);
  }
}
