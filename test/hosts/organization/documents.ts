/** The description of the service, written anew after the vendor's contracts: three documents that import each other (O1). */
import { NS } from './names.ts';

const TNS = NS.services;

/** Operation -> its arguments in their order; `any` where a data contract stands. */
const OPERATIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Create: [['entity', 'any']],
  Retrieve: [['entityName', 'xs:string'], ['id', 'xs:string'], ['columnSet', 'any']],
  Update: [['entity', 'any']],
  Delete: [['entityName', 'xs:string'], ['id', 'xs:string']],
  Execute: [['request', 'any']],
  Associate: [['entityName', 'xs:string'], ['entityId', 'xs:string'], ['relationship', 'any'], ['relatedEntities', 'any']],
  Disassociate: [['entityName', 'xs:string'], ['entityId', 'xs:string'], ['relationship', 'any'], ['relatedEntities', 'any']],
  RetrieveMultiple: [['query', 'any']],
}; // prettier-ignore
const RESULTS: Readonly<Record<string, string>> = {
  Create: 'xs:string',
  Retrieve: 'any',
  Execute: 'any',
  RetrieveMultiple: 'any',
};

const names = Object.keys(OPERATIONS);
const member = ([name, type]: readonly [string, string]): string =>
  `<xs:element minOccurs="0" name="${name}" nillable="true" type="${type === 'any' ? 'xs:anyType' : type}"/>`;

const wrapped = (name: string, members: readonly (readonly [string, string])[]): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${members.map(member).join('')}</xs:sequence></xs:complexType></xs:element>`;

const xsd = (): string =>
  `<xs:schema xmlns:xs="${NS.xsd}" elementFormDefault="qualified" targetNamespace="${TNS}">${names
    .map((n) => wrapped(n, OPERATIONS[n] ?? []) + wrapped(`${n}Response`, RESULTS[n] === undefined ? [] : [[`${n}Result`, RESULTS[n]]]))
    .join('')}</xs:schema>`; // prettier-ignore

const contract = (): string =>
  `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="${TNS}" xmlns:xs="${NS.xsd}" targetNamespace="${TNS}"><wsdl:types><xs:schema targetNamespace="${TNS}/Imports"><xs:import schemaLocation="xsd0" namespace="${TNS}"/></xs:schema></wsdl:types>${names.map((n) => messageXml(`${n}_In`, n) + messageXml(`${n}_Out`, `${n}Response`)).join('')}<wsdl:portType name="IOrganizationService">${names.map((n) => `<wsdl:operation name="${n}"><wsdl:input message="tns:${n}_In"/><wsdl:output message="tns:${n}_Out"/></wsdl:operation>`).join('')}</wsdl:portType></wsdl:definitions>`;

const messageXml = (name: string, element: string): string =>
  `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${element}"/></wsdl:message>`;

const service = (endpoint: string): string =>
  `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:i0="${TNS}" xmlns:tns="http://schemas.microsoft.com/xrm/2011/Contracts" name="OrganizationService" targetNamespace="http://schemas.microsoft.com/xrm/2011/Contracts"><wsdl:import namespace="${TNS}" location="wsdl0"/><wsdl:types/><wsdl:binding name="BasicHttpBinding_IOrganizationService" type="i0:IOrganizationService"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>${names.map((n) => `<wsdl:operation name="${n}"><soap:operation soapAction="${TNS}/IOrganizationService/${n}" style="document"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`).join('')}</wsdl:binding><wsdl:service name="OrganizationService"><wsdl:port name="BasicHttpBinding_IOrganizationService" binding="tns:BasicHttpBinding_IOrganizationService"><soap:address location="${endpoint}"/></wsdl:port></wsdl:service></wsdl:definitions>`;

/** resolved: imports lead to us. bare: they name no place, as the exporter writes them. foreign: of another namespace. missing: there is none. */
export type WsdlKind = 'resolved' | 'bare' | 'foreign' | 'missing';

/** `query`: what stands behind the question mark; null = there is no such document. */
export function wsdlDocument(kind: WsdlKind, query: string, endpoint: string): string | null {
  const ours = kind === 'missing' ? null : documentAt(query, endpoint);
  if (ours === null) return null;
  const text = kind === 'foreign' ? ours.replaceAll(TNS, 'urn:elsewhere') : ours;
  const located = kind === 'bare' ? text.replace(/ (?:schemaLocation|location)="(?:xsd0|wsdl0)"/g, '') : text.replace(/ (schemaLocation|location)="((xsd|wsdl)0)"/g, ` $1="${endpoint}?$3=$2"`); // prettier-ignore
  return `<?xml version="1.0" encoding="utf-8"?>${located}`;
}

function documentAt(query: string, endpoint: string): string | null {
  if (/^(single)?wsdl$/i.test(query)) return service(endpoint);
  if (query === 'wsdl=wsdl0') return contract();
  return query === 'xsd=xsd0' ? xsd() : null;
}
