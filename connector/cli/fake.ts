/** sidebook fake onec: starts the fake base of the repository as a process of its own. Sidebook only ever reaches it over HTTP. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { t, type Io } from './io.ts';

export const FAKE = fileURLToPath(new URL('../../test/hosts/onec/main.ts', import.meta.url));

export async function fakeOnec(io: Io, args: readonly string[]): Promise<void> {
  if (!existsSync(FAKE)) {
    io.err(
      `${t(io, 'The fake is part of the repository, not of the installed package.', 'Имитация есть в репозитории, но не в установленном пакете.')}\n`,
    );
    return io.fail(1);
  }
  const password = io.env['FAKE_ONEC_PASSWORD'] ?? 'пароль-1';
  const child = spawn(process.execPath, ['--import', 'tsx', FAKE, ...args], {
    stdio: 'inherit',
    env: { ...io.env, FAKE_ONEC_PASSWORD: password },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) => child.on('exit', (c) => resolve(c ?? 0)));
  if (code !== 0) io.fail(code);
}
