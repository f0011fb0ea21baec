/** A Sidebook attached to the base of the bench, over a store file. */
import { parseConfig } from '../../connector/config.ts';
import { Sidebook, type OpenOptions } from '../../connector/main.ts';
import type { RunOptions } from '../../connector/sync/run.ts';
import { realWorld } from '../../connector/world.ts';

export const HOST = 'big';

export function open(url: string, file: string, host: Record<string, unknown> = {}, more: Partial<OpenOptions> = {}): Sidebook {
  const big = { kind: 'onec', profile: 'bp30', url, user: 'bench', password: { env: 'PASSWORD' }, ...host };
  const text = JSON.stringify({ store: { file }, hosts: { [HOST]: big }, issueIn: { '*': HOST } });
  const config = parseConfig(text, 'bench.jsonc', { PASSWORD: 'bench' }, 'en');
  return new Sidebook({ ...config, store: { file } }, { world: realWorld(), ...more });
}

/** One run that must end well. */
export async function synced(sidebook: Sidebook, options: RunOptions = {}): Promise<void> {
  const report = await sidebook.sync(HOST, options);
  if (report.state !== 'ok') throw new Error(`${report.state} ${report.error?.code ?? ''}`);
}
