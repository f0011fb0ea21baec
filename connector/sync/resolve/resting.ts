/** What rests on an answer about which object a record stands for: while there is such a thing, it is not taken back (D3). */
import type { JournalRow, Problem, SharedRecord } from '../../model.ts';
import type { StoredLink } from '../../store/store.ts';
import type { Engine } from '../engine.ts';
import { ResolveRefused } from './answer.ts';

const exchanged = (): ResolveRefused => new ResolveRefused('answer-exchanged');

/** It waits to be created there: nothing of it has left. */
export const isWaiting = (l: StoredLink): boolean => l.hostId === null && l.sent === null;

/** The row of the journal the answer wrote. */
export async function rowOf(engine: Engine, problem: Problem, record: SharedRecord): Promise<JournalRow | undefined> {
  const rows = await engine.store.read((t) => t.journal(record.id));
  return rows.findLast((r) => isAnswer(r, problem));
}

const isAnswer = (r: JournalRow, { link, resolvedAt }: Problem): boolean =>
  r.cause === 'person' && r.unit === null && r.link === link && r.at === resolvedAt;

/** What went before or since: rows of the journal after the answer's own, an answer about a value, a question of this link, something on its way. */
export async function nothingExchanged(engine: Engine, problem: Problem, link: StoredLink, record: SharedRecord): Promise<void> {
  const [rows, asked] = await engine.store.read(async (t) => [await t.journal(record.id), await t.problems({ link: link.id })] as const); // prettier-ignore
  const at = rows.findLastIndex((r) => isAnswer(r, problem));
  const since = rows.slice(at + 1).some((r) => r.link === link.id && (r.cause !== 'person' || r.unit !== null));
  if (at < 0 || since || rows[at]?.before?.['sent'] === true || asked.length > 0 || link.sent !== null) throw exchanged();
}

/** Another object was answered to be the same as this one: it leans on this link. */
export function noAliasOf(link: StoredLink, others: readonly StoredLink[]): void {
  if (others.some((l) => l.aliasOf === link.id)) throw exchanged();
}

/**
 * What names the record at the host of the link, to be looked at anew once the link stands for it no more. Refused when an invoice of
 * the record stands there: it names the very object that would go. Beside an alias it may name either: the next sweep says which.
 */
export async function namingThere(engine: Engine, link: StoredLink, record: SharedRecord): Promise<readonly StoredLink[]> {
  if (record.entity !== 'counterparty') return [];
  const naming = await engine.store.read((t) => t.linksNaming(link.host, record.id));
  if (link.aliasOf === null && naming.some((l) => l.entity === 'invoice' && !isWaiting(l))) throw exchanged();
  return naming;
}

/** What became of a prospect that was promoted: created on another host, or invoiced. Neither lets it be a prospect again. */
export async function stillProspect(engine: Engine, record: SharedRecord, others: readonly StoredLink[]): Promise<void> {
  if (!others.every(isWaiting) || (await engine.store.read((t) => t.hasInvoices(record.id)))) throw exchanged();
}
