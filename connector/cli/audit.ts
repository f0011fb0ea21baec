/** sidebook audit: rows, the end of the chain, and whether all of it holds. */
import { writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { KINDS, type Audit, type Filter, type Finding, type Head, type Row } from '../audit/audit.ts';
import { canonical } from '../canonical.ts';
import { SidebookError } from '../errors.ts';
import { count, moment } from '../words/format.ts';
import { counted, ROWS } from '../words/plural.ts';
import { t, type Io } from './io.ts';
import { leaving } from './leaving.ts';
import { withAudit } from './own-files.ts';
import { table } from './table.ts';

export interface ListOptions {
  readonly from?: string;
  readonly to?: string;
  readonly kind?: string;
  readonly by?: string;
  readonly limit?: string;
  readonly csv?: string;
}

const SHOWN = 80;

export async function list(io: Io, options: ListOptions): Promise<void> {
  const filter = filterOf(options);
  await withAudit(io, async (audit) => {
    await audit.settle();
    if (options.csv !== undefined) return writeCsv(io, audit, filter, options.csv);
    const { rows, before } = await newest(audit, filter, Number(options.limit) || SHOWN);
    const cells = rows.map((r) => [
      String(r.n),
      moment(io.lang, r.at),
      r.actor,
      r.what,
      r.subject ?? '',
      shown(io, r).slice(0, SHOWN),
    ]);
    const head = ['n', t(io, 'When', 'Когда'), t(io, 'Who', 'Кто'), t(io, 'What', 'Что'), t(io, 'About', 'О чём'), t(io, 'Value', 'Значение')]; // prettier-ignore
    if (before > 0) io.out(`${t(io, `Earlier ones: ${count(io.lang, before)}. More of them: --limit N, --to DAY, all of them: --csv FILE`, `Более ранних: ${count(io.lang, before)}. Ещё: --limit N, --to ДЕНЬ, все: --csv ФАЙЛ`)}\n`); // prettier-ignore
    io.out(
      `${cells.length === 0 ? t(io, 'Nothing in this time.', 'За это время ничего.') : table(cells, { head, right: [0] })}\n`,
    );
  });
}

const PAGE = 5000;

async function* all(audit: Audit, filter: Filter): AsyncGenerator<Row> {
  for (let after = 0; ;) {
    const rows = await audit.rows({ ...filter, after, limit: PAGE });
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.n ?? after;
  }
}

/** The last of them, the newest at the end, and how many came before. */
async function newest(
  audit: Audit,
  filter: Filter,
  most: number,
): Promise<{ readonly rows: readonly Row[]; readonly before: number }> {
  let [rows, before]: [Row[], number] = [[], 0];
  for await (const row of all(audit, filter)) {
    rows.push(row);
    if (rows.length < most + PAGE) continue;
    before += rows.length - most;
    rows = rows.slice(-most);
  }
  return { rows: rows.slice(-most), before: before + Math.max(0, rows.length - most) };
}

const shown = (io: Io, { value }: Row): string => (value === null ? t(io, '(erased)', '(стёрто)') : canonical(value));

function filterOf({ from, to, kind, by }: ListOptions): Filter {
  if (from !== undefined && to !== undefined && end(to) <= start(from)) throw new SidebookError('days-reversed', { from, to });
  const known = KINDS.find((k) => k === kind);
  if (kind !== undefined && !known)
    throw new SidebookError('option-choice', { option: '--kind', came: kind, known: KINDS.join(', ') });
  return {
    ...(from === undefined ? {} : { from: start(from) }), ...(to === undefined ? {} : { to: end(to) }),
    ...(known ? { kind: known } : {}), ...(by === undefined ? {} : { actor: by }),
  }; // prettier-ignore
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function start(text: string): string {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) || Number.isNaN(at.getTime())) throw new SidebookError('day-wrong', { text });
  return at.toISOString();
}

/** A day is meant with all its hours, a moment as it is; days as stored, in UTC. */
function end(text: string): string {
  const at = start(text);
  return DAY.test(text) ? new Date(Date.parse(at) + 86_400_000).toISOString() : at;
}

/** Semicolons and a BOM: what Russian Excel takes for a table. Formulas are defused. */
async function writeCsv(io: Io, audit: Audit, filter: Filter, file: string): Promise<void> {
  const lines: string[][] = [['n', 'at', 'actor', 'what', 'subject', 'value', 'digest']];
  for await (const r of all(audit, filter)) lines.push([String(r.n), r.at, r.actor, r.what, r.subject ?? '', r.value === null ? '' : canonical(r.value), r.digest]); // prettier-ignore
  await leaving(io, lines.length - 1);
  writeFileSync(file, stringify(lines, { delimiter: ';', bom: true, escape_formulas: true }));
  io.out(`${t(io, 'Written:', 'Записано:')} ${file}, ${counted(io, lines.length - 1, ROWS)}\n`);
}

export const headText = (head: Head): string => `${String(head.n)}:${head.digest}`;

/** To be kept where whoever can change the file cannot: a mail, a printed page, another machine. */
export async function head(io: Io): Promise<void> {
  await withAudit(io, async (audit) => {
    await audit.settle();
    const end = await audit.head();
    io.out(`${end ? headText(end) : t(io, 'Nothing yet.', 'Пока ничего.')}\n`);
  });
}

export async function verify(io: Io, kept: string | undefined): Promise<void> {
  const known = kept === undefined ? undefined : headOf(kept);
  await withAudit(io, async (audit) => {
    const findings = await audit.verify(known);
    const end = await audit.head();
    if (findings.length > 0) io.fail(1);
    io.out(`${findings.length === 0 ? t(io, `Every row holds: ${String(end?.n ?? 0)}.`, `Цела каждая строка: ${String(end?.n ?? 0)}.`) : foundText(io, findings)}\n`); // prettier-ignore
  });
}

function headOf(text: string): Head {
  const [, n, digest] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (n === undefined || digest === undefined) throw new SidebookError('head-wrong', { text: text.slice(0, 80) });
  return { n: Number(n), digest };
}

const LISTED = 20;

/** One line a finding, in words. */
export function foundText(io: Io, findings: readonly Finding[]): string {
  const lines = findings.slice(0, LISTED).map(({ n, wrong }) => `! ${n === null ? '' : `${t(io, 'row', 'строка')} ${String(n)}: `}${MEANING[wrong][io.lang]}`); // prettier-ignore
  const more = findings.length - LISTED;
  return [...lines, ...(more > 0 ? [t(io, `… and ${String(more)} more`, `… и ещё ${String(more)}`)] : [])].join('\n');
}

const MEANING = {
  changed: { en: 'it is not as it was written, or it was moved', ru: 'она не такая, как записана, или переставлена' },
  missing: { en: 'rows before it were taken out or put in', ru: 'перед ней удалены или вставлены строки' },
  cut: { en: 'the chain ends here, before the end that was kept', ru: 'цепочка кончается здесь, раньше сохранённого конца' },
  'other-chain': { en: 'the end that was kept is not this row: the chain was written anew', ru: 'сохранённый конец - не эта строка: цепочку написали заново' },
  'value-changed': { en: 'its value is not the one that was written', ru: 'её значение не то, что было записано' },
  'value-missing': { en: 'its value is gone and nobody erased it', ru: 'её значения нет, хотя его никто не стирал' },
  'value-alone': { en: 'there is a value, but no row', ru: 'есть значение, но нет строки' },
  unreadable: { en: 'the file is damaged', ru: 'файл повреждён' },
} as const satisfies Record<Finding['wrong'], { readonly en: string; readonly ru: string }>; // prettier-ignore
