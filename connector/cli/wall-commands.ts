/** Commands of the wall: what left for hosts. */
import type { Command } from 'commander';
import type { EgressOptions } from './egress.ts';
import { t, type Io } from './io.ts';

export function addWall(p: Command, io: Io): void {
  auditOf(p, io).command('egress').description(t(io, 'what left for hosts: base, kind, field, how often, a keyed sample of the value', 'что ушло в базы: база, вид, поле, сколько раз, отпечаток значения'))
    .requiredOption('--from <date>', t(io, 'first day, YYYY-MM-DD', 'первый день, ГГГГ-ММ-ДД')).requiredOption('--to <date>', t(io, 'last day, included', 'последний день, включительно'))
    .option('--csv <file>', t(io, 'a table for Russian Excel', 'таблица для Excel')).option('--html <file>', t(io, 'one page to sign', 'страница для подписи')).option('--json', t(io, 'as JSON', 'в виде JSON'))
    .action(async (o: EgressOptions) => (await import('./egress.ts')).egress(io, o)); // prettier-ignore
}

/** Other commands of the same name may stand there already. */
const auditOf = (p: Command, io: Io): Command =>
  p.commands.find((c) => c.name() === 'audit') ??
  p.command('audit').description(t(io, 'what was done and what left', 'что делалось и что ушло'));
