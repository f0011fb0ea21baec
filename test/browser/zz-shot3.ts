import { mkdirSync } from 'node:fs';
import { closeBrowser } from './chromium.ts';
import { openStory, type Look } from './harness.ts';
import { startStorySite } from './story-server.ts';
const [widget = '', names = '', width = '360', lang = 'ru', theme = 'light'] = process.argv.slice(2);
const site = await startStorySite(0);
mkdirSync('/tmp/shots3', { recursive: true });
const all = names === 'all' ? Object.keys(site.stories[widget]!) : names.split(',');
for (const one of all) {
  const started = Date.now();
  try {
    const o = await openStory(site, widget, one, { width: Number(width), height: 560, lang, theme: theme as Look['theme'] });
    await o.page.screenshot({ path: `/tmp/shots3/${widget}-${one}-${width}-${lang}-${theme}.png`, fullPage: true });
    const over = await o.page.evaluate('document.documentElement.scrollWidth > innerWidth');
    const f = await o.faults();
    if (f.length || over) console.log(one, f, over ? 'OVERFLOW' : '');
    await o.close();
  } catch (e) {
    console.log(one, 'FAILED', String(e).slice(0, 300), Date.now() - started);
  }
}
await closeBrowser();
await site.stop();
