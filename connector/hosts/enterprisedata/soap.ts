/** ExchangeService over SOAP (hosts/1c.md 5.1, 5.2): one client for the exchange, one for the list of versions, both at the configured address. */
import { HostError } from '../host.ts';
import { SoapClient, type SoapObject, type SoapOptions, type SoapValue } from '../soap/index.ts';
import { refusedBy, sentenceOf, type ExchangeService, type Prepared, type Progress } from './service.ts';

const SERVICE = 'EnterpriseDataExchange_1_0_1_1';
const VERSION_SERVICE = 'InterfaceVersion';
const INTERFACE = 'EnterpriseDataExchange';

export interface SoapExchangeOptions extends Omit<SoapOptions, 'url' | 'wsdl'> {
  /** Folder of the services: …/ws/ */
  readonly url: string;
  readonly plan: string;
  readonly peerCode: string;
}

export class SoapExchange implements ExchangeService {
  readonly #o: SoapExchangeOptions;
  #client: Promise<SoapClient> | null = null;

  constructor(options: SoapExchangeOptions) {
    this.#o = options;
  }

  /** Nothing is repeated by the client: a second PutData would be a second load. What may be asked again is asked by the exchange. */
  #open(service: string): Promise<SoapClient> {
    const url = new URL(`${service}.1cws`, this.#o.url).href;
    return SoapClient.open({ ...this.#o, url, wsdl: { url: `${url}?wsdl` }, tries: 1 });
  }

  async #exchange(): Promise<SoapClient> {
    this.#client ??= this.#open(SERVICE);
    try {
      return await this.#client;
    } catch (error) {
      this.#client = null; // next time the WSDL is asked for anew
      throw error;
    }
  }

  /** @throws HostError: a fault, or a word of refusal in ErrorMessage */
  async #call(name: string, values: SoapObject): Promise<SoapObject> {
    const result = await this.#raw(name, values);
    const said = textOf(result['ErrorMessage']);
    if (said !== '') throw refusedBy(this.#o.id, said, name);
    return result;
  }

  async #raw(name: string, values: SoapObject): Promise<SoapObject> {
    const { result, fault } = await (await this.#exchange()).call(name, values, { at: { set: name } });
    if (fault) throw refusedBy(this.#o.id, fault.text, name);
    return result;
  }

  #node = (): SoapObject => ({ ExchangePlanName: this.#o.plan, PeerCode: this.#o.peerCode });

  async versions(): Promise<readonly string[]> {
    const client = await this.#open(VERSION_SERVICE);
    try {
      const { result, fault } = await client.call('GetVersions', { InterfaceName: INTERFACE }, { at: { set: VERSION_SERVICE } });
      if (fault) throw refusedBy(this.#o.id, fault.text, 'GetVersions');
      return textsIn(result['return'] ?? null);
    } finally {
      await client.close();
    }
  }

  async test(): Promise<string | null> {
    const result = await this.#raw('TestConnection', this.#node());
    const said = textOf(result['ErrorMessage']);
    return textOf(result['return']) === 'true' ? null : said || 'TestConnection: false';
  }

  async prepare(partKb: number): Promise<string> {
    return textOf((await this.#call('PrepareDataForGetting', { ...this.#node(), PartSize: String(partKb) }))['OperationID']);
  }

  async prepared(operation: string): Promise<Prepared> {
    const answer = await this.#raw('PrepareDataActionResult', { OperationID: operation });
    const result = objectOf(answer['return'] ?? null);
    const error = textOf(result['ErrorMessage']) || textOf(answer['ErrorMessage']);
    return { ...this.#progress(textOf(result['Status']), error), fileId: textOf(result['FileID']), parts: Number(textOf(result['PartCount']) || '0') }; // prettier-ignore
  }

  /** A status nobody knows is no success. */
  #progress(status: string, error: string): Progress {
    if (status !== 'Active' && status !== 'Completed' && status !== 'Failed' && status !== 'Canceled')
      throw new HostError('bad-response', this.#o.id, { code: 'ed-status-unknown', at: { came: status.slice(0, 60) } });
    return { status, error: error === '' ? null : sentenceOf(error) };
  }

  async part(fileId: string, number: number): Promise<Uint8Array | null> {
    const result = await this.#raw('GetDataPart', { FileID: fileId, PartNumber: String(number) });
    const text = textOf(result['return']);
    return text === '' ? null : Buffer.from(text, 'base64');
  }

  async release(fileId: string): Promise<void> {
    await this.#call('ConfirmGettingFile', { FileID: fileId, ClearDataPool: 'true' });
  }

  async putPart(fileId: string, number: number, bytes: Uint8Array): Promise<void> {
    await this.#call('PutFilePart', { FileID: fileId, PartNumber: String(number), PartData: Buffer.from(bytes).toString('base64') }); // prettier-ignore
  }

  async load(fileId: string): Promise<string> {
    return textOf((await this.#call('PutData', { ...this.#node(), FileID: fileId }))['OperationID']);
  }

  async loaded(operation: string): Promise<Progress> {
    const result = await this.#raw('PutDataActionResult', { OperationID: operation });
    return this.#progress(textOf(result['return']), textOf(result['ErrorMessage']));
  }

  async serverDate(): Promise<string | null> {
    return (await this.#exchange()).serverDate();
  }

  async close(): Promise<void> {
    await (await this.#client?.catch(() => null))?.close();
  }
}

const isObject = (value: SoapValue): value is SoapObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: SoapValue): SoapObject => (isObject(value) ? value : {});
const textOf = (value: SoapValue | undefined): string => (typeof value === 'string' ? value.trim() : '');

/** v8:Array of strings, however the library nests it; what it says of an element's own attributes is no text of it. */
function textsIn(value: SoapValue): string[] {
  if (typeof value === 'string') return [value.trim()];
  if (Array.isArray(value)) return (value as readonly SoapValue[]).flatMap(textsIn);
  return Object.entries(objectOf(value)).flatMap(([name, v]) => (name === 'attributes' ? [] : textsIn(v ?? null)));
}
