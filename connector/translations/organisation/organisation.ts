/**
 * Labels of one organisation over the Web API (translations.md, section 2), signed in as its own administrator: the account of the sync has no
 * right to labels and shall have none. Each call takes minutes there.
 */
import type { DataverseClient, JsonObject } from '../../hosts/dataverse/client.ts';
import { HostError } from '../../hosts/host.ts';
import type { World } from '../../model.ts';
import { EXPORT, IMPORT, jobPath, PUBLISH } from './gate.ts';
import { jobOf, type Job } from './job.ts';

/** Told while one waits: what is going on, and how far it is where that is known (0 to 1). */
export type Telling = (step: Step, share: number | null) => void;
export type Step = 'export' | 'import' | 'publish' | 'compare';

const LONG_MS = 15 * 60_000;
const POLL_MS = 2000;
/** A job nobody hears of for so long is not coming any more. */
const MOST_POLLS = 1800;
/** Answered, and no job to be seen: what arrived is compared anyway. */
const NOTHING_SAID: Job = { progress: 100, isDone: true, remarks: [] };

interface Sending {
  readonly state: 'waiting' | 'answered' | HostError;
  readonly over: Promise<void>;
}

export class LabelsOrganisation {
  readonly #client: DataverseClient;
  readonly #world: Pick<World, 'sleep'>;

  constructor(client: DataverseClient, world: Pick<World, 'sleep'>) {
    [this.#client, this.#world] = [client, world];
  }

  /** The zip as Dynamics writes it, of an unmanaged solution. @throws HostError */
  async export(solution: string): Promise<Buffer> {
    const answer = await this.#call(EXPORT, { SolutionName: solution });
    const file = answer['ExportTranslationFile'];
    if (typeof file === 'string' && file !== '') return Buffer.from(file, 'base64');
    throw new HostError('bad-response', this.#client.host, { code: 'not-understood', at: { set: 'ExportTranslation' } });
  }

  /**
   * Sends the archive and waits until the job is done. An answer that got lost says nothing about the import: the job is asked.
   * @throws HostError where Dynamics refused it, or nobody can say what became of it ('labels-there-unclear')
   */
  async import(zip: Uint8Array, job: string, tell: Telling): Promise<Job> {
    const sending = this.#sending({ TranslationFile: Buffer.from(zip).toString('base64'), ImportJobId: job });
    for (let polls = 0; polls < MOST_POLLS; polls++) {
      const { state } = sending;
      if (state instanceof HostError && isSure(state)) throw state;
      const found = await this.#job(job);
      if (found) tell('import', found.progress / 100);
      if (found?.isDone) return found;
      if (state === 'answered') return found ?? NOTHING_SAID;
      if (state instanceof HostError && found === null) throw this.#unclear(job, state);
      await Promise.race([this.#world.sleep(POLL_MS), sending.over]);
    }
    throw this.#unclear(job, undefined);
  }

  #sending(body: Readonly<Record<string, string>>): Sending {
    const sending: { state: Sending['state']; over: Promise<void> } = { state: 'waiting', over: Promise.resolve() };
    sending.over = this.#call(IMPORT, body).then(
      () => void (sending.state = 'answered'),
      (error: unknown) => void (sending.state = asHostError(error)),
    );
    return sending;
  }

  /** Until then users see nothing of an import. */
  async publish(): Promise<void> {
    await this.#call(PUBLISH, {});
  }

  async #call(path: string, body: Readonly<Record<string, string>>): Promise<JsonObject> {
    try {
      return await this.#client.json({ method: 'POST', path, body: JSON.stringify(body), timeoutMs: LONG_MS }, { set: path });
    } catch (error) {
      throw error instanceof HostError && error.code === 'privilege-missing' ? rightsMissing(error) : error;
    }
  }

  /** Null: Dynamics knows no such job, or not yet. */
  async #job(job: string): Promise<Job | null> {
    try {
      return jobOf(await this.#client.json({ method: 'GET', path: jobPath(job) }, { set: 'importjobs' }));
    } catch (error) {
      if (error instanceof HostError && error.code === 'object-gone') return null;
      throw this.#unclear(job, error);
    }
  }

  #unclear = (job: string, cause: unknown): HostError =>
    new HostError('unavailable', this.#client.host, { code: 'labels-there-unclear', at: { job }, outcome: 'unknown', cause });

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Answered with a refusal: nothing was done. Anything else leaves it open. */
const isSure = ({ kind }: HostError): boolean => kind === 'refused' || kind === 'unauthorised' || kind === 'leak';

/** Of the administrator, not of the account the sync has. */
const rightsMissing = ({ host, at, sentence, status }: HostError): HostError =>
  new HostError('unauthorised', host, { code: 'labels-there-rights', at, status: status ?? 403, sentence: sentence ?? '' });

function asHostError(error: unknown): HostError {
  if (error instanceof HostError) return error;
  throw error;
}
