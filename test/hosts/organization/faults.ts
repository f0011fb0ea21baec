/** Refusals as faults: the codes of the Web API as signed numbers, with the detail and without it (O5). */
import { ApiError } from '../dataverse/errors.ts';
import { NS } from './names.ts';
import { escaped } from './xml.ts';

export interface Fault {
  readonly code: string;
  readonly message: string;
  /** As a time span: what the limiter says in ErrorDetails. */
  readonly retryAfter: string | null;
  /** An internal crash has no OrganizationServiceFault. */
  readonly crash: boolean;
}

export function faultOf(error: unknown): Fault {
  if (error instanceof ApiError && error.code !== '') return { code: error.code, message: error.message, retryAfter: span(error.headers['Retry-After']), crash: false }; // prettier-ignore
  return { code: '', message: error instanceof Error ? error.message : String(error), retryAfter: null, crash: true };
}

const span = (seconds: string | undefined): string | null =>
  seconds === undefined ? null : `00:${String(Math.floor(Number(seconds) / 60)).padStart(2, '0')}:${String(Number(seconds) % 60).padStart(2, '0')}`; // prettier-ignore

/** 0x80040217 -> -2147220969. */
const signed = (hex: string): number => Number(hex) | 0;

export function faultXml(fault: Fault, version: '1.1' | '1.2', now: string): string {
  const text = escaped(fault.message);
  const detail = fault.crash ? '' : detailXml(fault, now);
  if (version === '1.1')
    return `<s:Fault><faultcode${fault.crash ? ' xmlns:a="http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher">a:InternalServiceFault' : '>s:Client'}</faultcode><faultstring xml:lang="ru-RU">${text}</faultstring>${detail === '' ? '' : `<detail>${detail}</detail>`}</s:Fault>`;
  return `<s:Fault><s:Code><s:Value>s:${fault.crash ? 'Receiver' : 'Sender'}</s:Value></s:Code><s:Reason><s:Text xml:lang="ru-RU">${text}</s:Text></s:Reason>${detail === '' ? '' : `<s:Detail>${detail}</s:Detail>`}</s:Fault>`;
}

function detailXml({ code, message, retryAfter }: Fault, now: string): string {
  const wait = retryAfter === null ? '' : `<KeyValuePairOfstringanyType><b:key>Retry-After</b:key><b:value i:type="c:duration" xmlns:c="${NS.serialization}">${durationOf(retryAfter)}</b:value></KeyValuePairOfstringanyType>`; // prettier-ignore
  return `<OrganizationServiceFault xmlns="${NS.contracts}" xmlns:i="${NS.xsi}"><ErrorCode>${String(signed(code))}</ErrorCode><ErrorDetails xmlns:b="${NS.generic}">${wait}</ErrorDetails><Message>${escaped(message)}</Message><Timestamp>${now}</Timestamp><InnerFault i:nil="true"/><TraceText i:nil="true"/></OrganizationServiceFault>`;
}

/** A time span of the data contract: PT1M5S. */
const durationOf = (span: string): string => {
  const [, m = '0', s = '0'] = span.split(':');
  return `PT${Number(m) > 0 ? `${String(Number(m))}M` : ''}${String(Number(s))}S`;
};
