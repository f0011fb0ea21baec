/** What people call an attached base: its program, and its name of the configuration where there are several of a kind. */
import type { Config } from '../config.ts';
import type { HostId } from '../model.ts';
import { t, type Reader } from './lang.ts';

export function hostTitle(reader: Reader, config: Pick<Config, 'hosts'>, id: HostId): string {
  const host = config.hosts[id];
  if (!host) return id;
  const program = host.profile === 'bp30' ? t(reader, '1C:Accounting', '1С:Бухгалтерия') : t(reader, '1C:Trade', '1С:УТ');
  const isAlone = Object.values(config.hosts).filter((h) => h.profile === host.profile).length === 1;
  return isAlone ? program : `${program} (${id})`;
}
