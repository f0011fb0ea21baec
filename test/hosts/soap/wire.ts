/** A server that keeps what reached it byte by byte and answers what it is told: for tests of envelopes. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../kit/control.ts';

export interface Came {
  readonly method: string;
  readonly path: string;
  /** As bytes of UTF-8, read back. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Breaks off after so many bytes. */
  readonly cutAfter?: number;
}
export type Answer = (came: Came) => Said;

export interface WireServer {
  readonly url: string;
  readonly came: Came[];
  answer: Answer;
  close(): Promise<void>;
}

export async function wireServer(answer: Answer): Promise<WireServer> {
  const came: Came[] = [];
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([n, v]) => [n, utf8(String(v))]));
    void readBody(request).then((body) => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers, body };
      came.push(one);
      send(response, made.answer(one));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/ws/${encodeURIComponent('обмен')}.1cws`;
  const made: WireServer = {
    url, came, answer,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  }; // prettier-ignore
  return made;
}

const utf8 = (header: string): string => Buffer.from(header, 'latin1').toString('utf8');

function send(response: ServerResponse, { status = 200, headers = {}, body, cutAfter }: Said): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', 'content-length': bytes.length, ...headers });
  if (cutAfter === undefined) return void response.end(bytes);
  response.write(bytes.subarray(0, cutAfter), () => response.destroy());
}

/** One argument or field: name, type, and whether it may be nil, absent or repeated. */
const field = (text: string): string => {
  const [name = '', type = 'xs:string', more = ''] = text.split(' ');
  const extra = { nil: ' nillable="true"', opt: ' minOccurs="0"', many: ' minOccurs="0" maxOccurs="unbounded"' }[more] ?? '';
  return `<xs:element name="${name}" type="${type}"${extra}/>`;
};
const sequence = (fields: readonly string[]): string => `<xs:sequence>${fields.map(field).join('')}</xs:sequence>`;

/** The types of a package as a schema of their own, to import into 1C. */
export const xsdOf = (types: NonNullable<Described['types']>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${TYPES}" targetNamespace="${TYPES}" elementFormDefault="qualified">
${Object.entries(types).map(([name, fields]) => `  <xs:complexType name="${name}">\n    <xs:sequence>\n${fields.map((f) => `      ${field(f)}\n`).join('')}    </xs:sequence>\n  </xs:complexType>\n`).join('')}</xs:schema>
`; // prettier-ignore

export interface Described {
  readonly types?: Readonly<Record<string, readonly string[]>>;
  /** Operation -> arguments and what it returns. */
  readonly operations: Readonly<Record<string, readonly [readonly string[], readonly string[]]>>;
  /** Inside <types>, before the schemas. */
  readonly more?: string;
}

export const NS = 'http://sidebook.example/обмен';
const TYPES = 'http://sidebook.example/типы';

/** A WSDL in the layout of 1C, with both bindings and an address inside that is another machine's. */
export function wsdlOf({ operations, types = {}, more = '' }: Described): string {
  const names = Object.keys(operations);
  const binding = (prefix: string, port: string): string =>
    `<binding name="Обмен${port}Binding" type="tns:ОбменPortType"><${prefix}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>` +
    names.map((n) => `<operation name="${n}"><${prefix}:operation style="document" soapAction="${NS}#Обмен:${n}"/><input><${prefix}:body use="literal"/></input><output><${prefix}:body use="literal"/></output></operation>`).join('') + '</binding>'; // prettier-ignore
  const port = (prefix: string, name: string): string => `<port name="Обмен${name}" binding="tns:Обмен${name}Binding"><${prefix}:address location="http://internal.example/base/ws/x.1cws"/></port>`; // prettier-ignore
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap12bind="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${NS}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsd1="${NS}" xmlns:xsd2="${TYPES}" name="Обмен" targetNamespace="${NS}">
<types>${more}<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${TYPES}" targetNamespace="${TYPES}" elementFormDefault="qualified">
${Object.entries(types).map(([name, fields]) => `<xs:complexType name="${name}">${sequence(fields)}</xs:complexType>`).join('\n')}</xs:schema>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${TYPES}" targetNamespace="${NS}" elementFormDefault="qualified"><xs:import namespace="${TYPES}"/>
${names.map((n) => `<xs:element name="${n}"><xs:complexType>${sequence(operations[n]?.[0] ?? [])}</xs:complexType></xs:element><xs:element name="${n}Response"><xs:complexType>${sequence(operations[n]?.[1] ?? [])}</xs:complexType></xs:element>`).join('\n')}</xs:schema></types>
${names.map((n) => `<message name="${n}RequestMessage"><part name="parameters" element="tns:${n}"/></message><message name="${n}ResponseMessage"><part name="parameters" element="tns:${n}Response"/></message>`).join('\n')}
<portType name="ОбменPortType">${names.map((n) => `<operation name="${n}"><input message="tns:${n}RequestMessage"/><output message="tns:${n}ResponseMessage"/></operation>`).join('')}</portType>
${binding('soapbind', 'Soap')}${binding('soap12bind', 'Soap12')}
<service name="Обмен">${port('soapbind', 'Soap')}${port('soap12bind', 'Soap12')}</service></definitions>`; // prettier-ignore
}

export const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';

/** An answer as 1C writes it: every child repeats its namespaces. */
export const envelope = (operation: string, inner: string, soap: string = SOAP11): string =>
  `<soap:Envelope xmlns:soap="${soap}"><soap:Body><m:${operation}Response xmlns:m="${NS}" xmlns:d="${TYPES}" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inner}</m:${operation}Response></soap:Body></soap:Envelope>`;

export const fault11 = (text: string, detail = ''): string =>
  `<soap:Envelope xmlns:soap="${SOAP11}"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>${text}</faultstring><detail>${detail}</detail></soap:Fault></soap:Body></soap:Envelope>`;
export const fault12 = (text: string): string =>
  `<soap:Envelope xmlns:soap="${SOAP12}"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="ru">${text}</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>`;
