/** Envelopes: SOAP 1.1 at /web, SOAP 1.2 with addressing at the root (O1); an unknown action or a wrong namespace is a fault. */
import { ApiError } from '../dataverse/errors.ts';
import { NS } from './names.ts';
import { parseXml, type Element } from './xml.ts';

export interface Asked {
  readonly version: '1.1' | '1.2';
  readonly call: Element;
  /** Of 1.2: what the answer relates to. */
  readonly messageId: string | null;
}

const ACTION = `${NS.services}/IOrganizationService/`;

export function readEnvelope(body: string, headers: Readonly<Record<string, string>>, version: Asked['version']): Asked {
  const envelope = parsed(body);
  if (envelope.name !== 'Envelope' || envelope.ns !== (version === '1.1' ? NS.soap11 : NS.soap12)) throw new ApiError(500, '', 'The SOAP version does not match the binding.'); // prettier-ignore
  const part = (name: string): Element | undefined => envelope.children.find((c) => c.name === name && c.ns === envelope.ns);
  const call = part('Body')?.children[0];
  if (!call) throw new ApiError(500, '', 'The body is empty.');
  const header = (name: string): string | null => part('Header')?.children.find((c) => c.name === name && c.ns === NS.addressing)?.text.trim() ?? null; // prettier-ignore
  const action = version === '1.1' ? (headers['soapaction'] ?? '').replaceAll('"', '') : (header('Action') ?? '');
  if (action !== ACTION + call.name) throw new ApiError(500, '', `The message with Action '${action}' cannot be processed at the receiver.`); // prettier-ignore
  return { version, call, messageId: header('MessageID') };
}

function parsed(body: string): Element {
  try {
    return parseXml(body);
  } catch (error) {
    throw new ApiError(500, '', `The message could not be read: ${error instanceof Error ? error.message : ''}`);
  }
}

export function envelopeXml(asked: Pick<Asked, 'version' | 'messageId'>, action: string, body: string): string {
  const ns = asked.version === '1.1' ? NS.soap11 : NS.soap12;
  const header = asked.version === '1.1' ? '' : `<s:Header><x:Action s:mustUnderstand="1" xmlns:x="${NS.addressing}">${ACTION}${action}</x:Action><x:RelatesTo xmlns:x="${NS.addressing}">${asked.messageId ?? ''}</x:RelatesTo></s:Header>`; // prettier-ignore
  return `<s:Envelope xmlns:s="${ns}">${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

export const responseXml = (operation: string, content: string): string =>
  content === '' ? `<${operation}Response xmlns="${NS.services}"/>` : `<${operation}Response xmlns="${NS.services}">${content}</${operation}Response>`; // prettier-ignore
