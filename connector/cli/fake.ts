/** sidebook fake onec|onec-soap|dataverse|bc|organization: starts a fake host as a process of its own. Sidebook only ever reaches it over HTTP. */
import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { ownFile } from '../own-files.ts';
import { t, type Io } from './io.ts';

/** The fakes as programs for Node, and where their password comes from. */
export const FAKES = {
  onec: { program: ownFile('dist/fake-onec.js'), variable: 'FAKE_ONEC_PASSWORD', secret: 'пароль-1' },
  'onec-soap': { program: ownFile('dist/fake-onec.js'), variable: 'FAKE_ONEC_PASSWORD', secret: 'пароль-1' },
  dataverse: { program: ownFile('dist/fake-dataverse.js'), variable: 'FAKE_DATAVERSE_SECRET', secret: 'секрет-1' },
  bc: { program: ownFile('dist/fake-bc.js'), variable: 'FAKE_BC_SECRET', secret: 'секрет-1' },
  organization: { program: ownFile('dist/fake-organization.js'), variable: 'FAKE_ORGANIZATION_SECRET', secret: 'секрет-1' },
  enterprisedata: {
    program: ownFile('dist/fake-enterprisedata.js'),
    variable: 'FAKE_ENTERPRISEDATA_PASSWORD',
    secret: 'пароль-1',
  },
} as const;

/** The options are those of the fake, a program of its own; help is ours. */
export async function fake(io: Io, kind: keyof typeof FAKES, command: Command): Promise<void> {
  const { args } = command;
  if (args.some((a) => a === '--help' || a === '-h')) return io.out(`${command.name()}: ${command.description()}\n`);
  const { program, variable, secret } = FAKES[kind];
  if (io.env[variable] === undefined) io.err(`${t(io, `Its password is ${secret}; ${variable} sets another.`, `Пароль: ${secret}; другой задаёт ${variable}.`)}\n`); // prettier-ignore
  const child = spawn(process.execPath, [program, ...(kind === 'onec-soap' ? ['--interface', 'soap'] : []), ...args], {
    stdio: 'inherit',
    env: { ...io.env, [variable]: io.env[variable] ?? secret },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) => child.on('exit', (c) => resolve(c ?? 0)));
  if (code !== 0) io.fail(code);
}
