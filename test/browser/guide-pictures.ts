/** The pictures of the guides for people who use panels, taken of stories: node --import tsx test/browser/guide-pictures.ts */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../unit/source-files.ts';
import { closeBrowser } from './chromium.ts';
import { openStory } from './harness.ts';
import { smallPng } from './small-png.ts';
import { startStorySite } from './story-server.ts';

/** Widget, story, file. */
const PICTURES = [
  ['notes', 'quick', 'notes-quick'],
  ['notes', 'day', 'notes-day'],
  ['notes', 'moved', 'notes-moved'],
  ['notes', 'teamDay', 'notes-team'],
  ['prices', 'ready', 'competitor-panel'],
  ['prices', 'outcome', 'competitor-outcome'],
  ['prices', 'correct', 'competitor-correct'],
  ['prices', 'cardEdit', 'competitor-card'],
  ['prices', 'importUndo', 'competitor-imports'],
  ['matching', 'ready', 'matching'],
  ['matching', 'inside', 'matching-inside'],
  ['translations', 'ready', 'translations-begin'],
  ['translations', 'preview', 'translations-preview'],
] as const;

const site = await startStorySite();
for (const [widget, story, file] of PICTURES)
  for (const lang of ['ru', 'en']) {
    const { page, close } = await openStory(site, widget, story, { width: 480, height: 320, lang, theme: 'light' });
    writeFileSync(join(ROOT, `docs/pictures/${file}.${lang}.png`), smallPng(await page.screenshot({ fullPage: true })));
    await close();
  }
await closeBrowser();
await site.stop();
