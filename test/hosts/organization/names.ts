/** Namespaces and the order of members (hosts/dynamics.md 3, WSDL). */
export const NS = {
  services: 'http://schemas.microsoft.com/xrm/2011/Contracts/Services',
  contracts: 'http://schemas.microsoft.com/xrm/2011/Contracts',
  messages: 'http://schemas.microsoft.com/crm/2011/Contracts',
  generic: 'http://schemas.datacontract.org/2004/07/System.Collections.Generic',
  xsd: 'http://www.w3.org/2001/XMLSchema',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  serialization: 'http://schemas.microsoft.com/2003/10/Serialization/',
  arrays: 'http://schemas.microsoft.com/2003/10/Serialization/Arrays',
  v71: 'http://schemas.microsoft.com/xrm/7.1/Contracts',
  metadata: 'http://schemas.microsoft.com/xrm/2011/Metadata',
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://www.w3.org/2005/08/addressing',
} as const;

export const ENTITY = ['Attributes', 'EntityState', 'FormattedValues', 'Id', 'KeyAttributes', 'LogicalName', 'RelatedEntities', 'RowVersion']; // prettier-ignore
export const REFERENCE = ['Id', 'KeyAttributes', 'LogicalName', 'Name', 'RowVersion'];
export const COLLECTION = ['Entities', 'EntityName', 'MinActiveRowVersion', 'MoreRecords', 'PagingCookie', 'RecordCountLessThanMarv', 'TotalRecordCount', 'TotalRecordCountLimitExceeded']; // prettier-ignore
export const REQUEST = ['Parameters', 'RequestId', 'RequestName'];
export const QUERY = ['ColumnSet', 'Criteria', 'DataSource', 'Distinct', 'EntityName', 'ForceSeek', 'LinkEntities', 'NoLock', 'Orders', 'PageInfo', 'QueryHints', 'SubQueryExpression', 'TopCount']; // prettier-ignore
export const PAGE = ['Count', 'PageNumber', 'PagingCookie', 'ReturnTotalRecordCount'];
export const PAIR = ['key', 'value'];
