/** Charts of accounts and of characteristic types of УТ 11.5.27; notation: ../../schema/notation.ts. */
export const charts = `
ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения name=150
УдалитьНоваяСсылка >ChartOfCharacteristicTypes_РазделыДатЗапретаИзменения
`;
