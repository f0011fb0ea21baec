/** The organisation of a configured base, signed in as its administrator for labels. */
import type { Config } from '../../config.ts';
import type { DataverseConfig } from '../../config/schema.ts';
import { laterSecret, type Env } from '../../config/secrets.ts';
import { SidebookError } from '../../errors.ts';
import { DataverseClient } from '../../hosts/dataverse/client.ts';
import type { World } from '../../model.ts';
import { labelsGate } from './gate.ts';
import { LabelsOrganisation } from './organisation.ts';
import { SentVersions } from './versions.ts';

type WithLabels = DataverseConfig & { readonly labels: NonNullable<DataverseConfig['labels']> };

export interface OpenLabels {
  readonly host: string;
  readonly organisation: LabelsOrganisation;
  readonly versions: SentVersions;
  /** Of the configuration. */
  readonly solution: string | undefined;
}

/** Bases whose labels can be reached, by name. */
export const labelHosts = ({ hosts }: Pick<Config, 'hosts'>): readonly string[] =>
  Object.keys(hosts).filter((name) => withLabels(hosts[name]) !== null);

const withLabels = (host: Config['hosts'][string] | undefined): WithLabels | null =>
  host?.kind === 'dataverse' && host.labels !== undefined ? { ...host, labels: host.labels } : null;

/** @param name of the base; undefined: the only one that has such a section. @throws SidebookError where there is none, or no secret */
export function openLabels(config: Config, name: string | undefined, env: Env, world: World): OpenLabels {
  const known = labelHosts(config);
  const host = name ?? (known.length === 1 ? known[0] : undefined);
  const settings = host === undefined ? null : withLabels(config.hosts[host]);
  if (host === undefined || settings === null) throw new SidebookError('labels-there-none', { known: known.join(', ') || '-' });
  const { labels } = settings;
  const secret = laterSecret(labels.secret, config.folder, env);
  if (secret === '') throw new SidebookError('labels-there-secret', { host, where: whereOf(labels.secret) });
  const url = settings.url.endsWith('/') ? settings.url : `${settings.url}/`;
  const { tenant, authority } = settings;
  const client = new DataverseClient({ id: host, url, tenant, authority, clientId: labels.clientId, secret, world, gate: labelsGate(url) }); // prettier-ignore
  return {
    host,
    organisation: new LabelsOrganisation(client, world),
    versions: new SentVersions(config.store.file, host),
    solution: labels.solution,
  };
}

const whereOf = (from: { readonly env: string } | { readonly file: string }): string => ('env' in from ? from.env : from.file);
