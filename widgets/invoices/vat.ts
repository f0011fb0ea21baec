/** "20 %", "20/120", "Без НДС" */
export const vatLabel = (rate: string, t: (key: string) => string): string =>
  rate === 'none' ? t('invoices.noVat') : `${rate}\u00a0%`;
