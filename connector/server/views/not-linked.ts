/** The form's record is unknown here: why, and which of ours it may be - names and numbers only, to those who may link. */
import { textOf } from '../../fields.ts';
import { objectKeys } from '../../identity.ts';
import type { Fields, RecordId, SharedRecord } from '../../model.ts';
import { say } from '../../words/sentences.ts';
import { seenFields } from '../../words/names.ts';
import { candidates as candidatesOf, whyAlike } from '../../words/problem-words.ts';
import type { Found } from '../api/entities.ts';
import type { Candidate, NotLinked } from '../contract/shared.ts';
import type { Shown } from './shown.ts';

interface Perhaps {
  readonly record: RecordId;
  readonly score: number;
  readonly reason: string;
}

export async function notLinkedView(shown: Shown, { ref, link }: Found): Promise<NotLinked> {
  const mayLink = shown.may('links.make') && link !== null;
  const [question] = link ? await shown.store.read((r) => r.problems({ link: link.id })) : [];
  const perhaps = !mayLink ? [] : question && candidatesOf(question).length > 0
    ? candidatesOf(question).map((c) => ({ record: c.id, score: Number(c.score) || 1, reason: c.reason }))
    : await byKeys(shown, ref, seenFields(link)); // prettier-ignore
  return { state: 'not-linked', why: why(shown, link), problem: shown.question(question?.id ?? null), candidates: await named(shown, perhaps, seenFields(link)), mayLink }; // prettier-ignore
}

function why(shown: Shown, link: Found['link']): string {
  if (!link) return say(shown, 'open.unread');
  if (link.goneAt !== null) return say(shown, 'open.deleted');
  if (!link.inScope) return say(shown, 'open.outside');
  return say(shown, 'open.undecided');
}

async function byKeys(shown: Shown, { host, entity }: Found['ref'], seen: Parameters<typeof objectKeys>[1]): Promise<Perhaps[]> {
  const keys = objectKeys(entity, seen);
  if (keys.length === 0) return [];
  const found = await shown.store.read((r) => r.candidates(host, entity, keys));
  return keys.flatMap((key) =>
    (found.get(key.text) ?? []).map((c) => ({ record: c.record.id, score: key.strong ? 1 : 0.9, reason: key.name })),
  );
}

async function named(shown: Shown, perhaps: readonly Perhaps[], theirs: Fields): Promise<Candidate[]> {
  const unique = [...new Map(perhaps.map((p) => [p.record, p])).values()].slice(0, 10);
  const records = await shown.store.read((r) => r.records(unique.map((p) => p.record)));
  return unique.flatMap((p) => {
    const record = records.get(p.record);
    return record ? [candidateOf(shown, record, p, theirs)] : [];
  });
}

function candidateOf(shown: Shown, { id, fields }: SharedRecord, { score, reason }: Perhaps, theirs: Fields): Candidate {
  const text = (name: string): string | null => textOf(fields, name) || null;
  const name = textOf(fields, 'name') || textOf(fields, 'number');
  return { id, name, taxId: text('taxId'), branchCode: text('branchCode'), score: Math.min(1, Math.max(0, score)), reasons: [...whyAlike(shown, reason, theirs, fields)] }; // prettier-ignore
}
