/** One Chromium for a run: an installed one when there is one, else the one that npm ci brought. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

async function executable(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  const found = INSTALLED.find((path) => existsSync(path));
  if (found) return found;
  const { default: brought } = await import('@sparticuz/chromium');
  return brought.executablePath();
}

let running: Promise<Browser> | null = null;
/** Started by the first who asks; closed by the last test file (see closeBrowser). */
export function browser(): Promise<Browser> {
  running ??= executable().then((executablePath) => chromium.launch({ executablePath, headless: true, args: FLAGS }));
  return running;
}
export async function closeBrowser(): Promise<void> {
  const open = running;
  running = null;
  await (await open)?.close();
}
