/** The files of a configured Sidebook, what a copy of it holds, and the audit open for one command. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyFileOf } from '../open-host.ts';
import type { Audit } from '../audit/audit.ts';
import { LABELS, type Source } from '../backup/backup.ts';
import type { Config } from '../config.ts';
import { auditFileOf, openAuditOf } from '../main.ts';
import type { HostId } from '../model.ts';
import { sentFiles } from '../translations/organisation/versions.ts';
import { keptFiles, keptFolder } from '../translations/own/kept.ts';
import { readConfig, type Io } from './io.ts';

export interface OwnFile {
  readonly name: 'store' | 'private' | 'audit';
  readonly file: string;
}

/** The audit last: a copy of it then tells of everything that is in the copies of the others. */
export function ownFilesOf(config: Config): OwnFile[] {
  const all: OwnFile[] = [
    { name: 'store', file: config.store.file },
    { name: 'private', file: config.private.file },
    { name: 'audit', file: auditFileOf(config) },
  ];
  return all.filter(({ file }) => existsSync(file));
}

/** What bases told in messages. A host that was taken out of the configuration has left its file to nobody. */
export function messageFilesOf(config: Config): (Source & { readonly host: HostId })[] {
  const hosts = Object.entries(config.hosts).filter(([, { kind }]) => kind === 'enterprisedata');
  const all = hosts.map(([host]) => ({ host, name: `${host}.enterprisedata.db`, file: copyFileOf(config, host) }));
  return all.filter(({ file }) => existsSync(file));
}

/**
 * Imported labels and what was sent to organisations first, so that the audit stays the last. Messages after the store: what its copy has not
 * seen yet of them is taken from them again, and the other way round it would be passed over.
 */
export function copiesOf(config: Config): Source[] {
  const folder = keptFolder(config.store.file);
  const labels = [...keptFiles(folder), ...sentFiles(folder)].map((name) => ({
    name: `${LABELS}/${name}`,
    file: join(folder, name),
  }));
  const databases = ownFilesOf(config).map(({ name, file }) => ({ name: `${name}.db`, file }));
  const messages = messageFilesOf(config).map(({ name, file }) => ({ name, file }));
  const at = databases.findIndex(({ name }) => name === 'store.db') + 1;
  return [...labels, ...databases.slice(0, at), ...messages, ...databases.slice(at)];
}

export async function withAudit<T>(io: Io, work: (audit: Audit, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(io);
  const audit = openAuditOf(config, io.world);
  try {
    return await work(audit, config);
  } finally {
    await audit.close();
  }
}
