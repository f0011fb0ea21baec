/** Case and ё make no difference to who looks for something. */
export const fold = (value: string): string => value.toLowerCase().replaceAll('ё', 'е');
