/** The two services as 1C describes them: operations with arguments and results in their order, both bindings, an address nobody can reach. */
const BASE = { EnterpriseDataExchange_1_0_1_1: 'http://www.1c.ru/SSL/EnterpriseDataExchange_1_0_1_1', InterfaceVersion: 'http://www.1c.ru/SaaS/1.0/WS' } as const; // prettier-ignore
export type Service = keyof typeof BASE;
export const namespaceOf = (service: Service): string => BASE[service];
const RESULTS = 'http://v8.1c.ru/SSL/Exchange/EnterpriseDataExchange';
const CORE = 'http://v8.1c.ru/8.1/data/core';

/** "Name type!" = may be nil. */
export const OPERATIONS: Readonly<Record<Service, Readonly<Record<string, readonly [string, string]>>>> = {
  EnterpriseDataExchange_1_0_1_1: {
    Ping: ['', 'return string!'],
    TestConnection: ['ExchangePlanName string, PeerCode string', 'return boolean, ErrorMessage string!'],
    PrepareDataForGetting: ['ExchangePlanName string, PeerCode string, PartSize decimal', 'return string!, OperationID string!, ErrorMessage string!'], // prettier-ignore
    PrepareDataActionResult: ['OperationID string', 'return r:PrepareDataOperationResult, ErrorMessage string!'],
    GetDataPart: ['FileID string, PartNumber int', 'return base64Binary!, ErrorMessage string!'],
    ConfirmGettingFile: ['FileID string, ClearDataPool boolean', 'return string!, ErrorMessage string!'],
    PutFilePart: ['FileID string, PartNumber int!, PartData base64Binary', 'return string!, ErrorMessage string!'],
    PutData: [
      'ExchangePlanName string, PeerCode string, FileID string',
      'return string!, OperationID string!, ErrorMessage string!',
    ],
    PutDataActionResult: ['OperationID string', 'return string, ErrorMessage string!'],
  },
  InterfaceVersion: { GetVersions: ['InterfaceName string', 'return c:Array'] },
};

export const fieldsOf = (text: string): { name: string; type: string; nil: boolean }[] =>
  text === '' ? [] : text.split(', ').map((f) => f.split(' ')).map(([name = '', type = '']) => ({ name, type: type.replace('!', ''), nil: type.endsWith('!') })); // prettier-ignore

const element = ({ name, type, nil }: { name: string; type: string; nil: boolean }): string =>
  `<xs:element name="${name}" type="${type.includes(':') ? type : `xs:${type}`}"${nil ? ' nillable="true"' : ''}/>`;
const wrapper = (name: string, fields: string): string =>
  `<xs:element name="${name}"><xs:complexType><xs:sequence>${fieldsOf(fields).map(element).join('')}</xs:sequence></xs:complexType></xs:element>`;

export function wsdlOf(service: Service): string {
  const ns = BASE[service];
  const operations = Object.entries(OPERATIONS[service]);
  const all = (make: (name: string, of: readonly [string, string]) => string): string => operations.map(([name, of]) => make(name, of)).join(''); // prettier-ignore
  const binding = (soap: string, port: string): string =>
    `<binding name="${service}${port}Binding" type="tns:${service}PortType"><${soap}:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${all((n) => `<operation name="${n}"><${soap}:operation style="document" soapAction="${ns}#${service}:${n}"/><input><${soap}:body use="literal"/></input><output><${soap}:body use="literal"/></output></operation>`)}</binding>`; // prettier-ignore
  const port = (soap: string, name: string): string => `<port name="${service}${name}" binding="tns:${service}${name}Binding"><${soap}:address location="http://internal.invalid/base/ws/${service}.1cws"/></port>`; // prettier-ignore
  return `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap12bind="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:soapbind="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="${ns}" xmlns:xsd1="${ns}" xmlns:xsd2="${RESULTS}" name="${service}" targetNamespace="${ns}"><types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${RESULTS}" elementFormDefault="qualified"><xs:complexType name="PrepareDataOperationResult"><xs:sequence><xs:element name="ErrorMessage" type="xs:string" minOccurs="0"/><xs:element name="FileID" type="xs:string" minOccurs="0"/><xs:element name="PartCount" type="xs:int" minOccurs="0"/><xs:element name="Status" type="xs:string" minOccurs="0"/><xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence><xs:anyAttribute/></xs:complexType></xs:schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${CORE}" elementFormDefault="qualified"><xs:complexType name="Array"><xs:sequence><xs:element name="Value" minOccurs="0" maxOccurs="unbounded" nillable="true"/></xs:sequence></xs:complexType></xs:schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:r="${RESULTS}" xmlns:c="${CORE}" targetNamespace="${ns}" elementFormDefault="qualified"><xs:import namespace="${RESULTS}"/><xs:import namespace="${CORE}"/>${all((n, [ins, outs]) => wrapper(n, ins) + wrapper(`${n}Response`, outs))}</xs:schema></types>${all((n) => `<message name="${n}RequestMessage"><part name="parameters" element="tns:${n}"/></message><message name="${n}ResponseMessage"><part name="parameters" element="tns:${n}Response"/></message>`)}<portType name="${service}PortType">${all((n) => `<operation name="${n}"><input message="tns:${n}RequestMessage"/><output message="tns:${n}ResponseMessage"/></operation>`)}</portType>${binding('soapbind', 'Soap')}${binding('soap12bind', 'Soap12')}<service name="${service}">${port('soapbind', 'Soap')}${port('soap12bind', 'Soap12')}</service></definitions>`; // prettier-ignore
}
