/** What people call an attached base: its program, and its name of the configuration where there are several of a kind. */
import type { Config, HostConfig } from '../config.ts';
import type { HostId } from '../model.ts';
import type { Reader } from './lang.ts';
import { say } from './sentences.ts';

const PROGRAM: Readonly<Record<HostConfig['profile'], (reader: Reader) => string>> = {
  bp30: (reader) => say(reader, 'program.bp30'),
  ut11: (reader) => say(reader, 'program.ut11'),
  soap: (reader) => say(reader, 'program.soap'),
  dataverse: () => 'Dynamics 365',
  'business-central': () => 'Business Central',
  'dynamics-ce': () => 'Dynamics CRM',
  enterprisedata: (reader) => say(reader, 'program.enterprisedata'),
};

export function hostTitle(reader: Reader, config: Pick<Config, 'hosts'>, id: HostId): string {
  const host = config.hosts[id];
  if (!host) return id;
  const program = PROGRAM[host.profile](reader);
  const isAlone = Object.values(config.hosts).filter((h) => h.profile === host.profile).length === 1;
  return isAlone ? program : `${program} (${id})`;
}
