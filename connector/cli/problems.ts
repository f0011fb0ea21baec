/** sidebook problems: what waits for a person, both values beside what was agreed, and the answers that fit (C3). */
import { PROBLEM_LABELS, message } from '../errors.ts';
import { label } from '../fields.ts';
import type { Fields, Problem, ProblemKind, Value } from '../model.ts';
import type { Sidebook } from '../main.ts';
import { ResolveRefused, resolveProblem, undoAnswer, type Answer } from '../sync/resolve.ts';
import { titleOf } from '../sync/plan.ts';
import { moment, table, value } from './format.ts';
import { actorOf, t, withSidebook, type Io } from './io.ts';
import { Names } from './names.ts';
import { parseFields } from './field-args.ts';

const LISTED = 50;

export async function list(io: Io, options: { kind?: string; json?: boolean }): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const kind = options.kind as ProblemKind | undefined;
    const problems = await sidebook.store.read((r) => r.problems(kind === undefined ? {} : { kind }));
    if (options.json) return io.out(`${JSON.stringify(problems, null, 2)}\n`);
    if (problems.length === 0) return io.out(`${t(io, 'Nothing waits for a person.', 'Ничто не ждёт человека.')}\n`);
    const names = new Names(sidebook);
    await names.learn(problems.map((p) => p.record));
    const rows = problems
      .slice(0, LISTED)
      .map((p) => [
        String(p.id),
        PROBLEM_LABELS[p.kind][io.lang],
        p.host,
        subject(p, names),
        message(p.detail['code'] ?? '', { host: p.host, ...p.detail }, io.lang).what.slice(0, 90),
      ]);
    io.out(`${table(rows, { right: [0], indent: '  ' })}\n`);
    if (problems.length > LISTED)
      io.out(t(io, `  … and ${String(problems.length - LISTED)} more\n`, `  … и ещё ${String(problems.length - LISTED)}\n`));
    io.out(
      t(
        io,
        '\nOne of them: sidebook problems show 12 · answer: sidebook problems resolve 12 theirs\n',
        '\nОдин вопрос: sidebook problems show 12 · ответ: sidebook problems resolve 12 theirs\n',
      ),
    );
  });
}

/** A record has a name; an object not matched yet has what the host shows of it. */
const subject = (p: Problem, names: Names): string =>
  p.record !== null ? names.of(p.record) : p.theirs && p.entity ? titleOf(p.entity, p.theirs) : (p.entity ?? '');

export async function show(io: Io, id: number): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const p = await problemOf(sidebook, id);
    const names = new Names(sidebook);
    await names.learn([p.record, ...ids(p.ours), ...ids(p.theirs), ...ids(p.base), p.detail['record']]);
    const m = message(p.detail['code'] ?? '', { host: p.host, ...p.detail }, io.lang);
    io.out(
      `${PROBLEM_LABELS[p.kind][io.lang]} · ${p.host} · ${subject(p, names)}\n${m.what}\n${t(io, 'seen', 'замечено')} ${moment(io.lang, p.since)}\n`,
    );
    if (p.ours || p.theirs) io.out(`\n${values(io, p, names)}\n`);
    if (p.resolvedAt !== null) io.out(`\n${t(io, 'Answered', 'Отвечено')}: ${p.answer ?? ''}, ${p.resolvedBy ?? ''}, ${moment(io.lang, p.resolvedAt)}\n`);
    else io.out(`\n${m.next}\n${t(io, 'Answers', 'Ответы')}: ${answersFor(p).map((a) => `sidebook problems resolve ${String(id)} ${a}`).join('\n         ')}\n`); // prettier-ignore
  });
}

const ids = (fields: Fields | null): (string | null)[] =>
  Object.values(fields ?? {}).map((v) => (typeof v === 'string' && /^[0-9a-f]{8}-/.test(v) ? v : null));

function values(io: Io, p: Problem, names: Names): string {
  const fields = [...new Set([...Object.keys(p.theirs ?? {}), ...Object.keys(p.ours ?? {})])];
  const entity = p.entity ?? 'counterparty';
  const rows = fields.map((f) => [
    label(entity, f, io.lang),
    lineOr(io, p.base?.[f], names),
    lineOr(io, p.ours?.[f], names),
    lineOr(io, p.theirs?.[f], names),
  ]);
  const head = ['', t(io, 'agreed before', 'было согласовано'), t(io, 'ours', 'наше'), `${t(io, 'theirs', 'их')} (${p.host})`];
  return table(rows, { head, indent: '  ' });
}

/** Lines are shown one under another: text × quantity × price = amount. */
function lineOr(io: Io, v: Value | undefined, names: Names): string {
  if (!Array.isArray(v)) return v === undefined ? '·' : value(io.lang, v, names.of);
  return (v as readonly Record<string, string | null>[]).map((l) => [l['text'] ?? '', l['quantity'], l['price'], l['amount']].filter((x) => x !== undefined).join(' × ')).join('\n'); // prettier-ignore
}

/** Which answers fit a kind; the first is the usual one. */
export function answersFor(p: Problem): string[] {
  switch (p.kind) {
    case 'conflict':
    case 'oscillating':
      return ['theirs', 'ours', `value ${Object.keys(p.theirs ?? { field: null })[0] ?? 'field'}=…`];
    case 'altered':
      return ['theirs', 'ours'];
    case 'marked':
      return ['keep', 'deactivate'];
    case 'vanished':
      return ['keep', 'deactivate', 'create-again'];
    case 'ambiguous':
    case 'duplicate':
      return ['same <id>', 'apart'];
    case 'unknown-outcome':
      return p.unit === null ? ['same <id>', 'apart'] : ['theirs', 'ours'];
    case 'frozen':
      return ['keep'];
    case 'restored':
      return ['host-right', 'module-right'];
    case 'refused':
    case 'waiting':
    case 'totals-differ':
    case 'unmapped-value':
    case 'unreachable':
    case 'out-of-scope':
      return ['retry'];
  }
}

export async function resolve(io: Io, id: number, answer: string, values: readonly string[]): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    for (const host of sidebook.hostIds) await sidebook.attach(host);
    const p = await problemOf(sidebook, id);
    await resolveProblem(sidebook.engine, id, parseAnswer(p, answer, values), actorOf(io));
    io.out(
      `${t(io, 'Answered. It takes effect with the next cycle.', 'Принято. Подействует со следующим циклом.')} ${t(io, `Take it back: sidebook problems undo ${String(id)}`, `Вернуть: sidebook problems undo ${String(id)}`)}\n`,
    );
  });
}

const PLAIN = ['ours', 'theirs', 'keep', 'deactivate', 'create-again', 'apart', 'retry', 'host-right', 'module-right'] as const;

function parseAnswer(p: Problem, answer: string, values: readonly string[]): Answer {
  const plain = PLAIN.find((a) => a === answer);
  if (plain) return { choose: plain };
  if (answer === 'same' && values[0] !== undefined) return { choose: 'same', as: values[0] };
  if (answer === 'value' && values.length > 0 && p.entity) return { choose: 'value', value: parseFields(p.entity, values) };
  throw new ResolveRefused('answer-unfit');
}

export async function undo(io: Io, id: number): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    for (const host of sidebook.hostIds) await sidebook.attach(host);
    await undoAnswer(sidebook.engine, id, actorOf(io));
    io.out(`${t(io, 'Taken back.', 'Возвращено.')}\n`);
  });
}

async function problemOf(sidebook: Sidebook, id: number): Promise<Problem> {
  const [p] = await sidebook.store.read((r) => r.problems({ id, open: false }));
  if (!p) throw new ResolveRefused('problem-unknown');
  return p;
}
