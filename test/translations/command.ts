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

export interface Wishes {
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
  readonly lang: 'ru' | 'en';
  /** Whether somebody looks: then long work tells how far it is. */
  readonly isTty: boolean;
}

export const sayIn = (folder: string, args: readonly string[], lang: 'ru' | 'en' = 'en', isTty = false): Promise<Said> =>
  sayWith(folder, args, {
    config: configText({ url: 'http://127.0.0.1:1/odata/standard.odata/', user: 'u', file: join(folder, 'data', 'sidebook.db') }),
    env: { PASSWORD: 'x' },
    lang,
    isTty,
  });

let said = 0;

export async function sayWith(folder: string, args: readonly string[], { config, env, lang, isTty }: Wishes): Promise<Said> {
  const { act } = await import('../../connector/cli/main.ts');
  const { sayError } = await import('../../connector/cli/say-error.ts');
  writeFileSync(join(folder, 'sidebook.config.jsonc'), config);
  let [code, out] = [0, ''];
  const put = (text: string): void => void (out += text);
  const world = worldAt(stoppedClock(), ++said);
  const io: Io = { lang, called: 'sidebook', account: 'anna', env, cwd: folder, world, isTty, isUnicode: true, width: 100, configFile: null, out: put, err: put, fail: (n) => void (code = Math.max(code, n)) };
  await act(io, args).catch((error: unknown) => {
    code = 1;
    if (!(error instanceof CommanderError)) put(sayError(io, error));
  });
  return { code, out };
} // prettier-ignore
