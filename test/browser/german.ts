/** Words as long as German ones, out of the English texts: what follows each other grows together and does not break. */
import type { Catalogue } from '../../widgets/runtime/i18n.ts';

const isPattern = (key: string, text: string): boolean => key.startsWith('runtime.format.') || text.includes(', plural,');
const together = (text: string): string => text.replace(/([A-Za-z]{2,}) ([a-z]{2,})(?![^{]*\})/g, '$1$2ung');

export const longGerman = (en: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(en).map(([key, text]) => [key, isPattern(key, text) ? text : together(text)]));
