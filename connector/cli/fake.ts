/** sidebook fake onec: starts the fake base as a process of its own. Sidebook only ever reaches it over HTTP. */
import { spawn } from 'node:child_process';
import { ownFile } from '../own-files.ts';
import type { Io } from './io.ts';

/** The fake as a program for Node. */
export const FAKE = ownFile('dist/fake-onec.js');

export async function fakeOnec(io: Io, args: readonly string[]): Promise<void> {
  const password = io.env['FAKE_ONEC_PASSWORD'] ?? 'пароль-1';
  const child = spawn(process.execPath, [FAKE, ...args], {
    stdio: 'inherit',
    env: { ...io.env, FAKE_ONEC_PASSWORD: password },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) => child.on('exit', (c) => resolve(c ?? 0)));
  if (code !== 0) io.fail(code);
}
