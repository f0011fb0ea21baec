/** The translations commands as a person types them, over a folder of their own and no host. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { Io } from '../../connector/cli/io.ts';
import { configText, stoppedClock, worldAt } from '../scenarios/setting.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
}

/** @param isTty whether somebody looks: then long reading tells how far it is */
export async function sayIn(folder: string, args: readonly string[], lang: 'ru' | 'en' = 'en', isTty = false): Promise<Said> {
  const { act, sayError } = await import('../../connector/cli/main.ts');
  writeFileSync(join(folder, 'sidebook.config.jsonc'), configText({ url: 'http://127.0.0.1:1/odata/standard.odata/', user: 'u', file: join(folder, 'data', 'sidebook.db') }));
  let [code, out] = [0, ''];
  const put = (text: string): void => void (out += text);
  const io: Io = { lang, called: 'sidebook', account: 'anna', env: { PASSWORD: 'x' }, cwd: folder, world: worldAt(stoppedClock()), isTty, isUnicode: true, width: 100, configFile: null, out: put, err: put, fail: (n) => void (code = Math.max(code, n)) };
  await act(io, args).catch((error: unknown) => {
    code = 1;
    if (!(error instanceof CommanderError)) put(sayError(io, error));
  });
  return { code, out };
} // prettier-ignore
