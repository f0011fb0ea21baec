/** The LibreOffice of this machine, where there is one: opens what it is given and saves it anew, with a profile of its own. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const KNOWN = [
  '/usr/bin/soffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
  'C:\\Program Files\\LibreOffice\\program\\soffice.exe',
];
export const soffice = KNOWN.find((path) => existsSync(path)) ?? null;

/** Which of its filters, by the end of the name it writes. */
export const SAVED_AS = { xls: 'xls:MS Excel 2003 XML', xlsx: 'xlsx' } as const;

/** The files saved anew in `folder`/`as`, all by one start of the program. */
export async function resaved(folder: string, as: keyof typeof SAVED_AS, files: readonly string[]): Promise<void> {
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  await promisify(execFile)(soffice ?? '', [profile, '--headless', '--norestore', '--convert-to', SAVED_AS[as], '--outdir', join(folder, as), ...files]); // prettier-ignore
}
