/** sidebook status: what stands where, what waits, and one alarm per cause when a flow is silent (P3). Exit 3 on an alarm. */
import type { HostRow } from '../store/store.ts';
import type { EntityCount, ProblemCount } from '../store/queries.ts';
import { heldPlanOf, NEVER, readStatus, type Alarm, type Status } from '../report/status.ts';
import { problemLabel } from '../errors.ts';
import { ENTITY_ORDER, type ProblemKind } from '../model.ts';
import type { Switches } from '../sync/engine.ts';
import { ago, count, entityName, entityOne } from '../words/format.ts';
import { fieldsInWords } from '../words/problem-words.ts';
import { table } from './table.ts';
import { catalogue, t, withSidebook, type Io } from './io.ts';

const SILENT = 3;

export async function status(io: Io, options: { json?: boolean }): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const now = await readStatus(sidebook);
    io.out(options.json ? `${JSON.stringify(now, null, 2)}\n` : `${text(io, { ...now, problems: now.problems.map((p) => withFields(io, p)) })}\n`); // prettier-ignore
    if (now.alarms.length > 0) io.fail(SILENT);
  });
}

function text(io: Io, s: Status): string {
  const lines: string[] = [];
  for (const host of s.hosts)
    lines.push(hostLine(io, host, s.writing[host.id] ?? null), ...heldLines(io, host, s.writing[host.id] ?? null));
  if (s.counts.length > 0) lines.push('', countsTable(io, s.counts));
  if (s.problems.length > 0)
    lines.push(
      '',
      t(io, 'Waiting for a person or for time', 'Ждёт человека или времени'),
      problemsTable(io, s.problems),
      t(io, `  See them: ${io.called} problems`, `  Посмотреть: ${io.called} problems`),
    );
  for (const a of s.alarms) lines.push('', `! ${alarmText(io, a)}`);
  return lines.join('\n');
}

/** That it is silent, and why where that is known; what was stopped at the wall is no silence. */
function alarmText(io: Io, a: Alarm): string {
  const silent =
    a.minutes === NEVER
      ? catalogue(io, 'flow-never', { host: a.host })
      : catalogue(io, 'flow-silent', { host: a.host, minutes: a.minutes });
  if (a.code === 'flow-silent') return silent;
  if (a.count !== undefined) return catalogue(io, a.code, { host: a.host, count: a.count });
  return `${silent}\n  ${catalogue(io, a.code, { host: a.host })}`;
}

function hostLine(io: Io, host: HostRow, why: Switches['why']): string {
  const now = io.world.now();
  const success = host.lastSuccessAt === null ? t(io, 'never yet', 'ещё не было') : ago(io.lang, host.lastSuccessAt, now);
  const write =
    why === null
      ? t(io, `writing on (${host.writeBy ?? ''})`, `запись включена (${host.writeBy ?? ''})`)
      : why === 'restored'
        ? t(
            io,
            `read only until you say who is right: ${io.called} problems`,
            `только чтение, пока вы не скажете, кто прав: ${io.called} problems`,
          )
        : why === 'paused' && host.write
          ? t(io, 'writing waits', 'запись ждёт')
          : t(io, 'read only', 'только чтение');
  const state =
    host.pausedBy !== null
      ? t(io, ', paused', ', приостановлен')
      : host.state === 'restored'
        ? t(io, ', looks restored from a backup', ', похоже, восстановлен из копии')
        : '';
  return t(
    io,
    `${host.id} (${host.profile}): last success ${success}, ${write}${state}`,
    `${host.id} (${host.profile}): последний успех: ${success}, ${write}${state}`,
  );
}

/** A plan that waits for a yes: writing is on, and nothing is written. */
function heldLines(io: Io, host: HostRow, why: Switches['why']): string[] {
  const held = why === null ? heldPlanOf(host) : null;
  return held === null ? [] : [`  ${catalogue(io, held.rule, { host: host.id, plan: held.plan, count: held.count })}`];
}

function countsTable(io: Io, counts: readonly EntityCount[]): string {
  const head = [
    '',
    t(io, 'base', 'база'),
    t(io, 'linked', 'связано'),
    t(io, 'not matched', 'не сопоставлено'),
    t(io, 'out of scope', 'вне охвата'),
    t(io, 'waiting', 'ждёт'),
  ];
  const sorted = [...counts].sort((a, b) => ENTITY_ORDER.indexOf(a.entity) - ENTITY_ORDER.indexOf(b.entity));
  const dash = (n: number): string => (n === 0 ? '·' : count(io.lang, n));
  return table(sorted.map((c) => [entityName(io.lang, c.entity), c.host, count(io.lang, c.linked), dash(c.unlinked), dash(c.outOfScope), dash(c.waiting)]), { head, right: [2, 3, 4, 5], indent: '  ' }); // prettier-ignore
}

/** A kind of record by the word people use for it; ids of one example say nothing of the others, and nobody reads them. */
const inWords = (io: Io, { entity, ...example }: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...example,
  ...(entity === undefined ? {} : { entity: entityOne(io.lang, entity) }),
  ...Object.fromEntries(['candidates', 'ids'].filter((name) => name in example).map((name) => [name, '…'])),
});

/** A field is called as the list of problems calls it. */
const withFields = (io: Io, c: ProblemCount): ProblemCount => ({
  ...c,
  example: { ...c.example, ...fieldsInWords(io, c.entity, c.example) },
});

const problemsTable = (io: Io, problems: readonly ProblemCount[]): string =>
  table(
    problems.map((p) => [
      count(io.lang, p.count),
      problemLabel(p.kind as ProblemKind, io.lang),
      p.host,
      catalogue(io, p.code, { host: p.host, ...inWords(io, p.example) }).split('\n')[0] ?? '',
    ]),
    { right: [0], indent: '  ' },
  );
