/** The shape of a configuration: what attributes its objects have and how they appear over OData (1c.md 2.3, 2.4). */

export type EdmType =
  | 'Guid'
  | 'String'
  | 'Boolean'
  | 'DateTime'
  | 'Double'
  | 'Int64'
  | 'Int16'
  | 'Stream'
  | 'Binary'
  | 'TypeDescription';
export type Kind =
  | 'Catalog'
  | 'Document'
  | 'ChartOfAccounts'
  | 'ChartOfCharacteristicTypes'
  | 'ExchangePlan'
  | 'InformationRegister'
  | 'AccumulationRegister'
  | 'AccountingRegister'
  | 'Constant';

/** One attribute as the configuration declares it. */
export interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'date' | 'uuid' | 'enum' | 'ref' | 'composite' | 'storage' | 'types';
  /** Strings: longest value, 0 = unlimited. Fixed ones come padded with spaces. */
  readonly length?: number;
  readonly fixed?: boolean;
  readonly digits?: number;
  readonly scale?: number;
  /** Dates without a time of day. */
  readonly dayOnly?: boolean;
  /** `ref`: the set it points to; `enum`: the enumeration. */
  readonly target?: string;
  /** `composite`: the published types it may hold (`=Name` an enumeration, else a set or a primitive). */
  readonly targets?: readonly string[];
  /** Folders have it too; otherwise it is null there. */
  readonly inFolders?: boolean;
  /** Ledger: one value per side (`…Dr`, `…Cr`), for accounts with this flag. */
  readonly perSide?: string;
}

/** One OData property; a composite or stored value has several of them. */
export interface Property {
  readonly name: string;
  readonly type: EdmType;
  readonly field: Field;
  /** `value` the attribute itself, `type` the `X_Type` beside it, `other` neither readable nor comparable. */
  readonly role: 'value' | 'type' | 'other';
  /** Part of the entity's key, hence not nullable. */
  readonly key?: boolean;
}

/** A tabular part, or the record set of a register. */
export interface Part {
  readonly name: string;
  fields: Field[];
}

/** One object of the configuration. */
export interface Definition {
  readonly name: string;
  readonly kind: Kind;
  readonly hierarchy: 'none' | 'folders' | 'tree';
  readonly codeLength: number;
  readonly codeFixed: boolean;
  readonly nameLength: number;
  readonly unique: boolean;
  readonly autoCode: boolean;
  readonly owners: readonly string[];
  readonly numberLength: number;
  readonly period: 'timeless' | 'day' | 'second';
  readonly subordinate: boolean;
  readonly turnoversOnly: boolean;
  dimensions: Field[];
  resources: Field[];
  attributes: Field[];
  parts: Part[];
}

export type Definitions = ReadonlyMap<string, Definition>;
