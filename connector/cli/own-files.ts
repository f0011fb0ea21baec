/** The files of a configured Sidebook, and the audit open for one command. */
import { existsSync } from 'node:fs';
import type { Audit } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import { auditFileOf, openAuditOf } from '../main.ts';
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

export async function withAudit<T>(io: Io, work: (audit: Audit, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(io);
  const audit = openAuditOf(config, io.world);
  try {
    return await work(audit, config);
  } finally {
    await audit.close();
  }
}
