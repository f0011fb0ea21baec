/** A `$metadata` as large bases have it: thousands of sets with some seventy properties each, one set at a time. */
export function* bigMetadata(sets: number): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices><Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">';
  for (let n = 0; n < sets; n++) yield entityType(n);
  yield '<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">';
  for (let n = 0; n < sets; n++)
    yield `<EntitySet Name="Catalog_Набор${String(n)}" EntityType="StandardODATA.Catalog_Набор${String(n)}"/>`;
  yield '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>';
}

const PROPERTIES = Array.from(
  { length: 72 },
  (_, i) => `<Property Name="Имя${String(i)}" Type="Edm.String" Nullable="true"/>`,
).join('\n');

const entityType = (n: number): string =>
  `<EntityType Name="Catalog_Набор${String(n)}"><Key><PropertyRef Name="Ref_Key"/></Key><Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/>\n${PROPERTIES}\n</EntityType>`;
