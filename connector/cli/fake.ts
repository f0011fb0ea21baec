/** sidebook fake onec: starts the fake base of the repository as a process of its own. Sidebook only ever reaches it over HTTP. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { t, type Io } from './io.ts';

export const FAKE = fileURLToPath(new URL('../../test/hosts/onec/main.ts', import.meta.url));

/** How Node runs the fake's TypeScript: tsx by its own address, since the person may stand in any folder. */
export const RUN_FAKE: readonly string[] = ['--import', import.meta.resolve('tsx'), FAKE];

export async function fakeOnec(io: Io, args: readonly string[]): Promise<void> {
  if (!existsSync(FAKE)) {
    io.err(
      `${t(io, 'The fake is part of the repository, not of the installed package.', 'Имитация есть в репозитории, но не в установленном пакете.')}\n`,
    );
    return io.fail(1);
  }
  const password = io.env['FAKE_ONEC_PASSWORD'] ?? 'пароль-1';
  const child = spawn(process.execPath, [...RUN_FAKE, ...args], {
    stdio: 'inherit',
    env: { ...io.env, FAKE_ONEC_PASSWORD: password },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) => child.on('exit', (c) => resolve(c ?? 0)));
  if (code !== 0) io.fail(code);
}
