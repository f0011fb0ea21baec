/** sidebook private handover: somebody leaves. Their counterparties get another owner, here and in the books; their notes change hands. */
import { SidebookError } from '../errors.ts';
import { textOf } from '../fields.ts';
import type { Sidebook } from '../main.ts';
import type { RecordId } from '../model.ts';
import type { Registry, User } from '../server/auth/registry.ts';
import { openPrivateOf } from '../server/private.ts';
import { editRecord } from '../sync/edit.ts';
import { counted, type Noun } from '../words/plural.ts';
import { guard } from './guarded.ts';
import { actorOf, t, withSidebook, type Io } from './io.ts';
import { viewerOf } from './private.ts';

export interface HandOverOptions {
  /** Leaves the counterparties where they are. */
  readonly notesOnly?: boolean;
}

const NOTES: Noun = { en: ['note', 'notes'], ru: ['заметка', 'заметки', 'заметок'] };
const PARTIES: Noun = { en: ['counterparty', 'counterparties'], ru: ['контрагент', 'контрагента', 'контрагентов'] };

/** Counterparties first: where the books refuse them, nothing has moved yet, and the command can be given again. */
export async function handOver(io: Io, from: string, to: string, { notesOnly = false }: HandOverOptions): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    mustBeThere(sidebook.store.accounts.registry, to);
    const parties = notesOnly ? 0 : await handOverParties(io, sidebook, from, to);
    const notes = await handOverNotes(io, sidebook, from, to);
    const moved = `${counted(io, notes, NOTES)}, ${counted(io, parties, PARTIES)}`;
    io.out(`${t(io, `${to} has now from ${from}: ${moved}.`, `От ${from} к ${to} перешло: ${moved}.`)}\n`);
    if (parties > 0) io.out(`${t(io, 'The new owner goes to the books with the next cycle; very many at once wait there to be accepted as a plan.', 'Новый ответственный уйдёт в учёт со следующим циклом; если их очень много, там попросят принять план.')}\n`); // prettier-ignore
  });
}

async function handOverNotes(io: Io, { config }: Sidebook, from: string, to: string): Promise<number> {
  const store = openPrivateOf(config, io.world);
  try {
    const moved = await store.handOver(viewerOf(io), from, to);
    await guard(io, store);
    return moved;
  } finally {
    await store.close();
  }
}

async function handOverParties(io: Io, sidebook: Sidebook, from: string, to: string): Promise<number> {
  const registry = sidebook.store.accounts.registry;
  const leaving = userNamed(registry, from)?.person ?? null;
  const ids = leaving === null ? [] : await ownedBy(sidebook, leaving);
  if (ids.length === 0) return 0;
  const owner = userNamed(registry, to)?.person ?? null;
  if (owner === null) throw new SidebookError('handover-person', { user: to, count: ids.length });
  for (const host of sidebook.hostIds) await sidebook.attach(host);
  for (const id of ids) await editRecord(sidebook.engine, { id, changes: { owner }, by: actorOf(io) });
  return ids.length;
}

/** A slip of the pen would hand it to nobody. Whoever works at the command line is no user of a client. */
function mustBeThere(registry: Registry, to: string): void {
  const user = userNamed(registry, to);
  if (!to.startsWith('cli:') && (user === null || user.revokedAt !== null))
    throw new SidebookError('handover-whom', { user: to });
}

/** "client:user", as tokens and the journal name them. */
function userNamed(registry: Registry, name: string): User | null {
  const at = name.indexOf(':');
  return at < 1 ? null : registry.user(name.slice(0, at), name.slice(at + 1));
}

const PAGE = 1000;

async function ownedBy({ store }: Sidebook, person: RecordId): Promise<RecordId[]> {
  const ids: RecordId[] = [];
  for (let after: RecordId | null = null; ;) {
    const rows = await store.read((r) => r.recordsOf('counterparty', after, PAGE));
    ids.push(...rows.filter((r) => textOf(r.fields, 'owner') === person).map((r) => r.id));
    after = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return ids;
  }
}
