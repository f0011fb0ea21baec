import { OnecError } from '../base/errors.ts';
import type { World } from '../base/world.ts';
import type { EntitySet, PartSet } from '../schema/entity-sets.ts';
import { propertiesOf, standardFields } from '../schema/properties.ts';
import type { Property } from '../schema/types.ts';
import { virtualTablesOf, type VirtualTable } from '../schema/virtual-tables.ts';
import type { Answer, Call } from './call.ts';
import { bigFiller, bigSets } from './metadata-filler.ts';
import { isPublished, targetOf } from './scope.ts';

/** `$metadata`: XML only, in the layout of real ones (1c.md 2.6), written piece by piece. */
export function metadataAnswer(call: Call): Answer {
  if (call.request.options.format !== undefined) {
    throw new OnecError(
      400,
      3,
      'Запрошенный тип представления не поддерживается',
      'Requested representation type is not supported',
    );
  }
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml;charset=utf-8', DataServiceVersion: '3.0' },
    body: edmx(call.world),
  };
}

function* edmx(world: World): Generator<string> {
  const sets = world.schema.all().filter((set) => isPublished(world, set.definition.name));
  const tables = sets.flatMap((set) => virtualTablesOf(set.definition, set).filter((t) => t.boundTo === set.name));
  const isBig = world.quirks.metadata === 'big';
  yield header;
  for (const set of sets) yield entityType(world, set);
  if (isBig) yield* bigFiller();
  for (const set of sets) yield* complexTypes(set);
  for (const table of tables) if (table.rows.shape === 'virtual') yield complexType(table.rows.name, table.rows.properties);
  yield builtInTypes;
  for (const set of sets) yield* associations(world, set);
  yield* enumTypes(world);
  yield '<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">';
  for (const set of sets) yield `<EntitySet Name="${set.name}" EntityType="StandardODATA.${set.name}"/>`;
  if (isBig) yield* bigSets();
  for (const set of sets) yield postingFunctions(set);
  for (const table of tables) yield functionImport(table);
  yield '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>';
}

const header =
  '<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0">' +
  '<edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0">' +
  '<Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">';

/** `X_Type` of composites comes after the tabular parts; everything else in configuration order. */
function entityType(world: World, set: EntitySet): string {
  const properties = inMetadataOrder(set);
  const types = properties.filter((p) => p.role === 'type');
  const open = types.length > 0 ? ' OpenType="true"' : '';
  const key = set.key.map((name) => `<PropertyRef Name="${name}"/>`).join('');
  const parts = set.parts.map((part) => partProperty(set, part));
  const navigation = references(world, set).map(({ name }) => navigationProperty(set, name));
  const body = [
    ...properties.filter((p) => p.role !== 'type').map(propertyXml),
    ...parts,
    ...types.map(propertyXml),
    ...navigation,
  ];
  return `<EntityType Name="${set.name}"${open}><Key>${key}</Key>${body.join('')}</EntityType>`;
}

const ordered = new WeakMap<EntitySet, readonly Property[]>();

function inMetadataOrder(set: EntitySet): readonly Property[] {
  const known = ordered.get(set) ?? orderOf(set);
  ordered.set(set, known);
  return known;
}

function orderOf(set: EntitySet): readonly Property[] {
  if (set.shape !== 'object') return set.properties;
  const names = [...standardFields(set.definition), ...set.definition.attributes].flatMap(propertiesOf).map((p) => p.name);
  return names.flatMap((name) => set.byName.get(name) ?? []);
}

const propertyXml = (p: Property): string =>
  `<Property Name="${p.name}" Type="${p.type === 'TypeDescription' ? typeDescription(p) : `Edm.${p.type}`}" Nullable="${p.key !== true}"/>`;

const typeDescription = (p: Property): string => `StandardODATA.${p.name === 'PointInTime' ? 'PointInTime' : 'TypeDescription'}`;

/** Their inner structure was never recorded. */
const builtInTypes =
  '<ComplexType Name="TypeDescription"><Property Name="Types" Type="Collection(Edm.String)" Nullable="false"/></ComplexType>' +
  '<ComplexType Name="PointInTime"><Property Name="Date" Type="Edm.DateTime" Nullable="true"/>' +
  '<Property Name="Ref" Type="Edm.String" Nullable="true"/><Property Name="Ref_Type" Type="Edm.String" Nullable="true"/></ComplexType>';

const partProperty = (set: EntitySet, part: PartSet): string =>
  `<Property Name="${part.name}" Type="Collection(StandardODATA.${part.rowType})" Nullable="${set.shape !== 'recordset'}"/>`;

const navigationProperty = (set: EntitySet, name: string): string =>
  `<NavigationProperty Name="${name}" Relationship="StandardODATA.${set.name}_${name}" FromRole="Begin" ToRole="End"/>`;

/** References to published sets: only those have a navigation property and an association. */
function references(world: World, set: EntitySet): { name: string; target: string }[] {
  return inMetadataOrder(set).flatMap((p) => {
    const target = targetOf(world, p);
    return target ? [{ name: p.field.name, target: target.name }] : [];
  });
}

function* complexTypes(set: EntitySet): Generator<string> {
  const keyed = set.shape === 'recordset' ? recordKeys(set) : ['Ref_Key', 'LineNumber'];
  for (const part of set.parts) {
    const properties = part.properties.map((p) => ({ ...p, key: keyed.includes(p.name) }));
    yield complexType(part.rowType, properties);
  }
}

/** Rows of a record set have the keys of the single records. */
function recordKeys({ definition: d }: EntitySet): string[] {
  if (d.kind !== 'InformationRegister') return ['Recorder', 'LineNumber', 'Recorder_Type'];
  return ['Period', ...d.dimensions.flatMap(propertiesOf).map((p) => p.name)];
}

function complexType(name: string, properties: readonly Property[]): string {
  const ordered = [...properties.filter((p) => p.role !== 'type'), ...properties.filter((p) => p.role === 'type')];
  return `<ComplexType Name="${name}">${ordered.map(propertyXml).join('')}</ComplexType>`;
}

function* associations(world: World, set: EntitySet): Generator<string> {
  for (const { name, target } of references(world, set)) {
    const ends = `<End Role="Begin" Type="StandardODATA.${set.name}" Multiplicity="*"/><End Role="End" Type="StandardODATA.${target}" Multiplicity="0..1"/>`;
    yield `<Association Name="${set.name}_${name}">${ends}</Association>`;
  }
}

/** One enumeration is declared twice in every real `$metadata`; a strict parser stumbles here. */
function* enumTypes(world: World): Generator<string> {
  const allowed = enumType('AllowedLength', ['Variable', 'Fixed']);
  yield allowed;
  for (const [name, members] of Object.entries(world.schema.enums)) yield enumType(name, members.split(' '));
  yield allowed;
}

const enumType = (name: string, members: readonly string[]): string =>
  `<EnumType Name="${name}" UnderlyingType="Edm.Int32">${members.map((m) => `<Member Name="${m}"/>`).join('')}</EnumType>`;

const parameter = (name: string, type: string): string => `<Parameter Name="${name}" Type="${type}"/>`;

/** Functions of one name repeat for every object; `Unpost` declares the parameter of `Post` as well. */
function postingFunctions(set: EntitySet): string {
  if (set.definition.kind !== 'Document' || set.shape !== 'object') return '';
  const bound = parameter('bindingParameter', `StandardODATA.${set.name}`) + parameter('PostingModeOperational', 'Edm.Boolean');
  return ['Post', 'Unpost']
    .map((name) => `<FunctionImport Name="${name}" IsBindable="true" IsSideEffecting="true">${bound}</FunctionImport>`)
    .join('');
}

function functionImport({ name, parameters, rows, boundTo }: VirtualTable): string {
  const returns = `ReturnType="Collection(StandardODATA.${rows.name})"`;
  const all = [
    parameter('bindingParameter', `StandardODATA.${boundTo}`),
    ...parameters.map((p) => parameter(p.name, `Edm.${p.type}`)),
  ];
  return `<FunctionImport Name="${name}" IsBindable="true" IsSideEffecting="false" ${returns}>${all.join('')}</FunctionImport>`;
}
