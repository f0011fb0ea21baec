/**
 * Screenshots of stories, to look at: `node --import tsx test/browser/shoot.ts [widget] [story] [width] [lang] [theme]` writes
 * test/browser/shots/*.png. With `serve` it stays and prints the address of the list instead.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser } from './chromium.ts';
import { type Look, openStory } from './harness.ts';
import { startStorySite } from './story-server.ts';

const [widget, story, width = '360', lang = 'ru', theme = 'light'] = process.argv.slice(2);
const site = await startStorySite(widget === 'serve' ? 8199 : 0);
if (widget === 'serve') {
  console.log(site.origin);
} else {
  const folder = join(import.meta.dirname, 'shots');
  mkdirSync(folder, { recursive: true });
  for (const [name, stories] of Object.entries(site.stories)) {
    if (widget !== undefined && widget !== 'all' && widget !== name) continue;
    for (const one of Object.keys(stories)) {
      if (story !== undefined && story !== 'all' && story !== one) continue;
      const opened = await openStory(site, name, one, { width: Number(width), height: 560, lang, theme: theme as Look['theme'] });
      await opened.page.screenshot({ path: join(folder, `${name}-${one}-${width}-${lang}-${theme}.png`), fullPage: true });
      const faults = await opened.faults();
      if (faults.length > 0) console.log(name, one, faults);
      await opened.close();
    }
  }
  await closeBrowser();
  await site.stop();
}
