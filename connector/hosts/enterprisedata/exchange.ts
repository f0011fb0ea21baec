/**
 * The exchange (hosts/1c.md 5.2, 5.3): messages numbered in both directions, each side confirming in its next message what it has taken.
 * What 1C sends is kept before it is confirmed; what we send is held as pending until 1C's own header says that it was taken. A number
 * that was taken already is not taken again, whatever it holds.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostId, World } from '../../model.ts';
import { HostError } from '../host.ts';
import { packed, unzipped } from './archive.ts';
import { BadMessage } from './bad-message.ts';
import { commonVersion, formatOf, VERSIONS, type Format } from './formats.ts';
import { messageXml, parseHeader, type Header } from './header.ts';
import { writtenOut, type Mirror, type Pending } from './mirror.ts';
import { refusedBy, sentenceOf, type ExchangeService, type Progress } from './service.ts';
import { take } from './take.ts';
import { readMessage } from './read.ts';
import type { Tree } from './tree.ts';

export interface ExchangeOptions {
  readonly host: HostId;
  readonly plan: string;
  /** Our code in 1C's exchange plan. */
  readonly peerCode: string;
  readonly prefix: string;
  readonly partKb: number;
  readonly operationMinutes: number;
  readonly world: Pick<World, 'now' | 'sleep' | 'uuid'>;
  /** Local time of the base, YYYY-MM-DDThh:mm:ss. */
  readonly wallClock: () => string;
}

/** Kinds Sidebook sends and takes. */
export const KINDS = ['Справочник.Контрагенты', 'Документ.СчетПокупателю'] as const;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const TRIES = 3;
const nothing = (): void => undefined;

export class Exchange {
  readonly #service: ExchangeService;
  readonly #mirror: Mirror;
  readonly #o: ExchangeOptions;
  #introduced = false;
  /** Ends when what is on its way has ended. */
  #last: Promise<void> = Promise.resolve();
  /** When the last message that was taken was asked for, in milliseconds. */
  receivedAt = 0;

  constructor(service: ExchangeService, mirror: Mirror, options: ExchangeOptions) {
    this.#service = service;
    this.#mirror = mirror;
    this.#o = options;
  }

  /** The format both sides speak; before their first message, the newest of ours. */
  get format(): Format {
    const format = formatOf(this.#mirror.word('version') || VERSIONS[0]);
    if (!format) throw new Error('the version kept is not one of ours');
    return format;
  }

  /** Does 1C say it takes objects of this kind from us? Before its first message nobody knows. */
  takes(kind: string): boolean {
    return !this.#mirror.word('refuses').split(' ').includes(kind);
  }

  /**
   * Everything 1C has for us. What was taken before is confirmed first, or it would send it all again - but not while a write of ours is
   * pending: its number has to be the last one 1C can speak of.
   */
  receive(): Promise<void> {
    return this.#alone(() => this.#receiveAll());
  }

  /** Numbers go up one by one, so only one message is on its way; another run may look something up here meanwhile. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.then(nothing, nothing);
    return turn;
  }

  async #receiveAll(): Promise<void> {
    await this.#introduce();
    if (this.#mirror.word('unconfirmed') !== '' && this.#mirror.pending().length === 0) await this.#confirm();
    await this.#askAfterLoad();
    await this.#receive();
  }

  /** Who died while 1C was loading left the operation behind: 1C says whether it has ended, and its message what became of it. */
  async #askAfterLoad(): Promise<void> {
    const operation = this.#mirror.word('loading');
    if (operation === '' || this.#mirror.pending().length === 0) return;
    const said = await this.#service.loaded(operation).catch(() => null); // then its time is waited for, as without an operation
    if (said?.status === 'Completed' || said?.status === 'Failed') this.#mirror.setWord('pendingAt', '');
  }

  /** Once in a process: the wrong node or a right that is missing is told by 1C itself. */
  async #introduce(): Promise<void> {
    if (this.#introduced) return;
    const why = await this.#service.test();
    if (why !== null) throw refusedBy(this.#o.host, why, 'TestConnection');
    this.#introduced = true;
  }

  /** What is wrong with the numbers of both sides, said once to the feed; null = nothing. */
  takeLost(): string | null {
    const lost = this.#mirror.word('lost');
    if (lost !== '') this.#mirror.setWord('lost', '');
    return lost === '' ? null : lost;
  }

  async #receive(): Promise<void> {
    const asked = this.#o.world.now().getTime();
    const folder = await mkdtemp(join(tmpdir(), 'sidebook-'));
    try {
      const file = join(folder, 'message.zip');
      const { fileId, parts } = await this.#prepared();
      await this.#download(file, fileId, parts);
      await this.#take(file);
      this.receivedAt = asked;
      await this.#service.release(fileId).catch(() => undefined); // 1C clears its own files after a while
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #prepared(): Promise<{ fileId: string; parts: number }> {
    this.#mirror.setWord('prepared', String(this.#mirror.number('prepared') + 1));
    const operation = await this.#service.prepare(this.#o.partKb);
    const done = await this.#ended(() => this.#service.prepared(operation), 'PrepareDataActionResult');
    if (done.status !== 'Completed') throw refusedBy(this.#o.host, done.error ?? done.status, 'PrepareDataForGetting');
    return done;
  }

  /** Polled with growing pauses; an operation without an end is given up, and begun anew next time. */
  async #ended<P extends Progress>(ask: () => Promise<P>, operation: string): Promise<P> {
    const until = this.#o.world.now().getTime() + this.#o.operationMinutes * 60_000;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
      const progress = await ask();
      if (progress.status !== 'Active') return progress;
      if (this.#o.world.now().getTime() >= until)
        throw new HostError('unavailable', this.#o.host, { code: 'ed-operation-slow', at: { set: operation, minutes: String(this.#o.operationMinutes) }, outcome: 'unknown' }); // prettier-ignore
      await this.#o.world.sleep(wait);
    }
  }

  async #download(file: string, fileId: string, parts: number): Promise<void> {
    const out = await open(file, 'wx', 0o600); // a stream would end the process where the disk is full
    try {
      for (let n = 1; n <= parts; n++) await out.appendFile(await this.#part(fileId, n));
    } finally {
      await out.close();
    }
  }

  async #part(fileId: string, n: number): Promise<Uint8Array> {
    for (let tries = 1; ; tries++)
      try {
        const bytes = await this.#service.part(fileId, n);
        if (bytes) return bytes;
        throw new HostError('bad-response', this.#o.host, { code: 'ed-part-missing', at: { part: String(n) } });
      } catch (error) {
        if (!(error instanceof HostError) || error.kind !== 'unavailable' || tries >= TRIES) throw error;
        await this.#o.world.sleep(FIRST_WAIT_MS * tries);
      }
  }

  async #take(file: string): Promise<void> {
    try {
      await this.#mirror.whole(() => this.#takeWhole(file));
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      throw new HostError('bad-response', this.#o.host, { code: error.code, at: error.at, cause: error });
    }
  }

  async #takeWhole(file: string): Promise<void> {
    let header: Header | null = null;
    let [isNew, taken] = [false, 0];
    const content = createHash('sha256');
    for await (const pieces of readMessage(unzipped(file)))
      for (const piece of pieces) {
        if ('header' in piece) isNew = this.#heed((header = parseHeader(piece.header)));
        else {
          const written = writtenOut(piece.object);
          content.update(written.version);
          taken += 1;
          if (header && isNew) take(this.#mirror, this.#bodyFormat(header), piece.object, written, KINDS);
        }
      }
    if (!header) return;
    if (isNew && taken > 0) this.#mirror.setWord('unconfirmed', '1'); // an empty message needs no answer
    this.#number(header, isNew, content.digest('base64url'));
  }

  /** A body in a version we did not agree on would be read by the wrong table. */
  #bodyFormat({ version }: Header): Format {
    const format = formatOf(version ?? '');
    if (!format) throw new BadMessage('ed-version-foreign', { came: version ?? '', known: VERSIONS.join(', ') });
    return format;
  }

  /** Who it is from, what it confirms, what can be spoken. True = its number has not been taken yet. */
  #heed(header: Header): boolean {
    const { from, versions, messageNo, kinds } = header;
    const version = commonVersion(versions);
    if (version === null)
      throw new BadMessage('ed-no-common-version', { theirs: versions.join(', ').slice(0, 200), known: VERSIONS.join(', ') });
    this.#mustBeForUs(header.to);
    this.#mirror.setWord('version', version);
    if (from !== '') this.#mirror.setWord('peer', from);
    if (kinds) this.#mirror.setWord('refuses', KINDS.filter((k) => !kinds.some((t) => t.name === k && t.takes)).join(' ')); // prettier-ignore
    this.#acknowledged(header);
    return messageNo > this.#mirror.number('received') || this.#mirror.word('taken') === '';
  }

  /**
   * 1C loads no message whose `To` names another node, and neither does Sidebook: its numbers are not ours. What the base calls us may
   * differ from the code we ask with; then it is what it called us first.
   */
  #mustBeForUs(to: string): void {
    const known = this.#mirror.word('self');
    if (known === '') return this.#mirror.setWord('self', to);
    if (to !== this.#o.peerCode && to !== known) throw new BadMessage('ed-not-for-us', { came: to.slice(0, 60), wanted: known });
  }

  /** Their confirmation settles what is pending: taken, or surely not. */
  #acknowledged({ receivedNo }: Header): void {
    const [sent, before] = [this.#mirror.number('sent'), this.#mirror.number('acknowledged')];
    // They took numbers we never gave, or forgot some they had taken: one of the two sides is an older copy of itself.
    if (receivedNo > sent || receivedNo < before) this.#mirror.setWord('lost', 'host-restored');
    if (receivedNo > sent) this.#mirror.setWord('old', `${String(sent)}-${String(receivedNo)}`);
    this.#mirror.setWord('acknowledged', String(receivedNo));
    if (receivedNo > sent) this.#mirror.setWord('sent', String(receivedNo));
    for (const p of this.#mirror.pending())
      if (p.messageNo <= receivedNo || !this.#mayStillLoad()) this.#settle(p, p.messageNo === receivedNo);
  }

  /** A load whose answer was lost may still be running; until its time is over nothing is held against it. */
  #mayStillLoad(): boolean {
    const since = this.#o.world.now().getTime() - this.#mirror.number('pendingAt');
    return this.#mirror.word('pendingAt') !== '' && since < this.#o.operationMinutes * 60_000;
  }

  #settle({ kind, id, tree }: Pending, taken: boolean): void {
    if (taken) this.#mirror.put(kind, id, tree);
    this.#mirror.drop(kind, id);
  }

  /**
   * Numbers as 1C gives them: every message prepared is one more. Below what was taken and not the same again, the base went back; more
   * ahead than we asked for, somebody else takes messages with our code.
   */
  #number({ messageNo }: Header, isNew: boolean, digest: string): void {
    const received = this.#mirror.number('received');
    const again = !isNew && digest === this.#mirror.word('digest'); // the same message once more: nothing of it is applied twice
    if (again) return;
    const asked = this.#mirror.number('prepared');
    if (!isNew) return this.#wentBack();
    if (received > 0 && messageNo - received > asked) {
      this.#mirror.setWord('lost', 'host-restored');
      this.#mirror.setWord('gap', `${String(received + 1)}-${String(messageNo - 1)}`);
    }
    this.#remember(messageNo, digest);
    this.#mirror.setWord('taken', '1');
  }

  /** From here on everything it sends is new, and nothing of it is confirmed that was not taken since. */
  #wentBack(): void {
    this.#mirror.setWord('lost', 'host-restored');
    this.#remember(0, '');
    this.#mirror.setWord('unconfirmed', '');
  }

  #remember(received: number, digest: string): void {
    this.#mirror.setWord('received', String(received));
    this.#mirror.setWord('digest', digest);
    this.#mirror.setWord('prepared', '0');
  }

  /** An empty message that confirms what is kept. It fails the run when it is refused: without it nothing goes on. */
  async #confirm(): Promise<void> {
    const progress = await this.#send([]);
    if (progress.status !== 'Completed') throw refusedBy(this.#o.host, progress.error ?? progress.status, 'PutData');
  }

  /** One object toward 1C. Kept as pending before it leaves; what 1C holds of it afterwards is taken to be this. @throws HostError */
  send(kind: string, id: string, tree: Tree): Promise<void> {
    return this.#alone(() => this.#sendOne(kind, id, tree));
  }

  async #sendOne(kind: string, id: string, tree: Tree): Promise<void> {
    if (this.#mirror.pending().length > 0)
      throw new HostError('unavailable', this.#o.host, { code: 'ed-still-loading', at: { set: kind, minutes: String(this.#o.operationMinutes) }, alone: true }); // prettier-ignore
    const messageNo = this.#mirror.number('sent') + 1;
    for (const word of ['pendingAt', 'loading']) this.#mirror.setWord(word, ''); // until 1C is told to load it, it cannot be loading
    this.#mirror.pend({ kind, id, messageNo, tree });
    const progress = await this.#sendPending(kind, id, tree);
    if (progress.status === 'Canceled') throw this.#unknown('PutDataActionResult', 'ed-failed'); // 1C forgot the operation, not what it did
    if (progress.status === 'Completed') await this.#lookedAfter();
    else this.#mirror.drop(kind, id);
    if (progress.status === 'Completed' && this.#mirror.number('acknowledged') >= messageNo) return;
    throw new HostError('refused', this.#o.host, { code: 'ed-load-refused', sentence: sentenceOf(progress.error ?? progress.status), at: { set: kind } }); // prettier-ignore
  }

  /**
   * "Completed" says that the load is over, not that 1C kept what it loaded: whoever saved the object there meanwhile wins by its collision
   * rule. The next message tells: its number that ours was taken, its objects what 1C holds instead. Until it came, ours stays pending.
   */
  async #lookedAfter(): Promise<void> {
    this.#mirror.setWord('pendingAt', ''); // a number that is not confirmed from here on was not taken
    try {
      await this.#receive();
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      const { code, at, sentence } = error;
      throw new HostError('unavailable', this.#o.host, { code, at, ...(sentence === null ? {} : { sentence }), outcome: 'unknown', alone: error.alone, cause: error }); // prettier-ignore
    }
  }

  async #sendPending(kind: string, id: string, tree: Tree): Promise<Progress> {
    try {
      return await this.#send([tree]);
    } catch (error) {
      if (error instanceof HostError && error.outcome === 'not-sent') this.#mirror.drop(kind, id);
      throw error;
    }
  }

  /** The number is used up before the message leaves: 1C takes no number twice. */
  async #send(objects: readonly Tree[]): Promise<Progress> {
    const [messageNo, receivedNo] = [this.#mirror.number('sent') + 1, this.#mirror.number('received')];
    const { plan, peerCode, prefix, world, wallClock } = this.#o;
    const xml = messageXml(
      { format: this.format, plan, to: this.#mirror.word('peer'), from: peerCode, prefix, messageNo, receivedNo, createdAt: wallClock(), kinds: KINDS },
      objects,
    ); // prettier-ignore
    this.#mirror.setWord('sent', String(messageNo));
    const fileId = world.uuid();
    let n = 0;
    for (const bytes of await packed(xml, this.#o.partKb * 1024)) await this.#service.putPart(fileId, ++n, bytes);
    const progress = await this.#loaded(fileId);
    if (progress.status === 'Completed') this.#mirror.setWord('unconfirmed', '');
    return progress;
  }

  /** Without an answer it is not known whether the load began; what 1C refuses in words, it did not begin. */
  async #loaded(fileId: string): Promise<Progress> {
    this.#mirror.setWord('pendingAt', String(this.#o.world.now().getTime()));
    const begun = await this.#orUnknown(
      () => this.#service.load(fileId),
      (error) => error.sentence !== null || error.kind === 'unauthorised',
    );
    this.#mirror.setWord('loading', begun);
    return this.#orUnknown(() => this.#ended(() => this.#service.loaded(begun), 'PutDataActionResult'));
  }

  /** Once begun it goes on by itself, whatever is said to whoever asks how far it is. */
  async #orUnknown<T>(work: () => Promise<T>, isRefused: (error: HostError) => boolean = () => false): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HostError) || isRefused(error)) throw error;
      throw this.#unknown(error.at['set'] ?? 'PutData', error.code, error);
    }
  }

  #unknown = (set: string, code: string, cause?: unknown): HostError =>
    new HostError('unavailable', this.#o.host, { code, at: { set }, outcome: 'unknown', alone: true, ...(cause === undefined ? {} : { cause }) }); // prettier-ignore
}
