/** sidebook problems: what waits for a person, both values beside what was agreed, and the answers that fit (C3). */
import { problemLabel, SidebookError } from '../errors.ts';
import { label } from '../fields.ts';
import { HostError } from '../hosts/host.ts';
import type { Entity, Fields, Problem, ProblemKind, Value } from '../model.ts';
import type { Sidebook } from '../main.ts';
import { isTied, madeBy, ResolveRefused, resolveProblem, undoAnswer, type Answer } from '../sync/resolve.ts';
import { isOfGoods } from '../sync/resolve/goods.ts';
import { openPrivateOf } from '../server/private.ts';
import { changesText } from '../words/changes.ts';
import { idsIn } from '../words/differences.ts';
import { fieldValue, moment } from '../words/format.ts';
import { table } from './table.ts';
import { actorOf, t, withSidebook, type Io } from './io.ts';
import { Names } from '../words/names.ts';
import { parseFields } from '../words/field-args.ts';
import { find } from './find.ts';
import {
  answersFor,
  candidates,
  learnProblems,
  oursFrom,
  passesByItself,
  subjectOf,
  waitsFor,
  wordsOf,
} from '../words/problem-words.ts';

const LISTED = 50;
/** Of a sentence in the list; all of it stands in "show". */
const LONGEST = 90;

export async function list(io: Io, options: { kind?: string; json?: boolean }): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const kind = options.kind as ProblemKind | undefined;
    const problems = await sidebook.store.read((r) => r.problems(kind === undefined ? {} : { kind }));
    if (options.json) return io.out(`${JSON.stringify(problems, null, 2)}\n`);
    if (problems.length === 0) return io.out(`${t(io, 'Nothing waits for a person.', 'Ничто не ждёт человека.')}\n`);
    const sorted = [...problems].sort((a, b) => Number(passesByItself(a.kind)) - Number(passesByItself(b.kind)) || a.id - b.id);
    const shown = sorted.slice(0, LISTED);
    const names = new Names(sidebook, io.lang);
    await learnProblems(names, shown);
    const rows: string[][] = [];
    for (const p of shown) rows.push(await row(io, sidebook, names, p));
    io.out(`${table(rows, { right: [0], indent: '  ' })}\n`);
    const more = problems.length - shown.length;
    if (more > 0) io.out(t(io, `  … and ${String(more)} more\n`, `  … и ещё ${String(more)}\n`));
    const id = String(shown[0]?.id ?? '');
    io.out(t(io, `\nBoth values and the answers that fit: ${io.called} problems show ${id}\n`, `\nОба значения и подходящие ответы: ${io.called} problems show ${id}\n`)); // prettier-ignore
  });
}

async function row(io: Io, sidebook: Sidebook, names: Names, p: Problem): Promise<string[]> {
  const waits = await waitsFor(io, sidebook, p);
  const what = waits ? waitsText(io, waits) : wordsOf(io, names, p).what;
  const subject = await subjectOf(io, sidebook, names, p);
  return [
    String(p.id),
    problemLabel(p.kind, io.lang),
    p.host,
    subject,
    what.length > LONGEST ? `${what.slice(0, LONGEST - 1)}…` : what,
  ];
}

function waitsText(io: Io, w: { title: string; question: number | null }): string {
  const title = w.title === '' ? '' : ` ${w.title}`;
  const which = w.question === null ? '' : t(io, ` (problem ${String(w.question)})`, ` (проблема ${String(w.question)})`);
  return t(io, `Waits for${title}${which}`, `Ждёт:${title}${which}`);
}

export async function show(io: Io, id: string): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const p = await problemOf(sidebook, id);
    const names = new Names(sidebook, io.lang);
    await learnProblems(names, [p]);
    const waits = await waitsFor(io, sidebook, p);
    const words = wordsOf(io, names, p);
    const what = waits ? `${words.what}\n${waitsText(io, waits)}` : words.what;
    io.out(
      `${problemLabel(p.kind, io.lang)} · ${p.host} · ${await subjectOf(io, sidebook, names, p)}\n${what}\n${t(io, 'seen', 'замечено')} ${moment(io.lang, p.since)}\n`,
    );
    const ours = p.ours ?? (await theOne(sidebook, names, p));
    if (ours || p.theirs) io.out(`\n${values(io, { ...p, ours }, names, await oursSide(io, sidebook, p))}\n`);
    io.out(await history(io, sidebook, names, p));
    if (p.resolvedAt !== null) io.out(`\n${t(io, 'Answered', 'Отвечено')}: ${p.answer ?? ''}, ${p.resolvedBy ?? ''}, ${moment(io.lang, p.resolvedAt)}\n`);
    else io.out(`\n${words.next}\n${answersFor(p).length === 0 ? '' : `${t(io, 'Answers', 'Ответы')}:\n${answers(io, names, p)}\n`}`); // prettier-ignore
  });
}

/** What was answered before and taken back, one after the other: each answer is a row of the journal, and so is its taking back. */
async function history(io: Io, sidebook: Sidebook, names: Names, p: Problem): Promise<string> {
  if (p.record === null || p.unit === null) return '';
  const { record } = p;
  const all = await sidebook.store.read((r) => r.journal(record));
  const own = all.filter((r) => r.cause === 'person' && r.link === p.link && r.unit === p.unit && r.at >= p.since);
  if (own.length < 2) return ''; // the answer that stands is told anyway
  await names.learn(own.flatMap((r) => idsIn(r.before, r.after)));
  const verb = (i: number): string => (i % 2 === 0 ? t(io, 'answered', 'ответ') : t(io, 'taken back', 'взят назад'));
  const lines = own.map((r, i) => `  ${moment(io.lang, r.at)} · ${r.by} · ${verb(i)} · ${changesText(io, r.before, r.after ?? {}, names)}`);
  return `\n${t(io, 'Before now', 'Что уже было')}:\n${lines.join('\n')}\n`;
} // prettier-ignore

/** Where only one of ours comes into question, it stands beside theirs. */
async function theOne(sidebook: Sidebook, names: Names, p: Problem): Promise<Fields | null> {
  const [only, ...more] = candidates(p);
  if (!only || more.length > 0 || p.record !== null) return null;
  const record = await sidebook.store.read((r) => r.record(only.id));
  if (record) await names.learn(Object.values(record.fields).filter((v) => typeof v === 'string' && v.length === 36) as string[]);
  return record?.fields ?? null;
}

function answers(io: Io, names: Names, p: Problem): string {
  const known = new Map(candidates(p).map((c) => [`same ${c.id}`, names.of(c.id)]));
  const rows = answersFor(p).map((a) => [`${io.called} problems resolve ${String(p.id)} ${a}`, known.get(a) ?? '']);
  const goods = isOfGoods(p) ? [[`${io.called} match ${String(p.id)} ${t(io, 'ITEM', 'ПОЗИЦИЯ')}`, '']] : [];
  return table([...goods, ...rows], { indent: '  ' });
}

/** Of several bases: which one ours came from. */
async function oursSide(io: Io, sidebook: Sidebook, p: Problem): Promise<string> {
  const ours = t(io, 'ours', 'наше');
  if (p.record === null || sidebook.hostIds.length < 2) return ours;
  const { record: id } = p;
  const [journal, record] = await sidebook.store.read(async (r) => [await r.journal(id), await r.record(id)] as const);
  const by = oursFrom(journal, p, record)?.by ?? '';
  return by !== p.host && sidebook.hostIds.includes(by) ? `${ours} (${by})` : ours;
}

/** Every field where something is known on one of the sides. */
function values(io: Io, p: Problem, names: Names, ours: string): string {
  const fields = [...new Set([...Object.keys(p.theirs ?? {}), ...Object.keys(p.ours ?? {})])];
  const entity = p.entity ?? 'counterparty';
  const cell = (f: string, v: Value | undefined): string => lineOr(io, entity, f, v, names);
  const rows = fields
    .map((f) => [label(entity, f, io.lang), cell(f, p.base?.[f]), cell(f, p.ours?.[f]), cell(f, p.theirs?.[f])])
    .filter((r) => r.slice(1).some((c) => c !== '·' && c !== EMPTY[io.lang]));
  const head = ['', t(io, 'agreed before', 'было согласовано'), ours, `${t(io, 'theirs', 'их')} (${p.host})`];
  return table(rows, { head, indent: '  ' });
}

const EMPTY = { ru: '(пусто)', en: '(empty)' } as const;

/** Lines are shown one under another: text × quantity × price = amount. */
function lineOr(io: Io, entity: Entity, field: string, v: Value | undefined, names: Names): string {
  if (!Array.isArray(v)) return v === undefined ? '·' : fieldValue(io.lang, entity, field, v, names.of);
  return (v as readonly Record<string, string | null>[]).map((l) => [l['text'] ?? '', l['quantity'], l['price'], l['amount']].filter((x) => x !== undefined).join(' × ')).join('\n'); // prettier-ignore
}

export async function resolve(io: Io, asked: string, answer: string, values: readonly string[]): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const p = await openOf(sidebook, asked);
    const { id } = p;
    await attachFor(sidebook, p);
    await named(id, resolveProblem(sidebook.engine, id, await parseAnswer(io, sidebook, p, answer, values), actorOf(io)));
    const back = p.unit === null && p.kind !== 'ambiguous' && p.kind !== 'duplicate' ? '' : t(io, ` Take it back: ${io.called} problems undo ${String(id)}`, ` Вернуть: ${io.called} problems undo ${String(id)}`); // prettier-ignore
    io.out(`${t(io, 'Answered. It takes effect with the next cycle.', 'Принято. Подействует со следующим циклом.')}${back}\n`);
  });
}

/** The host the question is about has to answer; of the others, those that do: one that is down holds up no answer. */
async function attachFor(sidebook: Sidebook, p: Problem): Promise<void> {
  for (const host of sidebook.hostIds)
    try {
      await sidebook.attach(host);
    } catch (error) {
      if (host === p.host || !(error instanceof HostError)) throw error;
    }
}

const PLAIN = ['ours', 'theirs', 'keep', 'deactivate', 'create-again', 'apart', 'retry', 'host-right', 'module-right'] as const;

async function parseAnswer(io: Io, sidebook: Sidebook, p: Problem, answer: string, values: readonly string[]): Promise<Answer> {
  if (!answersFor(p).some((a) => a.split(' ')[0] === answer)) throw new SidebookError('answer-unfit', { id: p.id });
  const plain = PLAIN.find((a) => a === answer);
  const [most, extra] = [plain ? 0 : answer === 'same' ? 1 : values.length, values.join(' ')];
  if (values.length > most) throw new SidebookError('answer-extra', { answer, extra });
  if (plain) return { choose: plain };
  if (answer === 'same' && values[0] !== undefined) return { choose: 'same', as: await wholeId(io, sidebook, p, values[0]) };
  if (answer === 'value' && values.length > 0 && p.entity) return { choose: 'value', value: parseFields(p.entity, values) };
  throw new SidebookError('answer-unfit', { id: p.id });
}

/** One of the candidates by the end of its id, else any record a person may name, else an id of the host as it stands. */
export async function wholeId(io: Io, sidebook: Sidebook, p: Problem, text: string): Promise<string> {
  const near = candidates(p).filter((c) => c.id.endsWith(text));
  if (near[0] && near.length === 1) return near[0].id;
  const entity = p.record === null && (p.entity === 'counterparty' || p.entity === 'invoice') ? p.entity : null;
  return entity === null ? text : (await find(io, sidebook, entity, text)).id;
}

/** A refusal that says which question it was about. */
export async function named<T>(id: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ResolveRefused ? new SidebookError(error.code, { id }) : error;
  }
}

export async function undo(io: Io, asked: string): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const p = await problemOf(sidebook, asked);
    const { id } = p;
    if (p.resolvedAt === null) throw new SidebookError('not-answered', { id });
    if (p.unit === null && !isTied(p)) throw new SidebookError('undo-unfit', { id });
    await attachFor(sidebook, p);
    await noteless(io, sidebook, p);
    await named(id, undoAnswer(sidebook.engine, id, actorOf(io)));
    const [now] = await sidebook.store.read((r) => r.problems({ id }));
    const open = now ? t(io, ` Problem ${String(id)} is open again.`, ` Проблема ${String(id)} снова открыта.`) : '';
    io.out(`${t(io, 'Taken back.', 'Возвращено.')}${open}\n`);
  });
}

/** What was written meanwhile about the record that would go stays with it. */
async function noteless(io: Io, sidebook: Sidebook, p: Problem): Promise<void> {
  const made = await madeBy(sidebook.engine, p);
  if (made === null) return;
  const own = openPrivateOf(sidebook.config, io.world);
  try {
    if (await own.tellsOf(made)) throw new SidebookError('answer-exchanged', { id: p.id });
  } finally {
    await own.close();
  }
}

/** By its number as typed; what is no number names no problem, never the first one. */
export async function problemOf(sidebook: Sidebook, id: string): Promise<Problem> {
  const isNumber = /^\d{1,15}$/.test(id);
  const [p] = isNumber ? await sidebook.store.read((r) => r.problems({ id: Number(id), open: false })) : [];
  if (!p) throw new SidebookError('problem-unknown', { id });
  return p;
}

/** One that still takes an answer. */
export async function openOf(sidebook: Sidebook, id: string): Promise<Problem> {
  const p = await problemOf(sidebook, id);
  if (p.resolvedAt !== null) throw new SidebookError('problem-answered', { id: p.id });
  return p;
}
