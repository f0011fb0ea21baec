/** What people call an attached base: its program, and its name of the configuration where there are several of a kind. */
import type { Config, HostConfig } from '../config.ts';
import type { HostId } from '../model.ts';
import { t, type Reader } from './lang.ts';

const PROGRAM: Readonly<Record<HostConfig['profile'], (reader: Reader) => string>> = {
  bp30: (reader) => t(reader, '1C:Accounting', '1С:Бухгалтерия'),
  ut11: (reader) => t(reader, '1C:Trade', '1С:УТ'),
  soap: (reader) => t(reader, '1C (web service)', '1С (веб-сервис)'),
  dataverse: () => 'Dynamics 365',
  'business-central': () => 'Business Central',
  'dynamics-ce': () => 'Dynamics CRM',
  enterprisedata: (reader) => t(reader, '1C (EnterpriseData)', '1С (EnterpriseData)'),
};

export function hostTitle(reader: Reader, config: Pick<Config, 'hosts'>, id: HostId): string {
  const host = config.hosts[id];
  if (!host) return id;
  const program = PROGRAM[host.profile](reader);
  const isAlone = Object.values(config.hosts).filter((h) => h.profile === host.profile).length === 1;
  return isAlone ? program : `${program} (${id})`;
}
