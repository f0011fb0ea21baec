/** Several screenshots side by side in one picture: `node --import tsx test/browser/sheet.ts OUT.png SHOT.png…`. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { browser, closeBrowser } from './chromium.ts';

const [out = 'sheet.png', ...shots] = process.argv.slice(2);
const figure = (path: string): string =>
  `<figure style="margin:4px"><figcaption style="font:11px sans-serif">${basename(path)}</figcaption><img style="border:1px solid #c0c" src="data:image/png;base64,${readFileSync(path).toString('base64')}"></figure>`;
const page = await (await browser()).newPage({ viewport: { width: 1900, height: 800 } });
await page.setContent(
  `<body style="margin:0;display:flex;flex-wrap:wrap;align-items:flex-start;width:max-content;max-width:1900px">${shots.map(figure).join('')}`,
);
await page.screenshot({ path: out, fullPage: true });
await closeBrowser();
