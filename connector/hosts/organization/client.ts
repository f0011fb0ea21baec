/**
 * One organisation over its Organization Service: questions as FetchXML in pages, messages through Execute, faults turned into our errors,
 * the host's wish to be asked less obeyed (hosts/dynamics.md 3).
 */
import type { HostId, World } from '../../model.ts';
import type { Gate, Written } from '../gate.ts';
import { HostError, type OnRequest } from '../host.ts';
import { Pace } from '../pace.ts';
import { SoapClient, type About, type SoapObject, type SoapValue } from '../soap/index.ts';
import { faultError } from './errors.ts';
import { fetchXml, type Question } from './fetch.ts';
import { NS } from './names.ts';
import { messageType, messageXml, typed, type Message } from './requests.ts';
import type { SignIn } from './sign-in.ts';
import { at, escaped, listAt, pairsAt, textAt } from './xml.ts';

export interface ClientOptions {
  readonly id: HostId;
  /** …/XRMServices/2011/Organization.svc/web */
  readonly url: string;
  readonly signIn: SignIn;
  readonly world: World;
  readonly timeoutMs?: number;
  readonly tries?: number;
  /** Without one this client only reads. */
  readonly gate?: Gate;
  readonly onRequest?: OnRequest;
}

/** What Execute is to do. `parts`: what it writes, for the gate; without them it only asks. */
export interface Order extends Message {
  readonly at: Readonly<Record<string, string>>;
  readonly parts?: readonly Written[];
}

export interface EntityPage {
  readonly entities: readonly SoapValue[];
  /** What the next page is asked with; null: there is none. */
  readonly cookie: string | null;
}

const TRIES = 5;
const PARALLEL = 4;
/** Too many requests, and not said for how long. */
const BUSY_MS = 5000;

export class OrganizationClient {
  readonly host: HostId;
  readonly url: string;
  readonly #o: ClientOptions;
  readonly #pace: Pace;
  #soap: Promise<SoapClient> | null = null;
  #release: Promise<string> | null = null;

  constructor(options: ClientOptions) {
    [this.#o, this.host, this.url] = [options, options.id, options.url];
    this.#pace = new Pace(options.world, options.id);
  }

  /** The description is read at the first call; where that failed, at the next. */
  #open(): Promise<SoapClient> {
    this.#soap ??= this.#described().catch((error: unknown) => {
      this.#soap = null;
      throw this.#explained(error);
    });
    return this.#soap;
  }

  /** What describes another service, by its operations or their namespace, is asked nothing. */
  async #described(): Promise<SoapClient> {
    const soap = await SoapClient.open(this.#options());
    if (soap.operations.get('RetrieveMultiple')?.namespace === NS.services) return soap;
    await soap.close();
    throw new HostError('unauthorised', this.host, { code: 'no-organization-service' });
  }

  /** What any web service would say, in the words of this one. */
  #explained(error: unknown): unknown {
    const isAbsent = error instanceof HostError && error.code === 'no-such-service';
    return isAbsent
      ? new HostError('unauthorised', this.host, { code: 'no-organization-service' })
      : this.#o.signIn.explained(error);
  }

  #options() {
    const { id, url, signIn, world, timeoutMs, tries, gate, onRequest } = this.#o;
    return {
      id, url, world, wsdl: { url: `${url}?wsdl` }, parallel: signIn.parallel ?? PARALLEL, headers: () => signIn.headers(), ...(signIn.handshake ? { handshake: signIn.handshake } : {}),
      ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(tries === undefined ? {} : { tries }), ...(gate ? { gate } : {}), ...(onRequest ? { onRequest } : {}),
    }; // prettier-ignore
  }

  /** Pages of what a question finds; `from`: where an earlier walk stopped. */
  async *pages(
    question: Question,
    set: string,
    from: PageNumber = FIRST,
  ): AsyncIterable<EntityPage & { readonly number: number }> {
    for (let { number, cookie } = from; ; number++) {
      const page = await this.page(fetchXml(question, number, cookie), set);
      yield { ...page, number };
      if (page.cookie === null) return;
      cookie = page.cookie;
    }
  }

  /** What one FetchXML finds. */
  async page(fetch: string, set: string): Promise<EntityPage> {
    const query = typed('a:FetchExpression', `<a:Query>${escaped(fetch)}</a:Query>`);
    const answer = at(await this.#call('RetrieveMultiple', { query }, { at: { set }, says: JSON.stringify({ fetch }) }), 'RetrieveMultipleResult'); // prettier-ignore
    const more = textAt(answer, 'MoreRecords');
    if (more !== 'true' && more !== 'false') throw this.#notUnderstood(set);
    const cookie = textAt(answer, 'PagingCookie');
    if (more === 'true' && cookie === '') throw this.#notUnderstood(set); // without it pages would begin anew for ever
    return { entities: listAt(answer, 'Entities', 'Entity'), cookie: more === 'true' ? cookie : null };
  }

  #notUnderstood = (set: string): HostError => new HostError('bad-response', this.host, { code: 'not-understood', at: { set } });

  /** What a message answers with: its results by name. */
  async execute(order: Order): Promise<ReadonlyMap<string, SoapValue>> {
    const request = typed(messageType(order.name), messageXml(order));
    const says = JSON.stringify({ message: order.name });
    const about: About = { at: order.at, says, ...(order.parts ? { parts: order.parts } : {}) };
    const answer = await this.#call('Execute', { request }, about);
    return pairsAt(at(answer, 'ExecuteResult'), 'Results');
  }

  /** Like 8.2.0001.0003; asked once. */
  release(): Promise<string> {
    this.#release ??= this.execute({ name: 'RetrieveVersion', parameters: '', at: { set: 'RetrieveVersion' } })
      .then((found) => textAt(found.get('Version') ?? null))
      .catch((error: unknown) => {
        this.#release = null;
        throw error;
      });
    return this.#release;
  }

  /** Versions are checked on update, changes told, several requests carried out together: since 2016 (8.0). */
  async isModern(): Promise<boolean> {
    return Number((await this.release()).split('.')[0]) >= 8;
  }

  /** A fault of the limiter means that nothing was carried out: it is asked again, a write too. So does a token that is refused. */
  async #call(operation: string, values: SoapObject, about: About): Promise<SoapObject> {
    const asked = { host: this.host, write: about.parts !== undefined, at: about.at };
    for (let tries = 1; ; tries++) {
      await this.#pace.ready();
      const answer = await this.#once(operation, values, about, tries);
      if (answer === null) continue;
      if (answer.fault === null) return answer.result;
      const error = faultError(answer.fault, asked);
      if (error.code !== 'too-many-requests' || tries >= (this.#o.tries ?? TRIES)) throw error;
      this.#pace.busy(error.retryAfterMs ?? BUSY_MS);
    }
  }

  /** null: signed in anew, ask again. */
  async #once(operation: string, values: SoapObject, about: About, tries: number) {
    const soap = await this.#open();
    try {
      return await soap.call(operation, values, about);
    } catch (error) {
      if (tries === 1 && error instanceof HostError && error.status === 401 && this.#o.signIn.forget()) return null;
      throw this.#explained(error);
    }
  }

  async serverDate(): Promise<string | null> {
    return (await this.#open()).serverDate();
  }

  async close(): Promise<void> {
    const soap = await this.#soap?.catch(() => null);
    await Promise.all([soap?.close(), this.#o.signIn.close()]);
  }
}

interface PageNumber {
  readonly number: number;
  readonly cookie: string;
}
const FIRST: PageNumber = { number: 1, cookie: '' };
