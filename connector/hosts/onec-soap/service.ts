/** Operations of the service as the mappings name them: what is sent with each, and where the answer holds its objects. */
import type { HostObject } from '../../../mappings/mapping.ts';
import type { FaultKind, SoapListing, SoapOperation } from '../../../mappings/soap.ts';
import { HostError } from '../host.ts';
import type { Writing } from '../gate.ts';
import { findField, SoapClient, type Operation, type Shape, type SoapObject, type SoapOptions, type SoapValue } from '../soap/index.ts'; // prettier-ignore
import { faultError } from './errors.ts';
import { flat, nested, NoElement, textOf } from './values.ts';

/** What the words of a mapping stand for in one request. */
export interface Asked {
  readonly after?: string | null;
  readonly skip?: number;
  readonly count?: number;
  readonly since?: string;
  readonly ids?: readonly string[];
  readonly version?: string;
  readonly where?: Readonly<Record<string, unknown>>;
  /** What changes, and what the host showed a moment ago. */
  readonly changes?: HostObject;
  readonly shown?: HostObject;
}

export interface Change {
  readonly writing: Writing;
  /** For the gate: the body as the mapping made it. */
  readonly says: string;
}

interface Answered {
  readonly result: SoapObject;
  readonly output: Shape;
}

export class Service {
  readonly #o: SoapOptions;
  #client: Promise<SoapClient> | null = null;

  constructor(options: SoapOptions) {
    this.#o = options;
  }

  /** Reads the WSDL with the first request; one that failed is read again. */
  client(): Promise<SoapClient> {
    this.#client ??= SoapClient.open(this.#o).catch((error: unknown) => {
      this.#client = null;
      throw error;
    });
    return this.#client;
  }

  async close(): Promise<void> {
    await (await this.#client?.catch(() => null))?.close();
  }

  /** @throws HostError, one kind per reaction */
  async ask(o: SoapOperation, asked: Asked, faults: Readonly<Record<string, FaultKind>>, change?: Change): Promise<Answered> {
    const client = await this.client();
    const operation = client.operations.get(o.operation);
    const values = operation ? this.#arguments(operation, o.send, asked) : {};
    const at = { set: o.operation };
    const answer = await client.call(o.operation, values, change ? { at, ...change } : { at });
    if (answer.fault) throw faultError(answer.fault, faults, this.#o.id, at);
    if (!operation) throw new HostError('not-published', this.#o.id, { code: 'operation-absent', at: { what: o.operation } });
    return { result: answer.result, output: operation.output };
  }

  #arguments(operation: Operation, send: Readonly<Record<string, string>>, asked: Asked): SoapObject {
    const out: Record<string, SoapValue> = {};
    for (const [name, word] of Object.entries(send)) {
      const value = word === '$object' ? this.#object(operation, name, asked) : valueOf(word, asked);
      if (value !== undefined) place(out, name.split('/'), value);
    }
    return out;
  }

  #object(operation: Operation, name: string, { changes = {}, shown = {} }: Asked): SoapValue {
    const shape = findField(operation.input, name.split('/'));
    const what = `${operation.name}/${name}`;
    if (!shape) throw new HostError('not-published', this.#o.id, { code: 'argument-unknown', at: { what, set: what } });
    try {
      return nested(shape, changes, shown);
    } catch (error) {
      if (!(error instanceof NoElement)) throw error;
      const lost = `${what}/${error.message}`;
      throw new HostError('not-published', this.#o.id, { code: 'argument-unknown', at: { what: lost, set: lost } });
    }
  }

  /** The objects of an answer; a path that leads nowhere is an error, never an empty list. */
  objects({ result, output }: Answered, o: SoapListing | (SoapOperation & { rows: string })): HostObject[] {
    const path = o.rows.split('/');
    const shape = findField(output, path);
    if (!shape) throw new HostError('bad-response', this.#o.id, { code: 'property-vanished', at: { set: o.operation } });
    const value = valueAt(result, path);
    const rows = isList(value) ? value : value === undefined || value === null ? [] : [value];
    return rows.map((row) => (isObject(row) ? flat(shape, row) : {}));
  }

  /** A text of the answer; null = not there. */
  text({ result }: Answered, path: string | undefined): string | null {
    const value = path === undefined ? null : valueAt(result, path.split('/'));
    return typeof value === 'string' ? value : null;
  }

  /** The shape of the objects an operation answers with; null = no such operation or path. */
  async shapeOf({ operation, rows }: { operation: string; rows: string }): Promise<Shape | null> {
    const found = (await this.client()).operations.get(operation);
    return found ? findField(found.output, rows.split('/')) : null;
  }
}

/** Into the argument, or into an element inside it: "Ключи/Ид". */
function place(out: Record<string, SoapValue>, [name = '', ...inside]: readonly string[], value: SoapValue): void {
  if (inside.length === 0) return void (out[name] = value);
  const known = out[name];
  const inner: Record<string, SoapValue> = {};
  if (isObject(known)) Object.assign(inner, known);
  place(inner, inside, value);
  out[name] = inner;
}

const isObject = (value: unknown): value is SoapObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: SoapValue | undefined): value is readonly SoapValue[] => Array.isArray(value);

const valueAt = (object: SoapObject, path: readonly string[]): SoapValue | undefined =>
  path.reduce<SoapValue | undefined>((at, name) => (isObject(at) ? at[name] : undefined), object);

/** Undefined = not asked: nil, or absent where the schema allows. */
function valueOf(word: string, a: Asked): SoapValue | undefined {
  if (!word.startsWith('$')) return word;
  const [name = '', property = ''] = word.slice(1).split(/\.(.*)/s);
  const condition = a.where?.[property];
  switch (name) {
    case 'after':
      return a.after ?? undefined;
    case 'skip':
      return String(a.skip ?? 0);
    case 'count':
      return String(a.count ?? 0);
    case 'ids':
      return a.ids ?? [];
    case 'id':
      return a.ids?.[0];
    case 'where':
      return isRange(condition) ? undefined : (textOf(condition) ?? undefined);
    case 'from':
      return isRange(condition) ? condition.from : undefined;
    case 'to':
      return isRange(condition) ? condition.to : undefined;
    case 'since':
      return a.since;
    case 'version':
      return a.version;
    default:
      return undefined;
  }
}

export const isRange = (value: unknown): value is { from: string; to: string } =>
  typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'string' && 'to' in value && typeof value.to === 'string'; // prettier-ignore
