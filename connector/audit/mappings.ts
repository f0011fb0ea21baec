/** Which mappings differ from those in force before: the rows the audit keeps of them. */
import { createHash } from 'node:crypto';
import { canonical, type Json } from '../canonical.ts';
import type { HostId } from '../model.ts';
import type { Entry } from './audit.ts';

/** Kind -> digest of its mapping as it is in force. */
export type Digests = Readonly<Record<string, string>>;

interface Change {
  readonly host: HostId;
  readonly actor: string;
  readonly known: Digests;
  readonly now: Digests;
  /** What this installation does differently from the pack, by kind. */
  readonly own: Readonly<Record<string, unknown>>;
}

export const digestsOf = (pack: readonly Readonly<Record<string, unknown>>[]): Digests =>
  Object.fromEntries(pack.map((file) => [String(file['entity']), digestOf(file)]));

const digestOf = (file: unknown): string => createHash('sha256').update(canonical(jsonOf(file))).digest('hex'); // prettier-ignore

/** New ones, changed ones, and those that are no longer there. */
export function changedMappings({ host, actor, known, now, own }: Change): Entry[] {
  const kinds = [...new Set([...Object.keys(known), ...Object.keys(now)])].filter((kind) => known[kind] !== now[kind]);
  return kinds.sort().map((kind) => ({
    actor,
    what: 'mapping:changed',
    subject: `mappings/${host}/${kind}`,
    value: { before: known[kind] ?? null, after: now[kind] ?? null, own: jsonOf(own[kind] ?? {}) },
  }));
}

const jsonOf = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
