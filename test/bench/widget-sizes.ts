/** What browsers are sent, in bytes after gzip -9. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { textsFor } from '../../connector/server/embed/texts.ts';
import { buildWidgets, catalogues, runtimeAlone } from '../../widgets/build.js';
import { LIMITS, widgetLimit } from '../bundles/limits.ts';
import { figure, type Figure } from './figures.ts';

const OUT = join(import.meta.dirname, '../../dist/widgets');
const packed = (text: string | Buffer): number => gzipSync(text, { level: 9 }).length;
const size = (name: string, bytes: number, limit: number, what: string): Figure =>
  figure(`size-${name}`, bytes, 'bytes', `<= ${String(limit)}`, what);

export async function widgetSizes(): Promise<Figure[]> {
  const { widgets } = await buildWidgets(OUT);
  const file = (name: string): number => packed(readFileSync(join(OUT, name)));
  const texts = await catalogues();
  const locales = Object.values(texts).flatMap((all) =>
    Object.keys(widgets).map((name) => packed(JSON.stringify(textsFor(all, name)))),
  );
  return [
    size('loader', file('loader.js'), LIMITS.loader, 'gzip -9'),
    size('runtime', packed(await runtimeAlone()), LIMITS.runtime, 'gzip -9, no shell'),
    ...Object.entries(widgets).map(([name, { js }]) => size(name, file(`assets/${js}`), widgetLimit(name), 'gzip -9')),
    size('locale-max', Math.max(...locales), LIMITS.locale, 'gzip -9, one widget and the runtime in one language'),
    size('onec', file('1c.html'), LIMITS.onec, 'gzip -9, all widgets and languages'),
  ];
}
