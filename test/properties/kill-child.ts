/** Sidebook as a process that is going to be killed: cycles without a pause over the store and the address it is given. */
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
}

const given = JSON.parse(process.argv[2] ?? '{}') as Given;
const started = Date.now();
const world = { ...realWorld(), now: () => new Date(given.now + Date.now() - started), sleep: async () => undefined };
const config = parseConfig(given.config, 'sidebook.config.jsonc', { PASSWORD: given.password }, 'en');
const sidebook = new Sidebook({ ...config, store: { file: given.file } }, { world, holder: `process ${String(process.pid)}` });
await sidebook.begin();
for (;;) {
  const [host = ''] = sidebook.hostIds;
  const report = await sidebook.sync(host, { everything: given.everything });
  if (report.error) process.stdout.write(`${report.state} ${report.error.code}\n`);
}
