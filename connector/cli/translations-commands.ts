/** Commands about labels in every language. */
import { Option, type Command } from 'commander';
import { t, type Io } from './io.ts';
import type { ChoiceOptions, ImportOptions } from './translations.ts';
import type { There } from './translations-organisation.ts';
import type { MergeOptions } from './translations-merge.ts';
import type { ExportOptions } from './translations-out.ts';

export function addTranslations(p: Command, io: Io): void {
  const labels = p.command('translations').description(t(io, 'labels in every language: out to Excel, checked, and back', 'надписи на всех языках: выгрузить в Excel, проверить, загрузить'));
  labels.command('export [file]').description(t(io, "Sidebook's own labels as a workbook: .zip or .xml as Dynamics has it, .xlsx, or .xlf (XLIFF 2.1)", 'собственные надписи Sidebook: .zip или .xml как у Dynamics, .xlsx или .xlf (XLIFF 2.1)'))
    .option('--languages <list>', t(io, 'tags or numbers, e.g. de,fr; a new one makes an empty column', 'теги или номера, например de,fr; новый даст пустой столбец')).option('--missing', t(io, 'only labels one of these languages lacks', 'только надписи, которых в каком-то из языков нет'))
    .option('--of <export>', t(io, 'an export of Dynamics in another format instead', 'вместо этого выгрузка Dynamics в другом формате')).addOption(new Option('--fill <how>', t(io, 'fill empty cells: known, from equal base texts; pseudo, to see in the panels what is not translated', 'заполнить пустые: known - по таким же базовым текстам; pseudo - чтобы увидеть в панелях непереведённое')).choices(['known', 'pseudo']))
    .addOption(organisation(io)).addOption(solution(io)).addOption(force(io)).action(async (file: string | undefined, o: ExportOptions & There) => (isThere(o) ? (await there()).exportThere(io, file, o) : (await import('./translations-out.ts')).bringOut(io, file, o)));
  json(choosing(labels.command('check <file>').description(t(io, 'every finding with its sheet and cell; exit 1: an error, 2: it would change something', 'все находки с листом и ячейкой; код 1: есть ошибка, 2: что-то изменилось бы')), io), io)
    .action(async (file: string, o: ChoiceOptions & There) => (isThere(o) ? (await there()).lookThere(io, file, o, false) : (await import('./translations.ts')).check(io, file, o)));
  json(choosing(labels.command('diff <file>').description(t(io, 'what the file changes, per language and cell', 'что меняет файл, по языкам и ячейкам')), io), io)
    .action(async (file: string, o: ChoiceOptions & There) => (isThere(o) ? (await there()).lookThere(io, file, o, true) : (await import('./translations.ts')).diff(io, file, o)));
  labels.command('merge <base> <ours> <theirs>').description(t(io, 'two edited copies of one export into one', 'две правленые копии одной выгрузки в одну')).option('--out <file>', t(io, 'the result', 'итоговый файл'))
    .addOption(new Option('--prefer <copy>', t(io, 'who wins where both changed a text', 'кто прав, если текст изменили обе')).choices(['ours', 'theirs']))
    .option('--leave-out', t(io, 'write the result without what has no place in it', 'записать результат без того, чему в нём нет места')).addOption(force(io))
    .action(async (base: string, ours: string, theirs: string, o: MergeOptions) => (await import('./translations-merge.ts')).merge(io, base, ours, theirs, o));
  choosing(labels.command('import <file>').description(t(io, 'shown first, applied with --yes; or put onto an export of Dynamics', 'сначала просмотр, применить с --yes; или внести в выгрузку Dynamics')), io)
    .option('--yes', t(io, "apply to Sidebook's own labels, or send to the organisation", 'применить к собственным надписям Sidebook или отправить в организацию')).option('--onto <export>', t(io, 'the export as Dynamics wrote it; only the changed cells differ in the result', 'выгрузка, как её записал Dynamics; в итоге отличаются только изменённые ячейки')).option('--out <file>', t(io, 'the result, to be imported in Dynamics', 'итоговый файл для загрузки в Dynamics'))
    .addOption(force(io)).action(async (file: string, o: ImportOptions & There) => (isThere(o) ? (await there()).importThere(io, file, o) : (await import('./translations.ts')).bring(io, file, o)));
  labels.command('stats [file]', { isDefault: true }).description(t(io, 'how complete every language is', 'насколько полон каждый язык')).action(async (file: string | undefined) => (await import('./translations-out.ts')).stats(io, file));
  labels.command('undo').description(t(io, "take the last import of Sidebook's own labels back", 'отменить последнюю загрузку собственных надписей Sidebook'))
    .addOption(organisation(io)).addOption(solution(io)).action(async (o: There) => (isThere(o) ? (await there()).undoThere(io, o) : (await import('./translations-out.ts')).undo(io)));
} // prettier-ignore

const there = (): Promise<typeof import('./translations-organisation.ts')> => import('./translations-organisation.ts');
const isThere = ({ organisation }: There): boolean => organisation !== undefined;

const force = (io: Io): Option =>
  new Option('--force', t(io, 'write over a file that is there', 'записать поверх имеющегося файла'));

const organisation = (io: Io): Option =>
  new Option('--organisation [base]', t(io, 'labels of Dynamics itself, reached as its administrator: "labels" in the configuration', 'надписи самого Dynamics от имени его администратора: раздел «labels» в настройках')).conflicts(['of', 'against', 'onto', 'out']); // prettier-ignore
const solution = (io: Io): Option =>
  new Option('--solution <name>', t(io, 'its unique name, where the configuration names none or another', 'её уникальное имя, если в настройках его нет или там другое')); // prettier-ignore

const json = (command: Command, io: Io): Command => command.option('--json', t(io, 'as JSON', 'в виде JSON'));
const choosing = (command: Command, io: Io): Command =>
  command
    .option('--against <export>', t(io, 'the export the file was made from', 'выгрузка, из которой сделан файл')).option('--languages <list>', t(io, 'only these, e.g. de,fr', 'только эти, например de,fr'))
    .option('--sheets <list>', t(io, 'only these: labels,strings', 'только эти: labels,strings')).option('--without <kinds>', t(io, 'leave changes with such warnings out, e.g. glossary,placeholder-missing', 'без изменений с такими предупреждениями, например glossary,placeholder-missing'))
    .option('--clear', t(io, 'an empty cell clears the label; without it it stays', 'пустая ячейка очищает надпись; без этого она остаётся')).option('--stale', t(io, 'take rows whose base text differs as well', 'брать и строки с другим базовым текстом'))
    .option('--take-back', t(io, 'take texts as well that stood there before a later import', 'брать и тексты, которые стояли до более поздней загрузки'))
    .option('--glossary <file>', t(io, 'agreed words as JSON; else those that come with Sidebook', 'принятые слова в JSON; иначе словарь Sidebook'))
    .addOption(organisation(io)).addOption(solution(io)).option('--all', t(io, 'every change', 'все изменения')); // prettier-ignore
