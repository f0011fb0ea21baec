/** Bytes after gzip -9 (widgets.md 3): what CI refuses and the bench shows. */
export const KB = 1024;
export const LIMITS = { loader: 3 * KB, runtime: 16 * KB, locale: 5 * KB, onec: 140 * KB, firstLoad: 40 * KB } as const;

const LARGE = ['problems', 'prices', 'translations'];
export const widgetLimit = (name: string): number => (LARGE.includes(name) ? 16 : 12) * KB;
