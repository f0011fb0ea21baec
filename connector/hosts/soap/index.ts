/**
 * The SOAP client of all hosts that speak it: the `soap` package reads the WSDL, writes envelopes and parses answers; address, order of
 * elements, encoding, bounds and faults are ours (dependencies.md 3, 21; hosts/1c.md 5.1). Who uses it:
 *
 *   const client = await SoapClient.open({ id, url, wsdl: { url: `${url}?wsdl` }, headers, world, gate });
 *   const answer = await client.call('ПолучитьСписок', { Вид: 'Контрагенты' }, { at: { set: 'Контрагенты' } });
 *   if (answer.fault) …   // data: code, text, detail, status
 *   else answer.result    // { return: …, out-parameters }: texts, null for nil, lists where the schema repeats
 *
 * An envelope with `writing` or `parts` is never repeated; one without only asks, and is. The gate sees `says` (the arguments as JSON) and the
 * envelope itself before it leaves.
 */
import type { Client, IHttpClient, SoapMethod, WSDL } from 'soap';
import { HostError } from '../host.ts';
import { cleaned, faultIn, isObject, type SoapFault } from './answer.ts';
import { inOrder, UnfitArgument, type SoapObject, type SoapValue } from './arguments.ts';
import { soapLibrary } from './library.ts';
import { shapeOf, type Shape } from './shape.ts';
import { Wire, type About, type WireAnswer, type WireOptions } from './wire.ts';
import { NOTHING, PARSING, readWsdl, type WsdlPlace } from './wsdl.ts';

export type { About, Shape, SoapFault, SoapObject, SoapValue, WsdlPlace };
export { findField } from './shape.ts';

export interface SoapOptions extends WireOptions {
  readonly wsdl: WsdlPlace;
  /** 1.1 unless told otherwise. */
  readonly version?: '1.1' | '1.2';
  /** Of several services or ports; the first unless told otherwise. */
  readonly service?: string;
  readonly port?: string;
}

export interface Operation {
  readonly name: string;
  /** What its messages are in. */
  readonly namespace: string;
  readonly input: Shape;
  readonly output: Shape;
}

/** Either what the operation returned, or the fault it answered with. */
export type SoapAnswer =
  | { readonly result: SoapObject; readonly fault: null }
  | { readonly result: null; readonly fault: SoapFault };

interface Asking {
  readonly about: About;
}

export class SoapClient {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #o: SoapOptions;
  readonly #wire: Wire;
  readonly #methods: ReadonlyMap<string, SoapMethod>;

  private constructor(
    options: SoapOptions,
    wire: Wire,
    operations: readonly Operation[],
    methods: ReadonlyMap<string, SoapMethod>,
  ) {
    this.#o = options;
    this.#wire = wire;
    this.#methods = methods;
    this.operations = new Map(operations.map((o) => [o.name, o]));
  }

  /** Reads the WSDL. @throws HostError with a code of the catalogue */
  static async open(options: SoapOptions): Promise<SoapClient> {
    const wire = new Wire(options);
    try {
      const wsdl = await readWsdl(options.wsdl, wire, options.id);
      const soap = await soapLibrary();
      const client = new soap.Client(wsdl, options.url, {
        ...PARSING, httpClient: httpClient(wire), forceSoap12Headers: options.version === '1.2', endpoint: options.url,
      }); // prettier-ignore
      return new SoapClient(options, wire, ...portOf(wsdl, client, options));
    } catch (error) {
      await wire.close();
      throw error;
    }
  }

  /**
   * @param name as the WSDL spells it, Cyrillic or not
   * @param values by element name; order does not matter, absent ones become nil where the schema allows
   * @throws HostError: the WSDL has no such operation or argument, or no readable answer came
   */
  async call(name: string, values: SoapObject, about: About): Promise<SoapAnswer> {
    const operation = this.operations.get(name);
    const method = this.#methods.get(name);
    if (!operation || !method) throw this.#unfit('operation-absent', name);
    const ordered = this.#ordered(operation, values);
    const asking: Asking = { about: { ...about, says: about.says ?? JSON.stringify(ordered) } };
    return this.#invoke(method, operation, ordered, asking);
  }

  #ordered(operation: Operation, values: SoapObject): SoapObject {
    try {
      return inOrder(operation.input, values);
    } catch (error) {
      throw error instanceof UnfitArgument ? this.#unfit(error.code, error.path) : error;
    }
  }

  #unfit = (code: string, what: string): HostError =>
    new HostError('not-published', this.#o.id, { code, at: { what, set: what } });

  #invoke(method: SoapMethod, { output }: Operation, values: SoapObject, asking: Asking): Promise<SoapAnswer> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, result: unknown, text: unknown): void => {
        const fault = faultIn(error);
        if (fault) resolve({ result: null, fault });
        else if (error instanceof HostError) reject(error);
        else if (error || !answers(output, text)) reject(this.#notUnderstood(asking.about));
        else resolve({ result: resultOf(output, result), fault: null });
      };
      method(values, done, asking);
    });
  }

  /** What the library says of it holds the answer, so it goes no further. */
  #notUnderstood = ({ at, writing, parts }: About): HostError =>
    new HostError('bad-response', this.#o.id, {
      code: 'not-understood',
      at,
      outcome: (writing ?? parts) ? 'unknown' : 'not-sent',
    });

  /** The clock of the web server as it says on an answer (an HTTP date). */
  serverDate(): Promise<string | null> {
    const { wsdl } = this.#o;
    return this.#wire.date(this.#wire.pathOf('url' in wsdl ? wsdl.url : this.#o.url) ?? '');
  }

  close(): Promise<void> {
    return this.#wire.close();
  }
}

/** What a saved WSDL offers, with nobody to ask. @throws HostError */
export async function operationsOfFile(file: string): Promise<ReadonlyMap<string, Operation>> {
  const wsdl = await readWsdl({ file }, null, 'wsdl');
  const [, service] = chosen(wsdl.definitions.services, undefined, { id: 'wsdl' }, 'service');
  const [, port] = chosen(service.ports, undefined, { id: 'wsdl' }, 'port');
  return new Map(operationsOf(wsdl, port).map((o) => [o.name, o]));
}

const resultOf = (output: Shape, result: unknown): SoapObject => {
  const value = cleaned(output, result ?? {});
  return isObject(value) ? value : {};
};

/** The library takes whatever XML it was sent for an answer; this one holds the element the operation answers with. */
const answers = ({ name }: Shape, text: unknown): boolean =>
  name === '' || (typeof text === 'string' && new RegExp(`<(?:[^\\s<>/:]+:)?${name.replaceAll('.', '\\.')}[\\s/>]`).test(text));

/** What the library is given to reach the service: one address, whatever else it asks for. */
function httpClient(wire: Wire): IHttpClient {
  return {
    request: (_url: string, envelope: string, done: Done, headers: Readonly<Record<string, string>> = {}, asking: unknown) => {
      const about = isAsking(asking) ? asking.about : { at: {} };
      wire.post(envelope, headers, about).then((answer) => done(null, answer, answer.text), done).catch(done);
      return NOTHING;
    },
  };
} // prettier-ignore

type Done = (error: unknown, answer?: WireAnswer, text?: string) => unknown;
const isAsking = (value: unknown): value is Asking => isObject(value) && 'about' in value;

type Port = WSDL['definitions']['services'][string]['ports'][string];

/** The operations of one port, with what calls them. */
function portOf(wsdl: WSDL, client: Client, o: SoapOptions): readonly [Operation[], Map<string, SoapMethod>] {
  const [serviceName, service] = chosen(wsdl.definitions.services, o.service, o, 'service');
  const [portName, port] = chosen(service.ports, o.port, o, 'port');
  const calls: unknown = Reflect.get(Object(Reflect.get(client, serviceName)), portName);
  const methods = new Map<string, SoapMethod>();
  for (const [name, call] of Object.entries(Object(calls) as Record<string, unknown>)) if (isMethod(call)) methods.set(name, call);
  const operations = operationsOf(wsdl, port);
  if (operations.length === 0) throw new HostError('bad-response', o.id, { code: 'wsdl-unreadable', at: { what: portName } });
  return [operations, methods];
} // prettier-ignore

const isMethod = (value: unknown): value is SoapMethod => typeof value === 'function';

/** Only what sends documents: 1C and Dynamics know nothing else. */
function operationsOf({ definitions }: WSDL, { binding }: Port): Operation[] {
  return Object.entries(binding.methods).flatMap(([name, { input, output, style }]) => {
    if ((style ?? binding.style) !== 'document' || !input) return [];
    const answer = output ? shapeOf(definitions, output) : NO_ANSWER;
    const namespace: unknown = Reflect.get(input, 'targetNamespace');
    return [
      { name, namespace: typeof namespace === 'string' ? namespace : '', input: shapeOf(definitions, input), output: answer },
    ];
  });
}

const NO_ANSWER: Shape = { name: '', type: '', kind: 'complex', many: false, optional: true, nillable: false, fields: [] };

function chosen<T>(
  among: Readonly<Record<string, T>>,
  wanted: string | undefined,
  o: Pick<SoapOptions, 'id'>,
  what: string,
): [string, T] {
  const found = Object.entries(among ?? {}).find(([name]) => wanted === undefined || name === wanted);
  if (!found) throw new HostError('bad-response', o.id, { code: 'wsdl-unreadable', at: { what: wanted ?? what } });
  return found;
}
