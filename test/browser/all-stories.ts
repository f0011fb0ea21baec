/**
 * Every story in every look, with a picture of each in test/browser/shots: `npm run stories [-- WIDGET [LOOKS]]`. Takes the better part
 * of an hour for all widgets; what npm test does is the pairwise part of it. LOOKS is a pattern of names, as in '^(320|720)-(ru|en)-dark'.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowser } from './chromium.ts';
import { ALL_LOOKS, nameOf } from './looks.ts';
import { OnePage } from './one-page.ts';
import { faultsOf } from './story-faults.ts';
import { startStorySite } from './story-server.ts';

const [only = 'all', pattern = ''] = process.argv.slice(2);
const looks = ALL_LOOKS.filter((look) => new RegExp(pattern).test(nameOf(look)));
const folder = join(import.meta.dirname, 'shots');
mkdirSync(folder, { recursive: true });
const site = await startStorySite();
const { place, close } = new OnePage();
let count = 0;
for (const [widget, stories] of Object.entries(site.stories)) {
  if (only !== 'all' && only !== widget) continue;
  for (const story of Object.keys(stories)) {
    for (const look of looks) {
      const faults = await faultsOf(site, widget, story, look, {
        screenshot: join(folder, `${widget}-${story}-${nameOf(look)}.png`),
        place,
      });
      for (const fault of faults) console.log(fault);
      count += faults.length;
    }
  }
}
await close();
await closeBrowser();
await site.stop();
console.log(`${String(count)} faults`);
process.exitCode = count > 0 ? 1 : 0;
