/** Commands that bring files of rivals into the private store, and take them back. */
import { Option, type Command } from 'commander';
import { ENCODINGS } from '../import/encoding.ts';
import { FIELDS } from '../import/heads.ts';
import { more } from './contradictions.ts';
import { t, type Io } from './io.ts';
import type { ImportOptions, OfferOptions } from './import.ts';

export function addImport(p: Command, io: Io): void {
  const imports = p.command('import').description(t(io, 'price lists and offers of rivals from CSV and XLSX', 'прайсы и предложения конкурентов из CSV и XLSX'));
  asking(imports.command('prices <file>').description(t(io, 'a price list: shown first, applied with --yes', 'прайс-лист: сначала просмотр, загрузка с --yes')), io)
    .action(async (file: string, o: ImportOptions) => (await import('./import.ts')).prices(io, file, o));
  asking(imports.command('offer <file>').description(t(io, 'a commercial offer: shown first, applied with --yes', 'коммерческое предложение: сначала просмотр, загрузка с --yes')), io)
    .option('--number <text>', t(io, 'its number', 'его номер')).option('--valid-until <date>', t(io, 'YYYY-MM-DD', 'ГГГГ-ММ-ДД')).option('--counterparty <id>', t(io, 'to whom it was made', 'кому оно сделано'))
    .action(async (file: string, o: OfferOptions) => (await import('./import.ts')).offer(io, file, o));
  imports.command('list', { isDefault: true }).description(t(io, 'what was imported, newest first', 'что загружено, новые сверху')).option('--limit <n>', t(io, 'how many', 'сколько показать'), '30')
    .action(async (o: { limit: string }) => (await import('./import-kept.ts')).list(io, Number(o.limit)));
  imports.command('undo <id>').description(t(io, 'take an import back as a whole', 'отменить загрузку целиком')).action(async (id: string) => (await import('./import-kept.ts')).undo(io, id));
} // prettier-ignore

function asking(command: Command, io: Io): Command {
  return command
    .requiredOption('--competitor <name>', t(io, 'whose it is: id, name or alias', 'чей: id, имя или псевдоним')).option('--new-competitor', t(io, 'make the competitor where there is none', 'завести конкурента, если его нет'))
    .option('--map <column=field>', t(io, 'which column is what, by its head or letter; repeatable; fields:', 'какой столбец что значит, по заголовку или букве; можно повторять; поля:') + ` ${FIELDS.join(', ')}, -`, more)
    .option('--sheet <name>', t(io, 'which sheet; else the first', 'какой лист; иначе первый')).addOption(new Option('--encoding <name>', t(io, 'of a text file; else detected', 'текстового файла; иначе определится')).choices(ENCODINGS))
    .option('--currency <code>', t(io, 'where the file names none', 'если в файле её нет')).addOption(new Option('--vat <where>', t(io, 'in: inside the prices; out: on top', 'in: в цене; out: сверху')).choices(['in', 'out']))
    .addOption(new Option('--decimal <mark>', t(io, 'where no column says', 'если столбец не говорит')).choices(['comma', 'point'])).option('--date <date>', t(io, 'day of the list, YYYY-MM-DD; else today', 'день прайса, ГГГГ-ММ-ДД; иначе сегодня'))
    .option('--new-items', t(io, 'lines near to no item become new items', 'строки, не похожие ни на один товар, станут новыми')).option('--review <file>', t(io, 'write the lines that wait for a decision', 'записать строки, ждущие решения'))
    .option('--decided <file>', t(io, 'that table, filled in', 'та же таблица, заполненная')).option('--csv <file>', t(io, 'write every problem', 'записать все проблемы'))
    .option('--preview', t(io, 'only show (so it is without --yes)', 'только показать (без --yes и так)')).option('--yes', t(io, 'apply what is shown', 'применить показанное')).option('--again', t(io, 'even if this very file was imported before', 'даже если этот файл уже загружен'));
} // prettier-ignore
