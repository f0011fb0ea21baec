/** sidebook status: what stands where, what waits, and one alarm per cause when a flow is silent (P3). Exit 3 on an alarm. */
import type { HostRow } from '../store/store.ts';
import type { EntityCount, ProblemCount } from '../store/queries.ts';
import { PROBLEM_LABELS } from '../errors.ts';
import { ENTITY_ORDER, type ProblemKind } from '../model.ts';
import type { Sidebook } from '../main.ts';
import { switchesOf, type Switches } from '../sync/engine.ts';
import { ago, count, entityName, table } from './format.ts';
import { catalogue, t, withSidebook, type Io } from './io.ts';

export interface Alarm {
  readonly host: string;
  readonly code: string;
  readonly minutes: number;
}

export interface Status {
  readonly hosts: readonly HostRow[];
  readonly counts: readonly EntityCount[];
  readonly problems: readonly ProblemCount[];
  readonly alarms: readonly Alarm[];
  /** By host: why nothing is written there now; null = writing is on. */
  readonly writing: Readonly<Record<string, Switches['why']>>;
}

const SILENT = 3;

export async function status(io: Io, options: { json?: boolean }): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const now = await readStatus(sidebook);
    io.out(options.json ? `${JSON.stringify(now, null, 2)}\n` : `${text(io, now)}\n`);
    if (now.alarms.length > 0) io.fail(SILENT);
  });
}

export async function readStatus(sidebook: Sidebook): Promise<Status> {
  const { store } = sidebook;
  const configured = new Set(sidebook.hostIds);
  const hosts = (await store.read((r) => r.hosts())).filter((h) => configured.has(h.id));
  const alarms: Alarm[] = [];
  for (const host of hosts) alarms.push(...(await alarmsOf(sidebook, host)));
  const writing: Record<string, Switches['why']> = {};
  for (const { id } of hosts) writing[id] = (await switchesOf(sidebook.engine, id)).why;
  return { hosts, counts: await store.queries.counts(), problems: await store.queries.problemCounts(), alarms, writing };
}

/** Silent: no success for N minutes although the host failed since, or something of ours has waited as long. */
async function alarmsOf(sidebook: Sidebook, host: HostRow): Promise<Alarm[]> {
  if (host.pausedBy !== null) return [];
  const limit = sidebook.config.silentMinutes;
  const minutes = (since: string | null): number =>
    since === null ? Infinity : (sidebook.world.now().getTime() - Date.parse(since)) / 60_000;
  const quiet = minutes(host.lastSuccessAt);
  const waits = await sidebook.store.queries.oldestDirty(host.id);
  const stuck = quiet > limit && (host.lastFailureAt !== null || host.lastSuccessAt !== null);
  const late = host.write && waits !== null && minutes(waits) > limit;
  const alarms = await flowAlarms(sidebook, host, minutes, limit);
  if (!stuck && !late) return alarms;
  const code = stuck && host.lastFailure !== null ? host.lastFailure : 'flow-silent';
  return [{ host: host.id, code, minutes: Math.round(Math.min(quiet, 1e6)) }, ...alarms.filter((a) => a.code !== code)];
}

/** A list that has failed for as long while the rest goes on: one alarm per cause. */
async function flowAlarms(
  sidebook: Sidebook,
  host: HostRow,
  minutes: (since: string) => number,
  limit: number,
): Promise<Alarm[]> {
  const failing = await sidebook.store.read((t) => t.problems({ host: host.id, kind: 'unreachable' }));
  const old = failing.filter((p) => p.unit !== null && minutes(p.since) > limit);
  const byCode = new Map(old.map((p) => [p.detail['code'] ?? 'flow-silent', Math.round(minutes(p.since))]));
  return [...byCode].map(([code, since]) => ({ host: host.id, code, minutes: since }));
}

function text(io: Io, s: Status): string {
  const lines: string[] = [];
  for (const host of s.hosts) lines.push(hostLine(io, host, s.writing[host.id] ?? null));
  lines.push('', countsTable(io, s.counts));
  if (s.problems.length > 0)
    lines.push(
      '',
      t(io, 'Waiting for a person or for time', 'Ждёт человека или времени'),
      problemsTable(io, s.problems),
      t(io, '  See them: sidebook problems', '  Посмотреть: sidebook problems'),
    );
  for (const a of s.alarms)
    lines.push(
      '',
      `! ${catalogue(io, 'flow-silent', { host: a.host, minutes: a.minutes })}${a.code === 'flow-silent' ? '' : `\n  ${catalogue(io, a.code, { host: a.host })}`}`,
    );
  return lines.join('\n');
}

function hostLine(io: Io, host: HostRow, why: Switches['why']): string {
  const now = io.world.now();
  const success = host.lastSuccessAt === null ? t(io, 'never yet', 'ещё ни разу') : ago(io.lang, host.lastSuccessAt, now);
  const write =
    why === null
      ? t(io, `writing on (${host.writeBy ?? ''})`, `запись включена (${host.writeBy ?? ''})`)
      : why === 'restored'
        ? t(
            io,
            'read only until you say who is right: sidebook problems',
            'только чтение, пока вы не скажете, кто прав: sidebook problems',
          )
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
    `${host.id} (${host.profile}): последний успех ${success}, ${write}${state}`,
  );
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

const problemsTable = (io: Io, problems: readonly ProblemCount[]): string =>
  table(
    problems.map((p) => [
      count(io.lang, p.count),
      PROBLEM_LABELS[p.kind as ProblemKind][io.lang],
      p.host,
      catalogue(io, p.code, { host: p.host, ...p.example }).split('\n')[0] ?? '',
    ]),
    { right: [0], indent: '  ' },
  );
