/** Charts of accounts and of characteristic types of БП 3.0.198; notation: ../../schema/notation.ts. */
export const charts = `
ChartOfAccounts_Хозрасчетный tree code=8 name=120 unique
flags: Валютный; Количественный; УчетПоПодразделениям; НалоговыйУчет
extflags: Суммовой; Валютный; Количественный
ЗапретитьИспользоватьВПроводках b; КодБыстрогоВыбора s8

ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные code=5! name=50 unique auto

ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения name=150
УдалитьНоваяСсылка >ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения
`;
