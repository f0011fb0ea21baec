const setCount = 4100;
const kinds = ['Catalog', 'Document', 'InformationRegister', 'AccumulationRegister', 'Constant'];
const words = ['Настройки', 'Виды', 'Статьи', 'Группы', 'Движения', 'Параметры', 'Состояния', 'Операции', 'Сведения', 'Остатки'];

const nameOf = (n: number): string =>
  `${kinds[n % kinds.length] ?? ''}_${words[n % words.length] ?? ''}${words[(n * 7 + 3) % words.length] ?? ''}${n}`;

/** What a stock configuration publishes beside the sets of the profile: about 17 MB that nobody asked for (1c.md 2.6). */
export function* bigFiller(): Generator<string> {
  for (let n = 0; n < setCount; n++) {
    const properties = Array.from(
      { length: 44 },
      (_, i) => `<Property Name="${words[i % words.length] ?? ''}Реквизит${i}" Type="Edm.String" Nullable="true"/>`,
    );
    yield `<EntityType Name="${nameOf(n)}"><Key><PropertyRef Name="Ref_Key"/></Key><Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/>${properties.join('')}</EntityType>`;
  }
}

export function* bigSets(): Generator<string> {
  for (let n = 0; n < setCount; n++) {
    const name = nameOf(n);
    yield `<EntitySet Name="${name}" EntityType="StandardODATA.${name}"/>`;
    if (!name.startsWith('Document')) continue;
    const bound = `<Parameter Name="bindingParameter" Type="StandardODATA.${name}"/><Parameter Name="PostingModeOperational" Type="Edm.Boolean"/>`;
    yield `<FunctionImport Name="Post" IsBindable="true" IsSideEffecting="true">${bound}</FunctionImport>`;
    yield `<FunctionImport Name="Unpost" IsBindable="true" IsSideEffecting="true">${bound}</FunctionImport>`;
  }
}
