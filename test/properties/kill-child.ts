/**
 * Sidebook as a process that is going to be killed: once it is told over which store and address, it runs cycles without a pause.
 * Until then it waits, loaded already.
 */
import { once } from 'node:events';
import { parseConfig } from '../../connector/config.ts';
import { Sidebook } from '../../connector/main.ts';
import { realWorld } from '../../connector/world.ts';

export interface Given {
  /** Text of the configuration. */
  readonly config: string;
  readonly file: string;
  readonly password: string;
  /** What its clock says when it starts. */
  readonly now: number;
  readonly everything: boolean;
  /** Address of a SQL Server that holds the store. */
  readonly server?: string | undefined;
}

// Whoever started it and died without a word would leave it running for ever.
process.stdin.once('close', () => process.exit());
const [line] = (await once(process.stdin, 'data')) as [Buffer];
const given = JSON.parse(String(line)) as Given;
const started = Date.now();
const world = { ...realWorld(), now: () => new Date(given.now + Date.now() - started), sleep: async () => undefined };
const config = parseConfig(given.config, 'sidebook.config.jsonc', { PASSWORD: given.password, SERVER: given.server }, 'en');
const sidebook = new Sidebook(
  { ...config, store: { ...config.store, file: given.file } },
  { world, holder: `process ${String(process.pid)}` },
);
await sidebook.begin();
for (;;) {
  const [host = ''] = sidebook.hostIds;
  const report = await sidebook.sync(host, { everything: given.everything });
  if (report.error) process.stdout.write(`${report.state} ${report.error.code}\n`);
}
